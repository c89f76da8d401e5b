import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type CancellationToken, CancellationTokenSource } from 'vscode-jsonrpc';
import { createRandom } from '../../../../engine/compute/random.ts';
import { Engine } from '../../../../engine/server/engine.ts';
import { changeRun, runFiles } from './changeRun.ts';
import { pick } from './mutateJson.ts';
import { judgeError } from './judgeError.ts';
import { readJournal } from '../readJournal.ts';
import type { Rounds } from '../rounds.ts';
import { type Template, copyRun, trainTemplates } from './templates.ts';

/**
 * Changes a run folder, then predicts, generates, evaluates, exports and goes on with it: each does it, or says which
 * file is at fault; and what goes on leaves whole journals.
 */
export const openChangedRuns = async (folder: string): Promise<Rounds> => {
  const templates = await trainTemplates(folder);
  return {
    play: async (seed) => {
      const random = createRandom(seed);
      const [template, other] = [pick(random, templates), pick(random, templates)];
      const names = runFiles.filter((name) => existsSync(join(template.run, name)));
      const run = join(folder, basename(template.run));
      await mkdir(run);
      try {
        await copyRun(template.run, run, names);
        const what = await changeRun(run, other.run, names, random);
        const problems = await openRun(template, run);
        return problems.map((problem) => `${template.task}, ${what}: ${problem}`);
      } finally {
        await rm(run, { recursive: true });
        await rm(join(folder, 'out.safetensors'), { force: true });
      }
    },
    end: async () => undefined,
  };
};

const openRun = async ({ task, file }: Template, run: string): Promise<string[]> => {
  const engine = new Engine({
    runEvents: ignoreEvents,
    generated: ignore,
    learningRatePoints: ignore,
    runStatus: ignore,
  });
  const names = [...runFiles, basename(file), run];
  const { token } = new CancellationTokenSource();
  const problems: string[] = [];
  const attempt = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      problems.push(...judgeError(error, names).map((problem) => `${name}: ${problem}`));
    }
  };
  await attempt('use', () => useModel(engine, task, run, file, token));
  await attempt('evaluate', () => engine.evaluate({ model: run, file }));
  await attempt('export', () => engine.exportModel({ model: run, out: join(run, '..', 'out.safetensors') }));
  await attempt('resume', async () => {
    const { id } = await engine.resume({ run });
    // It may have ended by itself, which is as well.
    await engine.stop({ id }).catch(() => undefined);
    for (const name of ['metrics.jsonl', 'gradients.jsonl', 'samples.jsonl']) {
      const journal = await readJournal(join(run, name));
      problems.push(...journal.problems.map((problem) => `after resume, ${name}: ${problem}`));
    }
  });
  await engine.dispose();
  return problems;
};

const useModel = (
  engine: Engine,
  task: Template['task'],
  model: string,
  file: string,
  token: CancellationToken,
): Promise<unknown> =>
  task === 'text'
    ? engine.generate({ model, length: 20, token: 'changed', seed: 1 }, token)
    : engine.predict({ model, file });

const ignore = (): void => undefined;
const ignoreEvents = async (): Promise<void> => undefined;
