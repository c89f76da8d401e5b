import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Goes with the folder for what is temporary of all tests. */
export const temporaryFolder = mkdtempSync(join(tmpdir(), 'rnn-studio-data-'));
let files = 0;

/** Writes a file that lives as long as the tests run, in a folder of its own. */
export const temporaryFile = (content: string | Uint8Array, extension = '.csv'): string => {
  const file = join(temporaryFolder, `file${++files}${extension}`);
  writeFileSync(file, content);
  return file;
};
