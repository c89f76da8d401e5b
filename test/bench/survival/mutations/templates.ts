import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../../../engine/config.ts';
import { Engine } from '../../../../engine/server/engine.ts';
import type { RunStatus } from '../../../../engine/protocol.ts';
import { placeData } from '../../../placeData.ts';

/** A small run, whole, to be changed, and the data that it was trained on. */
export interface Template {
  readonly task: Subject;
  readonly file: string;
  readonly run: string;
}

const small: Config = { model: { hiddenSize: 2 }, training: { epochs: 2, patience: 0, threads: 1, seed: 3 } };

/** Of each task a data file, and how many of its lines are enough. */
const subjects = {
  forecast: ['airline-passengers.csv', 90],
  text: ['first-names.txt', 600],
  classes: ['digits.csv', 120],
  'classes of texts': ['messages.tsv', 200],
  labels: ['people.conll', 400],
  translation: ['turned.tsv', 120],
} as const;
type Subject = keyof typeof subjects;
const all = Object.keys(subjects) as readonly Subject[];

/** Trains one run of each task in `folder`, in some seconds; `folder` gets the data as well. */
export const trainTemplates = async (folder: string, tasks: readonly Subject[] = all): Promise<readonly Template[]> => {
  const ended = new Map<string, (status: RunStatus) => void>();
  const engine = new Engine({
    runEvents: ignoreEvents,
    generated: ignore,
    learningRatePoints: ignore,
    runStatus: ({ id, status }) => {
      if (status !== 'running') ended.get(id)?.(status);
    },
  });
  const templates: Template[] = [];
  try {
    for (const task of tasks) {
      const [name, lines] = subjects[task];
      const file = await placeData(name, folder);
      const text = await readFile(file, 'utf8');
      await writeFile(file, text.split('\n').slice(0, lines).join('\n'));
      const { id, folder: run } = await engine.train({ file, config: small, runs: join(folder, 'templates') });
      const status = await new Promise<RunStatus>((resolve) => ended.set(id, resolve));
      if (status !== 'finished') throw new Error(`the small ${task} run is ${status}`);
      templates.push({ task, file, run });
    }
    return templates;
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
