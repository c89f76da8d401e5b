import { describe, expect, test } from 'vitest';
import type {
  NumberTargets,
  RowSource,
  SequenceSource,
  Source,
  VectorSource,
} from '../../../../engine/compute/source.ts';
import type { TrainingConfig } from '../../../../engine/config.ts';
import { Session } from '../../../../engine/network/session.ts';
import type { SessionOptions } from '../../../../engine/network/sessionOptions.ts';
import { ScratchFile } from '../../../../engine/scratchFile.ts';
import { bitsOf } from '../bitsOf.ts';
import { onEveryBackend } from './everyBackend.ts';
import { fresh, modelOf, trainingOf, updateOf } from './sessionOptions.ts';

const [sequences, size, longest, vocabulary] = [6, 3, 4, 5];
const lengths = [2, 4, 1, 3, 4, 2];
const starts = new Float64Array(sequences + 1);
lengths.forEach((length, at) => (starts[at + 1] = starts[at]! + length));
const steps = starts[sequences]!;
/** Two numbers a sequence, of which one is not known. */
const numbers: NumberTargets = {
  targets: Float32Array.from({ length: 2 * sequences }, (_, at) => (at === 5 ? NaN : Math.sin(3 * at))),
  targetColumns: 2,
};
const valueAt = (at: number): number => Math.cos(at);

const vectors: VectorSource<NumberTargets> = {
  ...{ kind: 'vectors', starts, steps: longest, size, ...numbers },
  values: Float32Array.from({ length: steps * size }, (_, at) => valueAt(at)),
};
const rows: RowSource<NumberTargets> = {
  ...{ kind: 'rows', steps: longest, stepSize: size, lengths: Int32Array.from(lengths), ...numbers },
  values: Float32Array.from({ length: sequences * longest * size }, (_, at) => {
    const [row, step] = [Math.floor(at / (longest * size)), Math.floor(at / size) % longest];
    return step < lengths[row]! ? valueAt((starts[row]! + step) * size + (at % size)) : 0;
  }),
};
const texts: SequenceSource<NumberTargets> = {
  ...{ kind: 'sequences', starts, steps: longest, vocabulary, ...numbers },
  ids: Uint16Array.from({ length: steps }, (_, at) => (at * 3) % vocabulary),
};

const stored = (source: VectorSource<NumberTargets> | RowSource<NumberTargets>): Source => {
  const file = new ScratchFile();
  file.append(source.values as Float32Array);
  return { ...source, values: file };
};

const optionsOf = (source: Source, training: Partial<TrainingConfig> = {}): SessionOptions => ({
  shape: {
    input: source.kind === 'sequences' ? { kind: 'symbols', vocabulary } : { kind: 'numbers', size },
    ...{ outputSize: 2, everyStep: false },
  },
  model: modelOf({ cell: 'gru', hiddenSize: 5, embeddingSize: source.kind === 'sequences' ? 3 : 0, pool: 'mean' }),
  training: trainingOf({ loss: 'mse', batchSize: sequences, ...training }),
  steps: longest,
});

const start = async (options: SessionOptions, source: Source): Promise<Session> => {
  const session = await Session.create(options);
  session.initialise(3);
  session.load(source);
  return session;
};

const all = Int32Array.of(3, 0, 5, 1, 4, 2);
/** By example of `all`, the squares of what is known. */
const squares = (predicted: Float32Array): number[] =>
  [...all].flatMap((example, index) =>
    [0, 1].map((at) => (predicted[2 * index + at]! - numbers.targets[2 * example + at]!) ** 2),
  );

onEveryBackend((kernels) => {
  describe('numbers of whole sequences', () => {
    test.each([
      ['rows', rows],
      ['vectors', vectors],
      ['texts', texts],
    ] as const)('of %s: the loss is that of the predictions within 1e-6, unknown ones left out', async (_, source) => {
      const session = await start({ ...optionsOf(source), kernels }, source);
      const known = squares(session.predict(all)).filter((square) => !Number.isNaN(square));
      const { lossSum, terms } = session.evaluate(all, { carryState: false });
      expect([known.length, terms]).toEqual([11, 11]);
      expect(lossSum).toBeCloseTo(
        known.reduce((sum, square) => sum + square, 0),
        6,
      );
      await session.dispose();
    });

    test('the gradient is the slope of that loss within 1e-3 of its length', async () => {
      const session = await start({ ...optionsOf(vectors), kernels }, vectors);
      const lossOf = (): number =>
        squares(session.predict(all)).reduce((sum, square) => sum + (Number.isNaN(square) ? 0 : square), 0);
      const before = session.readParameters();
      session.accumulate(all, fresh);
      session.update(1, updateOf({}));
      const direction = [...session.readParameters()].map(
        ([name, { values }]) => [name, values.map((value, at) => before.get(name)!.values[at]! - value)] as const,
      );
      const norm = Math.sqrt(direction.flatMap(([, values]) => [...values]).reduce((sum, each) => sum + each ** 2, 0));
      const shifted = (by: number): number => {
        const moved = new Map(
          direction.map(([name, values]) => {
            const tensor = before.get(name)!;
            return [name, { ...tensor, values: tensor.values.map((value, at) => value + (by * values[at]!) / norm) }];
          }),
        );
        session.writeParameters(moved);
        return lossOf();
      };
      const slope = (shifted(0.01) - shifted(-0.01)) / 0.02;
      expect(Math.abs(slope / norm - 1)).toBeLessThan(1e-3);
      await session.dispose();
    });

    test.each([
      ['rows', rows],
      ['vectors', vectors],
    ] as const)('%s in a file give the bits of those in memory, with one thread and with two', async (_, source) => {
      for (const threads of [1, 2]) {
        const results = await Promise.all(
          [source, stored(source)].map(async (data) => {
            const session = await start({ ...optionsOf(data, { threads, batchSize: 4 }), kernels }, data);
            const first = session.accumulate(all.subarray(0, 4), fresh);
            const rest = session.accumulate(all.subarray(4), fresh);
            session.update(first.terms + rest.terms, updateOf({}));
            const result = [first, rest, bitsOf(session.predict(all))];
            await session.dispose();
            return result;
          }),
        );
        expect(results[1]).toEqual(results[0]);
      }
    });
  });
});

test('what does not fit is refused with the reason', async () => {
  const session = await Session.create(optionsOf(vectors));
  const one = { ...vectors, targets: numbers.targets.subarray(0, sequences), targetColumns: 1 };
  expect(() => session.load(one)).toThrow('target values 1, the network 2');
  await session.dispose();
  const classifier = await Session.create(optionsOf(vectors, { loss: 'crossEntropy' }));
  expect(() => classifier.load(vectors)).toThrow('is for text and classes: learn numbers with mse or huber');
  await classifier.dispose();
});
