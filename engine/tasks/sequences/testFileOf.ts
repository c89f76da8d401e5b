import { existsSync } from 'node:fs';
import { basename } from 'node:path';

/** Of a file that is called one to train on, the name of the one to test on beside it. */
export const testFileOf = (file: string): string | undefined => {
  const test = file.replace(/(_|-|\b)train(?=\.\w+$)/i, (found) => found.replace(/train/i, sameCase('test')));
  return test !== file && existsSync(test) ? basename(test) : undefined;
};

const sameCase =
  (word: string) =>
  (found: string): string =>
    found === found.toUpperCase() ? word.toUpperCase() : word;
