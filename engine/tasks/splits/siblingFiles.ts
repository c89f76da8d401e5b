import { existsSync } from 'node:fs';
import { basename } from 'node:path';

/** The files beside one to train on that seem to be its other parts, by their names. */
export interface SiblingFiles {
  readonly valid?: string;
  readonly test?: string;
}

const train = /(^|[^a-z0-9])(train(?:ing)?)(?=[^a-z0-9][^/\\]*$)/i;
const names = { valid: ['valid', 'val', 'validation', 'dev'], test: ['test', 't10k'] } as const;

/** Of `X_TRAIN.ts`, `train.csv` or `train-images-idx3-ubyte` what is called alike but for that word. */
export const siblingFiles = (file: string): SiblingFiles => {
  const name = basename(file);
  const word = train.exec(name)?.[2];
  if (word === undefined) return {};
  const find = (others: readonly string[]): string | undefined =>
    others
      .map((other) => name.replace(train, (_, before: string) => `${before}${inCaseOf(word, other)}`))
      .find((other) => existsSync(file.slice(0, file.length - name.length) + other));
  const [valid, test] = [find(names.valid), find(names.test)];
  return { ...(valid !== undefined && { valid }), ...(test !== undefined && { test }) };
};

const inCaseOf = (like: string, word: string): string => {
  if (like === like.toUpperCase()) return word.toUpperCase();
  return /^[A-Z]/.test(like) ? word.replace(/^[a-z]/, (first) => first.toUpperCase()) : word;
};
