import type { Spelling } from './codec.ts';

/** Of words that are too rare to be known, how they are spelled. */
export const spellingOf = (words: Iterable<readonly [word: string, times: number]>): Spelling => {
  const counts = new Map<string, number>();
  let all = 0;
  for (const [word, times] of words) {
    all += times;
    for (const letter of word) counts.set(letter, (counts.get(letter) ?? 0) + times);
  }
  const letters = [...counts.keys()].sort();
  return { letters: letters.join(''), counts: letters.map((letter) => counts.get(letter) ?? 0), words: all };
};

/**
 * Nats that it takes to spell a word which a model only knows to be none of its own: each of its letters as frequent as
 * in the rare words learned from, and its end, with one added to each count and one for letters never seen. A model that
 * knows few words would look good by the character otherwise: it leaves the hard ones unsaid.
 */
export const spellingCosts = ({ letters, counts, words }: Spelling): ((word: string) => number) => {
  const total = counts.reduce((sum, count) => sum + count + 1, 0) + words + 2;
  const costs = new Map([...letters].map((letter, at) => [letter, -Math.log(((counts[at] ?? 0) + 1) / total)]));
  const [end, unseen] = [-Math.log((words + 1) / total), Math.log(total)];
  return (word) => [...word].reduce((sum, letter) => sum + (costs.get(letter) ?? unseen), end);
};
