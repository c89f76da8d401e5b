import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { loadKernels } from '../compute/loadKernels.ts';
import type { TrainingConfig } from '../config.ts';
import { Session } from '../network/session.ts';
import { InputError } from '../errors.ts';
import { findModelFile } from '../runs/findModelFile.ts';
import { readModel } from '../runs/modelFile.ts';
import type { LoadedModel } from '../tasks/loadedModel.ts';
import { predictionBatchSize } from '../tasks/predictAll.ts';
import { networkOfModel } from '../tasks/networkOfModel.ts';
import { taskOf } from '../tasks/findTask.ts';

const capacity = 3;

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

  /**
   * Does `work` with the model of a run folder or `.safetensors` file, after all earlier work with that model. Its products
   * are in bfloat16 as far as `precision` says and the processor has it.
   */
  async use<T>(
    path: string,
    work: (loaded: LoadedModel) => Promise<T>,
    precision: TrainingConfig['precision'] = 'float32',
  ): Promise<T> {
    const found = this.lookup.then(() => identify(path));
    this.lookup = found.catch(() => undefined);
    const { key, file } = await found;
    const slot = this.slotOf(`${precision}:${key}`, file, precision);
    const result = slot.idle.then(async () => work(await slot.loaded));
    slot.idle = result.catch(() => undefined);
    return result;
  }

  async dispose(): Promise<void> {
    await Promise.all(this.slots.splice(0).map(close));
  }

  private slotOf(key: string, file: string, precision: TrainingConfig['precision']): Slot {
    const index = this.slots.findIndex((slot) => slot.key === key);
    const [found] = index >= 0 ? this.slots.splice(index, 1) : [];
    const slot = found ?? { key, loaded: load(file, precision), idle: Promise.resolve() };
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

const load = async (file: string, asked: TrainingConfig['precision']): Promise<LoadedModel> => {
  const model = await readModel(file);
  const { config } = model;
  const sizes = taskOf(config).sizesOf(model);
  const { shape, steps } = sizes;
  // The model may come from a larger machine.
  const threads = Math.min(config.training.threads, availableParallelism());
  const kernels = await loadKernels(config.training.kernels, asked);
  // Copies of the weights are made for products in bfloat16 alone.
  const precision = kernels.kind === 'native' && kernels.hasBfloat16 ? asked : 'float32';
  const training = {
    ...config.training,
    ...{ batchSize: predictionBatchSize, threads, averageDecay: 0, precision },
  };
  const session = await Session.create({
    ...sizes,
    model: config.model,
    network: networkOfModel(model),
    training,
    kernels,
  }).catch((error: unknown) => {
    // As of a window that no memory holds.
    throw error instanceof InputError ? new InputError(error.message, { file }) : error;
  });
  try {
    session.writeEnsemble([model.parameters, ...(model.others ?? [])]);
    session.forward.ask(precision);
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
