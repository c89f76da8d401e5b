import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '../../../../engine/config.ts';
import { Engine } from '../../../../engine/server/engine.ts';
import type { RunStatus } from '../../../../engine/protocol.ts';

const samples = fileURLToPath(new URL('../../../../samples/', import.meta.url));

/** A small run, whole, to be changed, and the data that it was trained on. */
export interface Template {
  readonly task: 'forecast' | 'text' | 'classes';
  readonly file: string;
  readonly run: string;
}

const small: Config = { model: { hiddenSize: 2 }, training: { epochs: 2, patience: 0, threads: 1, seed: 3 } };

/** Trains one run of each task in `folder`, in a second or two; `folder` gets the data as well. */
export const trainTemplates = async (folder: string): Promise<readonly Template[]> => {
  const ended = new Map<string, (status: RunStatus) => void>();
  const engine = new Engine({
    runEvents: ignoreEvents,
    generated: ignore,
    learningRatePoints: ignore,
    runStatus: ({ id, status }) => {
      if (status !== 'running') ended.get(id)?.(status);
    },
  });
  const train = async (task: Template['task'], name: string, lines: number, config: Config): Promise<Template> => {
    const file = join(folder, name);
    const text = await readFile(join(samples, name), 'utf8');
    await writeFile(file, text.split('\n').slice(0, lines).join('\n'));
    const { id, folder: run } = await engine.train({ file, config, runs: join(folder, 'templates') });
    const status = await new Promise<RunStatus>((resolve) => ended.set(id, resolve));
    if (status !== 'finished') throw new Error(`the small ${task} run is ${status}`);
    return { task, file, run };
  };
  try {
    return [
      await train('forecast', 'airline-passengers.csv', 90, small),
      await train('text', 'first-names.txt', 600, small),
      await train('classes', 'digits.csv', 120, small),
    ];
  } finally {
    await engine.dispose();
  }
};

/** Of the run folder those files that a test changes, in a folder of its own. */
export const copyRun = async (run: string, to: string, names: readonly string[]): Promise<void> => {
  await Promise.all(names.map((name) => copyFile(join(run, name), join(to, name))));
};

const ignore = (): void => undefined;
const ignoreEvents = async (): Promise<void> => undefined;
