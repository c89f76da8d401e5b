import { createRandom } from '../../../engine/compute/random.ts';
import type { Precision } from '../../../engine/network/precision/precision.ts';
import { Session } from '../../../engine/network/session.ts';
import { plainModel, type ModelConfig } from '../../../engine/config.ts';
import { mixSeed } from '../../../engine/tasks/batches.ts';
import type { LearningTask } from './learningTask.ts';

/** A network and how it learns: Adam with its usual settings, the gradient clipped by its norm, one thread. */
export interface Learner {
  readonly model: Pick<ModelConfig, 'cell' | 'initializer'> & Partial<Pick<ModelConfig, 'activation' | 'forgetBias'>>;
  readonly hiddenSize: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly gradClip: number;
  /** The network stays as it is then, solved or not. */
  readonly mostUpdates: number;
  /** Whether the learning rate falls in a line, to reach 0 after `mostUpdates`. */
  readonly isAnnealed?: boolean;
}

export interface PracticeOptions {
  readonly seed: number;
  /** Updates between two looks at the error. */
  readonly updatesPerLook: number;
  /** Of the products, float32 when not given. */
  readonly precision?: Precision;
}

export interface Practice {
  /** Of the last look; NaN where loss or gradient were no longer finite. */
  readonly error: number;
  readonly leastError: number;
  readonly isSolved: boolean;
  readonly updates: number;
  readonly seconds: number;
  /** The instruction set. */
  readonly kernels: string;
}

/** Learns a task from new weights until it is solved or the updates are used up. The seed decides weights and data. */
export const practise = async (task: LearningTask, learner: Learner, options: PracticeOptions): Promise<Practice> => {
  const { hiddenSize, batchSize, gradClip, mostUpdates } = learner;
  const { precision = 'float32' } = options;
  const session = await Session.create({
    shape: task.shape,
    model: {
      activation: 'tanh',
      ...learner.model,
      inputSize: task.shape.input.kind === 'numbers' ? task.shape.input.size : task.shape.input.vocabulary,
      hiddenSize,
      numLayers: 1,
      dropout: 0,
      embeddingSize: 0,
      outputActivation: 'none',
      ...plainModel,
    },
    training: { loss: task.loss, huberDelta: 1, optimizer: 'adam', batchSize, averageDecay: 0, threads: 1, precision },
    steps: task.steps,
  });
  try {
    session.initialise(mixSeed(options.seed, 0));
    const batches = task.batches(session, batchSize, createRandom(mixSeed(options.seed, 1)));
    const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0, momentum: 0 };
    const pass = { carryState: false, dropoutSeed: 0, skip: task.skip };
    const began = performance.now();
    let [lossSum, terms] = [0, 0];
    let [error, leastError] = [NaN, Infinity];
    let updates = 0;
    while (updates < mostUpdates && !(error < task.solvedBelow)) {
      const loss = session.accumulate(batches.next().value, pass);
      const share = learner.isAnnealed ? 1 - updates / mostUpdates : 1;
      updates++;
      const { gradNorm } = session.update(loss.terms, {
        ...adam,
        learningRate: learner.learningRate * share,
        gradClip,
        clipValue: 0,
        averageDecay: 0,
        step: updates,
      });
      if (!Number.isFinite(gradNorm)) {
        error = NaN;
        break;
      }
      lossSum += loss.lossSum;
      terms += loss.terms;
      if (updates % options.updatesPerLook > 0) continue;
      error = task.measure?.(session) ?? lossSum / terms;
      leastError = Math.min(leastError, error);
      [lossSum, terms] = [0, 0];
    }
    const seconds = (performance.now() - began) / 1000;
    return { error, leastError, isSolved: error < task.solvedBelow, updates, seconds, kernels: session.kernels };
  } finally {
    await session.dispose();
  }
};
