import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../temporaryFile.ts';

/** A folder of its own with files by name; goes with the folder for what is temporary of all tests. */
export const arrayFolder = (files: Readonly<Record<string, Uint8Array>>): ((name: string) => string) => {
  const folder = mkdtempSync(join(temporaryFolder, 'arrays-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return (name) => join(folder, name);
};
