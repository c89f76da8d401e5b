import { access, constants, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Plot, RunEvent, RunRecord } from '../protocol.ts';
import { InputError } from '../errors.ts';
import { EventFiles } from './journal/eventFiles.ts';
import { giveUpLateEnd } from './lateEnd.ts';
import { parseRecord } from './parseRecord.ts';
import { type RunFile, runFiles } from './runFiles.ts';
import { RunLock, RunLost } from './runLock.ts';
import { withoutNaN } from '../withoutNaN.ts';
import { type TensorFile, encodeSafetensors } from './safetensors.ts';
import { sweepHeldRun } from './sweepRuns.ts';
import { writeAtomically } from './writeAtomically.ts';

/**
 * One training on disk: `run.json`, `metrics.jsonl`, `gradients.jsonl`, `samples.jsonl`, `forecast.json`,
 * `best.safetensors`, `last.safetensors`. Files that are replaced are replaced atomically, the `.jsonl` files grow to a
 * bound. Only who holds the folder writes to it: everything that writes throws a `RunLost` when it is not ours.
 */
export class RunFolder {
  readonly path: string;
  private readonly events: EventFiles;
  private lock: RunLock | undefined;

  private constructor(path: string) {
    this.path = path;
    this.events = new EventFiles(path);
  }

  /** Makes the folder `runs/id`, and holds it. `runs` itself is kept out of version control when it is ours. */
  static async create(runs: string, id: string): Promise<RunFolder> {
    const path = await makeFolder(runs, id, 'run');
    const folder = new RunFolder(path);
    try {
      await folder.hold();
      return folder;
    } catch (error) {
      throw await folder.takeBack(error);
    }
  }

  static open(path: string): RunFolder {
    return new RunFolder(path);
  }

  get best(): string {
    return join(this.path, runFiles.best);
  }

  get last(): string {
    return join(this.path, runFiles.last);
  }

  /** Where training on all parts stands, while it lasts. */
  get refit(): string {
    return join(this.path, runFiles.refit);
  }

  /** Networks of an ensemble that are trained, while others are not yet. */
  get ensemble(): string {
    return join(this.path, runFiles.ensemble);
  }

  async readRecord(): Promise<RunRecord> {
    const file = join(this.path, runFiles.record);
    const text = await readFile(file, 'utf8').catch((error: unknown) => {
      throw new InputError(`is not a run: ${reasonOf(error)}`, { file });
    });
    return parseRecord(text, file);
  }

  /** Makes this process the one that may write. Throws an `InputError` that says who holds the run. */
  async hold(): Promise<void> {
    if (this.lock) return;
    await giveUpLateEnd(this.path);
    this.lock = await RunLock.take(this.path);
    // What an earlier holder has left is in nobody's way.
    await sweepHeldRun(this.path).catch(() => undefined);
  }

  async release(): Promise<void> {
    const { lock } = this;
    this.lock = undefined;
    await lock?.release();
  }

  /** Writes the first checkpoint, then the first record: who sees a run can go on with it. Where that fails, as on a full disk, no folder is left. */
  async begin(checkpoint: TensorFile, record: RunRecord): Promise<void> {
    try {
      await this.writeLast(checkpoint);
      await this.writeRecord(record);
    } catch (error) {
      throw await this.takeBack(error);
    }
  }

  /** The last of a run that has ended or cannot go on. */
  async end(savedStep: number, record: RunRecord): Promise<void> {
    await this.saveEvents(savedStep);
    await this.events.finish();
    await this.writeRecord(record);
  }

  writeRecord(record: RunRecord): Promise<void> {
    return this.write(runFiles.record, [`${JSON.stringify(withoutNaN(record), null, 2)}\n`]);
  }

  /** Keeps a report until `saveEvents`. */
  addEvent(event: RunEvent): void {
    this.events.add(event);
  }

  /** `savedStep` is that of the newest checkpoint on disk. */
  async saveEvents(savedStep: number): Promise<void> {
    await this.check();
    await this.events.save(savedStep);
  }

  async writePlot(plot: Plot): Promise<string> {
    const name = 'series' in plot ? runFiles.forecastPlot : runFiles.results;
    await this.write(name, [JSON.stringify(plot)]);
    return join(this.path, name);
  }

  /**
   * Forgets what was reported after a checkpoint, before training goes on from it. Resolves to the seconds of training
   * that what is left tells of.
   */
  async rewind(position: { readonly epoch: number; readonly step: number }): Promise<number> {
    await this.check();
    return this.events.rewind(position);
  }

  writeBest(model: TensorFile): Promise<void> {
    return this.write(runFiles.best, encodeSafetensors(model));
  }

  writeRefit(checkpoint: TensorFile): Promise<void> {
    return this.write(runFiles.refit, encodeSafetensors(checkpoint));
  }

  writeEnsemble(model: TensorFile): Promise<void> {
    return this.write(runFiles.ensemble, encodeSafetensors(model));
  }

  /** Puts a model in the place of the best one, which is kept beside it as the one that was measured. */
  async replaceBest(measured: TensorFile, model: TensorFile): Promise<void> {
    await this.write(runFiles.measured, encodeSafetensors(measured));
    await this.writeBest(model);
    for (const left of [this.refit, this.ensemble]) await rm(left, { force: true });
  }

  /** The best model is again the one that was measured, where another had taken its place. */
  async restoreBest(): Promise<void> {
    await this.check();
    await rename(join(this.path, runFiles.measured), this.best).catch(ignoreMissing);
  }

  writeLast(checkpoint: TensorFile): Promise<void> {
    return this.write(runFiles.last, encodeSafetensors(checkpoint));
  }

  private async write(name: RunFile, chunks: Iterable<Uint8Array | string>): Promise<void> {
    await this.check();
    await writeAtomically(join(this.path, name), chunks);
  }

  private async check(): Promise<void> {
    if (!this.lock) throw new RunLost('is not held by this process', { file: this.path });
    await this.lock.check();
  }

  /** Removes the folder just made, which cannot be used, and says why it cannot. */
  private async takeBack(error: unknown): Promise<InputError> {
    const reason = await refusal(this.path, error, 'run');
    await this.release();
    await rm(this.path, { recursive: true, force: true }).catch(() => undefined);
    return reason;
  }
}

const ignoreMissing = (error: unknown): void => {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
};

/** What a folder of ours holds. */
type Kind = 'run' | 'search';

/**
 * Makes the folder `parent/id`, and gives its path. `parent` is kept out of version control when it is ours. Throws an
 * `InputError` where there can be none.
 */
export const makeFolder = async (parent: string, id: string, kind: Kind): Promise<string> => {
  const path = join(parent, id);
  try {
    await mkdir(parent, { recursive: true });
    if (basename(dirname(parent)) === '.rnn-studio') await ignoreInGit(dirname(parent));
    await mkdir(path);
    return path;
  } catch (error) {
    throw await refusal(path, error, kind);
  }
};

const refusal = async (path: string, error: unknown, kind: Kind): Promise<InputError> => {
  const reason = reasonOf(await findObstacle(path, error));
  const way = `choose another folder for ${kind === 'run' ? 'runs' : 'searches'}`;
  return new InputError(`no ${kind} folder can be made here: ${reason}; ${way}`, { file: path });
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
