import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareRuns } from './compareRuns.ts';
import { placeData } from '../../placeData.ts';
import { type Recipe, trainArgs } from './recipes.ts';
import type { Slots } from './slots.ts';
import { type Ended, TrainingProcess } from './trainingProcess.ts';

/** What became of one seed. */
export interface Outcome {
  readonly seed: number;
  /** What was done, to be read beside a problem. */
  readonly what: string;
  /** How many kills, freezes, … it was. */
  readonly count: number;
  /** Empty where nothing was lost. */
  readonly problems: readonly string[];
}

/** An undisturbed run, against which the disturbed ones are held. */
export interface Reference {
  readonly recipe: Recipe;
  /** The run's folder. */
  readonly run: string;
  /** From the start of the command to its end. */
  readonly milliseconds: number;
}

/** A folder for trainings to be disturbed in, and the undisturbed ones. */
export class Ground {
  readonly folder: string;
  readonly slots: Slots;
  readonly references: readonly Reference[];

  private constructor(folder: string, slots: Slots, references: readonly Reference[]) {
    this.folder = folder;
    this.slots = slots;
    this.references = references;
  }

  /**
   * Trains every recipe `times` times, `slots` at once. Throws where two times differ: then nothing could be told from
   * them.
   */
  static async create(recipes: readonly Recipe[], slots: Slots, times: 1 | 2): Promise<Ground> {
    const folder = await mkdtemp(join(tmpdir(), 'rnn-survival-'));
    try {
      const placed = recipes.map(async (recipe) => ({ ...recipe, file: await placeData(recipe.file, folder) }));
      const references = placed.map(async (recipe) => {
        const each = await recipe;
        return slots.during(() => makeReference(each, folder, times));
      });
      return new Ground(folder, slots, await Promise.all(references));
    } catch (error) {
      await rm(folder, { recursive: true });
      throw error;
    }
  }

  /** Folders of a case's own: for runs, and for temporary files. */
  makeFolders(): Promise<Folders> {
    return makeFolders(this.folder);
  }

  /** What is left of a folder of folders once the case has ended: its problems. */
  async clear({ root, tmp }: Folders): Promise<string[]> {
    const left = await readdir(tmp);
    await rm(root, { recursive: true });
    return left.map((name) => `${name} is left in the folder for temporary files`);
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true });
  }
}

export interface Folders {
  readonly root: string;
  readonly runs: string;
  /** `TMPDIR` of the case's processes. */
  readonly tmp: string;
}

const makeFolders = async (parent: string): Promise<Folders> => {
  const root = await mkdtemp(join(parent, 'case-'));
  const [runs, tmp] = [join(root, 'runs'), join(root, 'tmp')];
  await mkdir(runs);
  await mkdir(tmp);
  return { root, runs, tmp };
};

export const startTraining = (
  { recipe }: Pick<Reference, 'recipe'>,
  { root, runs, tmp }: Folders,
  env: Readonly<Record<string, string>> = {},
): TrainingProcess => new TrainingProcess(trainArgs(recipe, runs), root, { TMPDIR: tmp, ...env });

export const resumeTraining = (run: string, { root, tmp }: Folders): TrainingProcess =>
  new TrainingProcess(['train', '--resume', run, '--json'], root, { TMPDIR: tmp });

const makeReference = async (recipe: Recipe, parent: string, times: number): Promise<Reference> => {
  const runs: string[] = [];
  let milliseconds = Infinity;
  for (let time = 0; time < times; time++) {
    const folders = await makeFolders(parent);
    const training = startTraining({ recipe }, folders);
    const { code, stderr } = await training.ended;
    if (code !== 0) throw new Error(`${recipe.name}: the undisturbed training ends with ${code}: ${stderr}`);
    milliseconds = Math.min(milliseconds, performance.now() - training.began);
    const [id = ''] = await readdir(folders.runs);
    runs.push(join(folders.runs, id));
  }
  const [run = '', again = run] = runs;
  const differences = await compareRuns(again, run);
  if (differences.length > 0) {
    throw new Error(`${recipe.name}: two undisturbed trainings differ: ${differences.join('; ')}`);
  }
  return { recipe, run, milliseconds };
};

/** A stack trace where a message for people belongs. */
export const findStack = ({ stdout, stderr }: Ended): string[] => {
  const line = /^.*(?:\n|\\n)\s+at .*$/m.exec(`${stderr}\n${stdout}`);
  return line ? [`shows a stack: ${line[0].slice(0, 200)}`] : [];
};
