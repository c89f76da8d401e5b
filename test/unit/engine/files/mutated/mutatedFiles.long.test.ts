import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../../engine/compute/random.ts';
import { InputError } from '../../../../../engine/errors.ts';
import { readTable } from '../../../../../engine/files/readTable.ts';
import { inspectFile } from '../../../../../engine/tasks/inspectFile.ts';
import { planRun } from '../../../../../engine/training/planRun.ts';
import { temporaryFolder } from '../temporaryFile.ts';
import { PlacedFiles } from './placedFiles.ts';
import { smallFiles } from './smallFiles.ts';

// The short form of `npm run bench -- survival`, part `files`.

const files = 60;
/** Every so many are also made ready for training. */
const planned = 12;
/** Bytes that a file of a few hundred may take more of memory. */
const mostMemory = 256 << 20;

describe(`${files} mutated files are read or refused with an InputError, and take no more memory than they may:`, () => {
  test.each(smallFiles)('$format', async (small) => {
    const { config = {}, isText = false, isBomb = false } = small;
    const placed = new PlacedFiles(mkdtempSync(join(temporaryFolder, 'mutated-')), small);
    const read = async (): Promise<void> => {
      if (isText) await inspectFile(placed.path, config);
      else expect((await readTable(placed.path)).rows).toBeGreaterThan(0);
    };
    const plan = (): Promise<unknown> => planRun({ file: placed.path, config });
    expect(await succeeds(read)).toBe(!isBomb);
    expect(await succeeds(plan)).toBe(!isBomb);
    const random = createRandom(20);
    let count = 0;
    const before = process.memoryUsage().rss;
    let most = before;
    for (let index = 0; index < files; index++) {
      const { restore } = placed.mutate(random);
      if (await succeeds(read)) count++;
      if (index % planned === 0) await succeeds(plan);
      restore();
      if (index % 40 === 0) most = Math.max(most, process.memoryUsage().rss);
    }
    placed.close();
    if (!isBomb) expect(count).toBeGreaterThanOrEqual(1);
    expect(count).toBeLessThan(files);
    expect(most - before).toBeLessThan(mostMemory);
  });
});

/** Throws what is no `InputError`. */
const succeeds = async (work: () => Promise<unknown>): Promise<boolean> => {
  try {
    await work();
    return true;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return false;
  }
};
