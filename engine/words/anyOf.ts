const list = new Intl.ListFormat('en', { type: 'disjunction' });

/** `step, exponential, or plateau`. */
export const anyOf = (words: readonly string[]): string => list.format(words);
