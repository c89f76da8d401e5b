import { createRandom } from '../../../engine/compute/random.ts';
import type { KernelModule } from '../../../engine/compute/loadKernels.ts';
import type { RaggedSymbols, Source } from '../../../engine/compute/source.ts';
import { type ModelConfig, plainModel } from '../../../engine/config.ts';
import { networkOf } from '../../../engine/network/networkOf.ts';
import type { NetworkShape } from '../../../engine/network/networkShape.ts';
import { Session } from '../../../engine/network/session.ts';

/** A training on sequences of unequal lengths, to time steps of: all that either side needs. */
export interface SequenceWork {
  readonly name: string;
  readonly vocabulary: number;
  readonly embedding: number;
  readonly hidden: number;
  readonly batch: number;
  readonly ids: readonly number[];
  readonly starts: readonly number[];
  /** Of texts that are told apart. */
  readonly classes?: number;
  readonly labels?: readonly number[];
  /** Of pairs. */
  readonly targetVocabulary?: number;
  readonly targetIds?: readonly number[];
  readonly targetStarts?: readonly number[];
}

const sequences = 4096;

/** Symbols from 1 on, since 0 pads, of lengths between these. */
const ragged = (vocabulary: number, [shortest, longest]: readonly [number, number], seed: number) => {
  const random = createRandom(seed);
  const ids: number[] = [];
  const starts = [0];
  for (let row = 0; row < sequences; row++) {
    const length = shortest + random.integer(longest - shortest + 1);
    for (let step = 0; step < length; step++) ids.push(1 + random.integer(vocabulary - 1));
    starts.push(ids.length);
  }
  return { ids, starts };
};

/** Lengths as sentences of reviews, and captions in two languages, have them. */
export const sequenceWorks = (): readonly SequenceWork[] => {
  const classified = ragged(8000, [5, 45], 1);
  const source = ragged(6000, [6, 24], 2);
  const target = ragged(6000, [7, 25], 3);
  return [
    {
      name: 'embedding 128 → LSTM 128 both ways → largest values → 4 classes, V 8,000, 5–45 steps, B 64',
      ...{ vocabulary: 8000, embedding: 128, hidden: 128, batch: 64, classes: 4, ...classified },
      labels: Array.from({ length: sequences }, (_, row) => row % 4),
    },
    {
      name: 'LSTM 256 both ways → LSTM 256 with additive attention, V 6,000 each, 6–25 steps, B 64',
      ...{ vocabulary: 6000, embedding: 256, hidden: 256, batch: 64, ...source },
      ...{ targetVocabulary: 6000, targetIds: target.ids, targetStarts: target.starts },
    },
  ];
};

const longestOf = (starts: readonly number[]): number =>
  starts.reduce((longest, end, row) => Math.max(longest, end - (starts[row - 1] ?? 0)), 0);

const raggedSymbols = (ids: readonly number[], starts: readonly number[], vocabulary: number): RaggedSymbols => ({
  ids: Uint16Array.from(ids),
  starts: Float64Array.from(starts),
  steps: longestOf(starts),
  vocabulary,
});

const sourceOf = (work: SequenceWork): Source => {
  const read = raggedSymbols(work.ids, work.starts, work.vocabulary);
  const { targetIds, targetStarts, targetVocabulary, labels, classes } = work;
  if (targetIds && targetStarts && targetVocabulary !== undefined) {
    const put = raggedSymbols(targetIds, targetStarts, targetVocabulary);
    // As many steps as there are symbols to foretell.
    return { kind: 'pairs', source: read, target: { ...put, steps: put.steps - 1 } };
  }
  return { kind: 'sequences', ...read, labels: Int32Array.from(labels ?? []), classes: classes ?? 1 };
};

/** A session with initialised weights, and a whole training step: forward, loss, backward, clipping by norm, Adam. */
export const makeSequenceStep = async (
  work: SequenceWork,
  threads: number,
  kernels: KernelModule,
): Promise<{ session: Session; step: () => void }> => {
  const { targetVocabulary, embedding, hidden, batch } = work;
  const isPair = targetVocabulary !== undefined;
  const shape: NetworkShape = {
    input: { kind: 'symbols', vocabulary: work.vocabulary, padding: 0 },
    ...(isPair && { target: { kind: 'symbols', vocabulary: targetVocabulary } }),
    outputSize: targetVocabulary ?? work.classes ?? 1,
    everyStep: isPair,
  };
  const model: ModelConfig = {
    ...{ cell: 'lstm', activation: 'tanh', inputSize: embedding, hiddenSize: hidden, numLayers: 1, dropout: 0 },
    ...{ embeddingSize: embedding, initializer: 'pytorch', outputActivation: 'none' },
    ...plainModel,
    ...{ bidirectional: true, pool: 'max', attention: isPair ? 'additive' : 'none' },
  };
  const source = sourceOf(work);
  const session = await Session.create({
    ...{ shape, model, kernels, network: networkOf(shape, model, 'crossEntropy') },
    training: { loss: 'crossEntropy', huberDelta: 1, optimizer: 'adam', batchSize: batch, averageDecay: 0, threads },
    steps: longestOf(work.starts),
    ...(source.kind === 'pairs' && { targetSteps: source.target.steps }),
  });
  session.initialise(1);
  session.load(source);
  const options = { learningRate: 1e-3, momentum: 0.9, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 };
  const examples = new Int32Array(batch);
  let count = 0;
  const step = (): void => {
    for (let lane = 0; lane < batch; lane++) examples[lane] = (count * batch + lane) % sequences;
    count++;
    const { terms } = session.accumulate(examples, { carryState: false, dropoutSeed: count });
    session.update(terms, { ...options, gradClip: 5, clipValue: 0, averageDecay: 0, step: count });
  };
  return { session, step };
};
