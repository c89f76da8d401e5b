import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { NetworkShape } from '../compute/networkShape.ts';
import { Session } from '../compute/session.ts';
import { InputError } from '../errors.ts';
import { networkOf } from '../runs/checkModel.ts';
import { type Model, readModel } from '../runs/modelFile.ts';

/** Examples predicted at once: enough to fill the kernels, small enough to stay in the cache. */
export const predictionBatchSize = 128;
const capacity = 3;

export interface LoadedModel {
  readonly file: string;
  readonly model: Model;
  readonly shape: NetworkShape;
  /** Time steps of one example. */
  readonly steps: number;
  readonly session: Session;
}

interface Slot {
  readonly key: string;
  readonly loaded: Promise<LoadedModel>;
  /** Settles when the last work on this model has; never rejects. */
  idle: Promise<unknown>;
}

/** Models held ready, so that the second prediction does not read the file again. The least used one leaves first. */
export class LoadedModels {
  private readonly slots: Slot[] = [];
  /** The last look at the disk: they come one after another, so that work begins in the order it was asked for. */
  private lookup: Promise<unknown> = Promise.resolve();

  /** Does `work` with the model of a run folder or `.safetensors` file, after all earlier work with that model. */
  async use<T>(path: string, work: (loaded: LoadedModel) => Promise<T>): Promise<T> {
    const found = this.lookup.then(() => identify(path));
    this.lookup = found.catch(() => undefined);
    const { key, file } = await found;
    const slot = this.slotOf(key, file);
    const result = slot.idle.then(async () => work(await slot.loaded));
    slot.idle = result.catch(() => undefined);
    return result;
  }

  async dispose(): Promise<void> {
    await Promise.all(this.slots.splice(0).map(close));
  }

  private slotOf(key: string, file: string): Slot {
    const index = this.slots.findIndex((slot) => slot.key === key);
    const [found] = index >= 0 ? this.slots.splice(index, 1) : [];
    const slot = found ?? { key, loaded: load(file), idle: Promise.resolve() };
    if (!found) slot.loaded.catch(() => this.forget(slot));
    this.slots.unshift(slot);
    for (const old of this.slots.splice(capacity)) void close(old);
    return slot;
  }

  /** A file that could not be read may be mended. */
  private forget(slot: Slot): void {
    const index = this.slots.indexOf(slot);
    if (index >= 0) this.slots.splice(index, 1);
  }
}

const close = async ({ idle, loaded }: Slot): Promise<void> => {
  await idle;
  try {
    await (await loaded).session.dispose();
  } catch {
    // It never opened.
  }
};

const load = async (file: string): Promise<LoadedModel> => {
  const model = await readModel(file);
  const { shape, steps } = networkOf(model);
  const { config } = model;
  // The model may come from a larger machine.
  const threads = Math.min(config.training.threads, availableParallelism());
  const training = { ...config.training, batchSize: predictionBatchSize, threads, averageDecay: 0 };
  const session = await Session.create({ shape, model: config.model, training, steps }).catch((error: unknown) => {
    // As of a window that no memory holds.
    throw error instanceof InputError ? new InputError(error.message, { file }) : error;
  });
  try {
    session.writeParameters(model.parameters);
  } catch (error) {
    await session.dispose();
    throw error;
  }
  return { file, model, shape, steps, session };
};

/** The model file of a path, and what tells its present content from an earlier one. */
const identify = async (path: string): Promise<{ key: string; file: string }> => {
  const file = await findModelFile(path);
  const { mtimeMs, size } = await stat(file);
  return { key: `${file}:${mtimeMs}:${size}`, file };
};

/** The weights of a run folder, or the file itself. */
export const findModelFile = async (path: string): Promise<string> => {
  const kind = await stat(path).catch(() => undefined);
  if (!kind) throw new InputError('does not exist; give a run folder, a run id or a .safetensors file', { file: path });
  if (!kind.isDirectory()) return path;
  for (const name of ['best.safetensors', 'last.safetensors']) {
    const file = join(path, name);
    if (
      await stat(file)
        .then((found) => found.isFile())
        .catch(() => false)
    )
      return file;
  }
  throw new InputError('has no best.safetensors yet; wait for the first epoch to end', { file: path });
};
