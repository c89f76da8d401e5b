/**
 * `step, exponential, or plateau`: as `Intl.ListFormat` writes it in English, the loading of which takes a tenth of what a
 * process needs to start.
 */
export const anyOf = (words: readonly string[]): string => {
  if (words.length < 3) return words.join(' or ');
  return `${words.slice(0, -1).join(', ')}, or ${words.at(-1) ?? ''}`;
};
