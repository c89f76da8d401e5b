declare const inMemory: unique symbol;

/**
 * A place in the shared memory, in bytes from its beginning. What is not there has none: an absent buffer is undefined,
 * which the kernels take for the null pointer, and never 0.
 */
export type Offset = number & { readonly [inMemory]: true };

/** So many bytes further. */
export const shift = (offset: Offset, bytes: number): Offset => (offset + bytes) as Offset;
