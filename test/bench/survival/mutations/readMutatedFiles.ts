import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '../../../../engine/compute/random.ts';
import { inspectFile, inspectOpened } from '../../../../engine/tasks/inspectFile.ts';
import type { OpenedFile } from '../../../../engine/tasks/openedFile.ts';
import { OpenedFiles } from '../../../../engine/tasks/openedFiles.ts';
import { planOpened, planRun } from '../../../../engine/training/planRun.ts';
import { PlacedFiles } from '../../../unit/engine/files/mutated/placedFiles.ts';
import { smallFiles } from '../../../unit/engine/files/mutated/smallFiles.ts';
import type { Rounds } from '../rounds.ts';
import { judgeError } from './judgeError.ts';

/** Bytes that the process may take at the most, whatever files of a few hundred promise; and one file may take more of. */
const mostMemory = 1 << 30;
const mostAtOnce = 256 << 20;
/** Of computing, for one small file; a process that waits uses none. */
const mostSeconds = 5;
/** Every so many files are also made ready for training. */
const planned = 8;
/** And every so many are read as a person's are: not before their last change is a moment ago, which takes 20 ms. */
const rested = 200;

/**
 * Reads data files of every format with something in one of them changed: each is a table or a text, or refused by its
 * name; an eighth of them is then inspected, encoded and split for training, or that is refused.
 */
export const readMutatedFiles = async (folder: string): Promise<Rounds> => {
  const all = smallFiles.map((small) => ({
    ...small,
    placed: new PlacedFiles(mkdtempSync(join(folder, 'files-')), small),
  }));
  return {
    play: async (seed) => {
      const small = all[seed % all.length];
      if (!small) return ['there is no such format'];
      const { format, placed, files } = small;
      const round = Math.floor(seed / all.length);
      const { name, content, restore } = placed.mutate(createRandom(seed));
      const params = { file: placed.path, config: small.config ?? {} };
      const problems = await watch(async () => {
        if (round % rested === 0) {
          await (small.isText ? inspectFile(placed.path, {}) : planRun(params));
          return;
        }
        const opened = await new OpenedFiles().open(placed.path);
        await (small.isText ? inspectOpened(opened, {}) : readRows(opened));
        if (round % planned === 0) await planOpened(params, opened);
      }, [...Object.keys(files), placed.path]);
      restore();
      const changed = content.length > 4096 ? `${content.length} bytes` : content.toString('base64');
      return problems.map((problem) => `${format}, ${name}, ${changed}: ${problem}`);
    },
    end: async () => {
      for (const { placed } of all) placed.close();
    },
  };
};

const readRows = async (opened: OpenedFile): Promise<void> => {
  const { rows } = await opened.readTable();
  if (rows === 0) throw new Error('a table without rows');
};

/** What is wrong with how `work` ends, and with what it takes. */
const watch = async (work: () => Promise<void>, names: readonly string[]): Promise<string[]> => {
  const problems: string[] = [];
  const before = process.resourceUsage();
  try {
    await work();
  } catch (error) {
    problems.push(...judgeError(error, names));
  }
  const after = process.resourceUsage();
  const seconds = (after.userCPUTime - before.userCPUTime) / 1e6;
  if (seconds > mostSeconds) problems.push(`takes ${seconds.toFixed(1)} s`);
  // The most that the process ever had, in kilobytes.
  const [had, has] = [before.maxRSS * 1024, after.maxRSS * 1024];
  if (has - had > mostAtOnce || (has > mostMemory && has > had)) problems.push(`takes ${has} bytes of memory`);
  return problems;
};
