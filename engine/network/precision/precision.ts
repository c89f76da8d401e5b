/** What factors of products are rounded to: their sums, and all else, are float32. */
export type Precision = 'float32' | 'bfloat16';
