import { distance } from 'fastest-levenshtein';

/** What is longer is no slip, and would take minutes to compare. */
const longest = 200;

/** The candidate that `word` is most likely a slip of, if any is close enough to be worth naming. */
export const nearest = (word: string, candidates: readonly string[]): string | undefined => {
  if (word.length > longest) return undefined;
  const distanceTo = (candidate: string): number => distance(word.toLowerCase(), candidate.toLowerCase());
  const allowed = Math.ceil(word.length / 3);
  return candidates
    .map((candidate) => ({ candidate, slips: distanceTo(candidate) }))
    .filter(({ slips }) => slips <= allowed)
    .sort((a, b) => a.slips - b.slips)[0]?.candidate;
};
