import type { KernelModule } from '../../../engine/compute/loadKernels.ts';
import type { Precision } from '../../../engine/network/precision/precision.ts';
import { Session } from '../../../engine/network/session.ts';
import type { Source } from '../../../engine/compute/source.ts';
import { plainModel } from '../../../engine/config.ts';
import type { Work } from './work.ts';

/** Rows or symbols of the data. */
const LENGTH = 20_000;

/** A session with made-up data and initialised weights, and a whole training step: forward, loss, backward, clipping by norm, Adam. */
export const makeOurStep = async (
  work: Work,
  threads: number,
  kernels: KernelModule,
  precision: Precision = 'float32',
): Promise<{ session: Session; step: () => void }> => {
  const isText = work.vocabulary > 0;
  const session = await Session.create({
    shape: {
      input: isText ? { kind: 'symbols', vocabulary: work.vocabulary } : { kind: 'numbers', size: work.inputs },
      outputSize: work.outputs,
      everyStep: isText,
    },
    model: {
      cell: work.cell,
      activation: 'tanh',
      inputSize: work.inputs,
      hiddenSize: work.hidden,
      numLayers: work.layers,
      dropout: 0,
      embeddingSize: isText ? work.inputs : 0,
      initializer: 'pytorch',
      outputActivation: 'none',
      ...plainModel,
    },
    training: {
      loss: isText ? 'crossEntropy' : 'mse',
      huberDelta: 1,
      optimizer: 'adam',
      batchSize: work.batch,
      averageDecay: 0,
      threads,
      precision,
    },
    kernels,
    steps: work.steps,
  });
  session.initialise(1);
  session.load(sourceOf(work));
  const options = { learningRate: 1e-3, momentum: 0.9, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 };
  const examples = new Int32Array(work.batch);
  let count = 0;
  const step = (): void => {
    count++;
    for (let b = 0; b < work.batch; b++) examples[b] = (b * 97 + count * 31) % (LENGTH - work.steps - 1);
    const { terms } = session.accumulate(examples, { carryState: isText, dropoutSeed: count });
    session.update(terms, { ...options, gradClip: 5, clipValue: 0, averageDecay: 0, step: count });
  };
  return { session, step };
};

const sourceOf = (work: Work): Source =>
  work.vocabulary > 0
    ? {
        kind: 'symbols',
        ids: Uint16Array.from({ length: LENGTH }, (_, i) => (i * i + (i >> 3)) % work.vocabulary),
        vocabulary: work.vocabulary,
      }
    : {
        kind: 'windows',
        values: Float32Array.from({ length: LENGTH * work.inputs }, (_, i) => Math.sin(i * 0.1)),
        columns: work.inputs,
        targets: Float32Array.from({ length: LENGTH * work.outputs }, (_, i) => Math.cos(i * 0.1)),
        targetColumns: work.outputs,
        horizon: 1,
        lags: Int32Array.of(0),
      };
