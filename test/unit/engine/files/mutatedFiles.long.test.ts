import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../engine/compute/random.ts';
import { InputError } from '../../../../engine/errors.ts';
import { readTable } from '../../../../engine/files/readTable.ts';
import { mutateBytes } from './mutateBytes.ts';
import { smallFiles } from './smallFiles.ts';
import { temporaryFile } from './temporaryFile.ts';

// The short form of `npm run bench -- survival`, part `files`.

const files = 120;
/** Bytes that a file of a few hundred may take more of memory. */
const mostMemory = 256 << 20;

describe(`${files} mutated files are read or refused with an InputError, and take no more memory than they may:`, () => {
  test.each(smallFiles)('$format', async ({ suffix, content }) => {
    const random = createRandom(20);
    const file = temporaryFile('', suffix);
    const handle = openSync(file, 'r+');
    let read = 0;
    const before = process.memoryUsage().rss;
    let most = before;
    for (let index = 0; index < files; index++) {
      const changed = mutateBytes(content, random);
      // To write a file anew takes a hundred times as long.
      ftruncateSync(handle, writeSync(handle, changed, 0, changed.length, 0));
      try {
        const table = await readTable(file);
        expect(table.rows).toBeGreaterThan(0);
        read++;
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
      }
      if (index % 40 === 0) most = Math.max(most, process.memoryUsage().rss);
    }
    closeSync(handle);
    expect(read).toBeGreaterThanOrEqual(files / 100);
    expect(read).toBeLessThan(files);
    expect(most - before).toBeLessThan(mostMemory);
  });
});
