import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '../../../../engine/compute/random.ts';
import { readTable } from '../../../../engine/files/readTable.ts';
import { mutateBytes } from '../../../unit/engine/files/mutateBytes.ts';
import { smallFiles } from '../../../unit/engine/files/smallFiles.ts';
import type { Rounds } from '../rounds.ts';
import { judgeError } from './judgeError.ts';

/** Bytes that the process may take at the most, whatever files of a few hundred promise. */
const mostMemory = 1 << 30;

/** Reads data files of every format with something in them changed: each is a table, or refused by its name. */
export const readMutatedFiles = async (folder: string): Promise<Rounds> => ({
  play: async (seed) => {
    const { format, suffix, content } = smallFiles[seed % smallFiles.length] ?? {};
    if (format === undefined || suffix === undefined || content === undefined) return ['there is no such format'];
    const file = join(folder, `data${suffix}`);
    const random = createRandom(seed);
    const changed = mutateBytes(content, random);
    writeFileSync(file, changed);
    const problems = await read(file, suffix);
    rmSync(file);
    return problems.map((problem) => `${format}, ${changed.toString('base64')}: ${problem}`);
  },
  end: async () => undefined,
});

const read = async (file: string, name: string): Promise<string[]> => {
  const problems: string[] = [];
  try {
    const { rows } = await readTable(file);
    if (rows === 0) problems.push('a table without rows');
  } catch (error) {
    problems.push(...judgeError(error, [name]));
  }
  if (process.memoryUsage.rss() > mostMemory) problems.push('more than 1 GB of memory');
  return problems;
};
