import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../engine/compute/random.ts';
import { Session } from '../../../../engine/network/session.ts';
import type { SessionOptions } from '../../../../engine/network/sessionOptions.ts';
import type { RowSource } from '../../../../engine/compute/source.ts';
import type { ModelConfig } from '../../../../engine/config.ts';
import { dropoutKeyOf } from '../../../../engine/network/layers/dropoutKey.ts';
import { onEveryBackend } from './everyBackend.ts';
import { affine, largestError, lossOf, numericGradient } from './reference.ts';
import { runReference } from './referenceNetwork.ts';
import { fresh, modelOf, trainingOf, updateOf } from './sessionOptions.ts';
import { Workbench } from './workbench.ts';

const [T, D, rows] = [4, 2, 5];
const random = createRandom(11);
const source = {
  kind: 'rows',
  values: Float32Array.from({ length: rows * T * D }, () => Math.fround(2 * random.next() - 1)),
  steps: T,
  stepSize: D,
  labels: Int32Array.of(2, 0, 1, 1, 2),
  classes: 3,
} satisfies RowSource;
const lengths = Int32Array.of(4, 1, 3, 2, 4);
const examples = Int32Array.of(3, 1, 4, 0);

const cases: [string, Partial<ModelConfig>][] = [
  ['both directions', { cell: 'gru', bidirectional: true }],
  ['residuals', { cell: 'lstm', numLayers: 2, residual: true }],
  [
    'both directions, residuals, a learned state',
    { cell: 'lstm', numLayers: 2, residual: true, bidirectional: true, initialState: 'learned' },
  ],
  ['a projection', { cell: 'lstm', projSize: 2 }],
  ['a width per layer', { cell: 'rnn', layerSizes: [7, 3], numLayers: 2 }],
];

onEveryBackend((kernels) => {
  const optionsOf = (model: Partial<ModelConfig>, threads = 1): SessionOptions => ({
    kernels,
    shape: { input: { kind: 'numbers', size: D }, outputSize: 3, everyStep: false },
    model: modelOf({ hiddenSize: 5, ...model }),
    training: trainingOf({ loss: 'crossEntropy', batchSize: rows, threads }),
    steps: T,
  });
  const start = async (model: Partial<ModelConfig>, data: RowSource): Promise<Session> => {
    const session = await Session.create(optionsOf(model));
    session.initialise(3);
    session.load(data);
    return session;
  };

  describe('a network that reads whole sequences', () => {
    test.each([
      ...cases.map(([name, model]) => [name, model, undefined] as const),
      ...cases.map(([name, model]) => [`${name}, lanes of their own lengths`, model, lengths] as const),
    ])('%s: loss and gradients agree with the plain network within 1e-5', async (_, options, lengths) => {
      const session = await start(options, { ...source, ...(lengths && { lengths }) });
      const model = modelOf({ hiddenSize: 5, ...options });
      const before = session.readParameters();
      const parameters = new Map([...before].map(([name, { values }]) => [name, Float64Array.from(values)]));
      const of = (name: string): Float64Array => parameters.get(name) ?? new Float64Array(0);
      const layers = new Map([...parameters].map(([name, values]) => [name.replace('rnn.', ''), values]));
      let expected = 0;
      const slopes = new Map([...parameters].map(([name, values]) => [name, new Float64Array(values.length)]));
      const addSlopes = (name: string, more: Float64Array): void =>
        more.forEach((slope, i) => (slopes.get(name)![i]! += slope));
      for (const example of examples) {
        const at = (t: number): number => (example * T + t) * D;
        const x = Array.from({ length: lengths?.[example] ?? T }, (_, t) =>
          Array.from(source.values.subarray(at(t), at(t) + D)),
        );
        const { outputs, gradients } = runReference({ model, B: 1, x, parameters: layers, states: new Map() });
        const loss = (): number => {
          const width = outputs.length / x.length;
          // Ahead the last step, backwards the first.
          const half = model.bidirectional ? width / 2 : width;
          const last = outputs.slice(-width);
          const read = model.bidirectional ? [...last.slice(0, half), ...outputs.slice(half, width)] : last;
          const target = [0, 1, 2].map((label) => (label === source.labels[example] ? 1 : 0));
          return lossOf('crossEntropy', 'none', affine(of('head.weight'), read, of('head.bias')), target, 1);
        };
        expected += loss();
        for (const name of ['head.weight', 'head.bias']) addSlopes(name, numericGradient(of(name), loss));
        const below = gradients(numericGradient(outputs, loss));
        for (const name of parameters.keys()) if (name.startsWith('rnn.')) addSlopes(name, below.get(name.slice(4))!);
      }
      const { lossSum } = session.accumulate(examples, fresh);
      expect(Math.abs(lossSum - expected)).toBeLessThan(1e-5 * expected);
      session.update(1, updateOf({}));
      for (const [name, { values }] of session.readParameters()) {
        const moved = values.map((value, i) => (before.get(name)?.values[i] ?? NaN) - value);
        expect(largestError(moved, slopes.get(name) ?? []), name).toBeLessThan(1e-5);
      }
      await session.dispose();
    });

    test('what stands after the end of a sequence changes no bit of its prediction', async () => {
      const model = { cell: 'gru', bidirectional: true, numLayers: 2 } as const;
      const session = await start(model, { ...source, lengths });
      const predicted = [...session.predict(examples)];
      const values = source.values.slice();
      lengths.forEach((length, row) => values.fill(1e6, (row * T + length) * D, (row + 1) * T * D));
      session.load({ ...source, lengths, values });
      expect([...session.predict(examples)]).toEqual(predicted);
      await session.dispose();
    });

    test('dropout of numbers that are read is as if they came so: the same gradients within 1e-6', async () => {
      const share = 0.4;
      const dropped = await start({ cell: 'gru', inputDropout: share }, source);
      const bench = Workbench.create(kernels);
      const B = examples.length;
      const ones = bench.write(bench.sequence(T, B, D), T, B, D, new Float64Array(T * B * D).fill(1));
      bench.kernels.dropout(ones, ones, share, dropoutKeyOf(23, 0), T, B, D, 0, rows);
      const mask = bench.read(ones, T, B, D);
      expect(new Set(mask).size).toBe(2);
      const values = source.values.slice();
      examples.forEach((example, b) => {
        for (let i = 0; i < T * D; i++)
          values[example * T * D + i]! *= mask[(Math.floor(i / D) * B + b) * D + (i % D)]!;
      });
      const plain = await start({ cell: 'gru' }, { ...source, values });
      const losses = [dropped, plain].map((session) => session.accumulate(examples, { ...fresh, dropoutSeed: 23 }));
      expect(Math.abs(losses[0]!.lossSum - losses[1]!.lossSum)).toBeLessThan(1e-6);
      for (const session of [dropped, plain]) session.update(1, updateOf({}));
      for (const [name, { values }] of dropped.readParameters()) {
        expect(largestError(values, plain.readParameters().get(name)!.values), name).toBeLessThan(1e-6);
      }
      await Promise.all([dropped.dispose(), plain.dispose()]);
    });

    test('a length beyond the steps is refused', async () => {
      await expect(start({}, { ...source, lengths: Int32Array.of(4, 5, 1, 1, 1) })).rejects.toThrow(
        'Row 1 has 5 steps, not 1 to 4.',
      );
    });
  });
});
