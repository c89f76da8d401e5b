import { access, appendFile, constants, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ForecastPlot, GradientsEvent, RunEvent, RunRecord, SampleEvent } from '../protocol.ts';
import { InputError } from '../errors.ts';
import { runEventSchema } from '../runSchemas.ts';
import { parseRecord } from './parseRecord.ts';
import { type TensorFile, encodeSafetensors, readSafetensors } from './safetensors.ts';
import { writeAtomically } from './writeAtomically.ts';

/**
 * One training on disk: `run.json`, `metrics.jsonl`, `gradients.jsonl`, `samples.jsonl`, `forecast.json`,
 * `best.safetensors`, `last.safetensors`. Files that are replaced are replaced atomically; the `.jsonl` files only grow.
 */
export class RunFolder {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** Makes the folder `runs/id`. `runs` itself is kept out of version control when it is ours. */
  static async create(runs: string, id: string): Promise<RunFolder> {
    const path = join(runs, id);
    try {
      await mkdir(path, { recursive: true });
      if (basename(dirname(runs)) === '.rnn-studio') await ignoreInGit(dirname(runs));
    } catch (error) {
      throw await refusal(path, error);
    }
    return new RunFolder(path);
  }

  static open(path: string): RunFolder {
    return new RunFolder(path);
  }

  get best(): string {
    return join(this.path, 'best.safetensors');
  }

  get last(): string {
    return join(this.path, 'last.safetensors');
  }

  async readRecord(): Promise<RunRecord> {
    const file = join(this.path, 'run.json');
    const text = await readFile(file, 'utf8').catch((error: unknown) => {
      throw new InputError(`is not a run: ${reasonOf(error)}`, { file });
    });
    return parseRecord(text, file);
  }

  /** Writes the first record. Where that fails, as on a full disk, no folder is left. */
  async begin(record: RunRecord): Promise<void> {
    try {
      await this.writeRecord(record);
    } catch (error) {
      throw await refusal(this.path, error);
    }
  }

  writeRecord(record: RunRecord): Promise<void> {
    return writeAtomically(join(this.path, 'run.json'), [`${JSON.stringify(record, null, 2)}\n`]);
  }

  /** Steps, epochs and the end of the run. */
  appendMetrics(events: readonly RunEvent[]): Promise<void> {
    return appendLines(join(this.path, 'metrics.jsonl'), events);
  }

  appendGradients(events: readonly GradientsEvent[]): Promise<void> {
    return appendLines(join(this.path, 'gradients.jsonl'), events);
  }

  appendSample(sample: SampleEvent): Promise<void> {
    return appendLines(join(this.path, 'samples.jsonl'), [sample]);
  }

  async writeForecast(plot: ForecastPlot): Promise<string> {
    const file = join(this.path, 'forecast.json');
    await writeAtomically(file, [JSON.stringify(plot)]);
    return file;
  }

  /** Forgets what was reported after a checkpoint, before training goes on from it. */
  async rewind(position: { readonly epoch: number; readonly step: number }): Promise<void> {
    const isBefore = (event: RunEvent): boolean => 'step' in event && event.step <= position.step;
    await keepLines(join(this.path, 'metrics.jsonl'), isBefore);
    await keepLines(join(this.path, 'gradients.jsonl'), isBefore);
    await keepLines(join(this.path, 'samples.jsonl'), (event) => 'epoch' in event && event.epoch <= position.epoch);
  }

  writeBest(model: TensorFile): Promise<void> {
    return writeAtomically(this.best, encodeSafetensors(model));
  }

  writeLast(checkpoint: TensorFile): Promise<void> {
    return writeAtomically(this.last, encodeSafetensors(checkpoint));
  }

  readLast(): Promise<TensorFile> {
    return readSafetensors(this.last);
  }
}

/** Takes back what was made of a run folder that cannot be used, and says why it cannot. */
const refusal = async (path: string, error: unknown): Promise<InputError> => {
  const reason = reasonOf(await findObstacle(path, error));
  // What could not be made, on a read-only disk or under a file, cannot be removed either.
  await rm(path, { recursive: true, force: true }).catch(() => undefined);
  return new InputError(`no run folder can be made here: ${reason}; choose another folder for runs`, { file: path });
};

/** What the operating system said, in words: `no space left on device`. */
export const reasonOf = (error: unknown): string => {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^[A-Z]+: /, '').replace(/, \w+( '.*')?$/, '');
};

/** Node reports a read-only disk as a missing folder when it makes several folders at once; this finds out. */
const findObstacle = async (path: string, error: unknown): Promise<unknown> => {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return error;
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    try {
      await access(folder, constants.W_OK);
      return error;
    } catch (obstacle) {
      if ((obstacle as NodeJS.ErrnoException).code !== 'ENOENT') return obstacle;
    }
  }
  return error;
};

const ignoreInGit = async (folder: string): Promise<void> => {
  const file = join(folder, '.gitignore');
  try {
    await writeFile(file, '*\n', { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    // An empty one would let everything into version control ever after.
    await rm(file, { force: true });
    throw error;
  }
};

const appendLines = async (file: string, values: readonly unknown[]): Promise<void> => {
  if (values.length > 0) await appendFile(file, values.map((value) => `${JSON.stringify(value)}\n`).join(''));
};

const keepLines = async (file: string, isKept: (event: RunEvent) => boolean): Promise<void> => {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    return;
  }
  const kept = text.split('\n').filter((line) => {
    try {
      return isKept(runEventSchema.parse(JSON.parse(line)));
    } catch {
      // The last line may be cut short by a kill, and others be none of ours.
      return false;
    }
  });
  await writeAtomically(file, [kept.map((line) => `${line}\n`).join('')]);
};
