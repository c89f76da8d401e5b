import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'rnn-studio-data-'));
let files = 0;

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Writes a file that lives as long as the test file runs, in a folder of its own. */
export const temporaryFile = (content: string | Uint8Array, extension = '.csv'): string => {
  const file = join(folder, `file${++files}${extension}`);
  writeFileSync(file, content);
  return file;
};

export const temporaryFolder = folder;
