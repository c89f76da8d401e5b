import type { PairSource, RaggedSymbols } from '../../../../../engine/compute/source.ts';
import type { ModelConfig, TrainingConfig } from '../../../../../engine/config.ts';
import { recurOf } from '../../../../../engine/network/networkOf.ts';
import type { AttendSpec, NetworkSpec } from '../../../../../engine/network/networkSpec.ts';
import { Session } from '../../../../../engine/network/session.ts';
import type { SessionOptions } from '../../../../../engine/network/sessionOptions.ts';
import { modelOf, trainingOf } from '../sessionOptions.ts';

/** Pairs of tests: one-step sequences, one source longer than what is read, one target, and one that is not known. */
export const [vocabulary, targetVocabulary, steps, targetSteps] = [7, 6, 5, 4];
export const sources = [[3, 1, 2], [5], [6, 4, 6, 1, 2], [1, 2, 3, 4, 5, 6, 1], [2, 2], [4], [1, 6]];
export const targets = [[4, 1, 5], [4, 5], [4, 0, 2, 5], [4, 3], [4, 3, 0, 1, 2, 2, 5], [], [4, 1, 2, 3, 5]];
export const examples = Int32Array.of(4, 1, 6, 0, 3, 5, 2);

/** What is read of an example. */
export const sourceOf = (example: number): readonly number[] => sources[example]!.slice(0, steps);
export const targetOf = (example: number): readonly number[] => targets[example]!.slice(0, targetSteps + 1);

export const ragged = (
  sequences: readonly (readonly number[])[],
  more: Pick<RaggedSymbols, 'steps' | 'vocabulary'>,
): RaggedSymbols => {
  const starts = new Float64Array(sequences.length + 1);
  sequences.forEach(({ length }, row) => (starts[row + 1] = starts[row]! + length));
  return { ids: Uint16Array.from(sequences.flat()), starts, ...more };
};

export const pairSource = (
  all: readonly (readonly number[])[] = sources,
  put: readonly (readonly number[])[] = targets,
): PairSource => ({
  kind: 'pairs',
  source: ragged(all, { steps, vocabulary }),
  target: ragged(put, { steps: targetSteps, vocabulary: targetVocabulary }),
});

export interface Pair {
  readonly encoder: Partial<ModelConfig>;
  readonly decoder: Partial<ModelConfig>;
  readonly isShared?: boolean;
  /** Of so many values, and units where it is additive. */
  readonly attention?: Omit<AttendSpec, 'block' | 'name'>;
  /** Shares of the vectors of both and of the decoder's outputs that are dropped. */
  readonly drop?: number;
}

/** What a decoder of tests is, from what differs. */
export const bothOf = ({ encoder, decoder }: Pair): { encoder: ModelConfig; decoder: ModelConfig } => ({
  encoder: modelOf({ cell: 'gru', hiddenSize: 5, embeddingSize: 3, ...encoder }),
  decoder: modelOf({ cell: 'gru', hiddenSize: 5, embeddingSize: 4, ...decoder }),
});

export const networkOfPair = (pair: Pair): NetworkSpec => {
  const { encoder, decoder } = bothOf(pair);
  const drop = (name: string) => (pair.drop ? [{ block: 'drop', name, share: pair.drop } as const] : []);
  return {
    input: { kind: 'symbols', vocabulary },
    encoder: [
      ...(encoder.embeddingSize > 0
        ? [{ block: 'embed', name: 'embedding', size: encoder.embeddingSize } as const, ...drop('sourceDrop')]
        : []),
      recurOf(encoder),
    ],
    decoder: {
      input: { kind: 'symbols', vocabulary: targetVocabulary },
      blocks: [
        ...(decoder.embeddingSize > 0
          ? [{ block: 'embed', name: 'target', size: decoder.embeddingSize } as const, ...drop('targetDrop')]
          : []),
        { ...recurOf(decoder), name: 'decoder', ...(pair.attention?.feeds && { fed: pair.attention.size }) },
        ...(pair.attention ? [{ block: 'attend', name: 'attention', ...pair.attention } as const] : []),
        ...drop('outputDrop'),
      ],
    },
    head: {
      ...{ block: 'head', name: 'head', outputs: targetVocabulary, groups: 1, activation: 'none' },
      ...(pair.isShared && { sharesEmbedding: true }),
    },
  };
};

export const optionsOf = (pair: Pair, training: Partial<TrainingConfig> = {}): SessionOptions => ({
  network: networkOfPair(pair),
  shape: { input: { kind: 'symbols', vocabulary }, outputSize: targetVocabulary, everyStep: true },
  model: bothOf(pair).encoder,
  training: trainingOf({ loss: 'crossEntropy', batchSize: examples.length, ...training }),
  ...{ steps, targetSteps },
});

export const startOn = async (options: SessionOptions, source: PairSource = pairSource()): Promise<Session> => {
  const session = await Session.create(options);
  session.initialise(3);
  session.load(source);
  return session;
};

export const parametersOf = (session: Session): Map<string, Float64Array> =>
  new Map([...session.readParameters()].map(([name, { values }]) => [name, Float64Array.from(values)]));
