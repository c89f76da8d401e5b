import { expect, test } from 'vitest';
import type { Session } from '../../../../../engine/network/session.ts';
import { foundKernels, onEveryBackend } from '../everyBackend.ts';
import { largestError } from '../reference.ts';
import { fresh } from '../sessionOptions.ts';
import {
  bothOf,
  examples,
  optionsOf,
  type Pair,
  parametersOf,
  sourceOf,
  steps,
  startOn,
  targetOf,
  targetSteps,
  targetVocabulary as V,
  vocabulary,
} from './pairs.ts';
import { Workbench } from '../workbench.ts';
import { runPairs } from './referencePairs.ts';

const pairs: [string, Pair][] = [
  [
    'lstm in both directions',
    { encoder: { cell: 'lstm', bidirectional: true }, decoder: { cell: 'lstm', numLayers: 2 } },
  ],
  [
    'gru with an output layer that is its vectors',
    { encoder: { hiddenSize: 4 }, decoder: { hiddenSize: 4 }, isShared: true },
  ],
  [
    'lstm in both directions with multiplicative attention',
    {
      ...{ encoder: { cell: 'lstm', bidirectional: true }, decoder: { cell: 'lstm' } },
      attention: { score: 'multiplicative', size: 6 },
    },
  ],
  [
    'gru of two layers that is fed by its attention',
    {
      ...{ encoder: { numLayers: 2 }, decoder: { numLayers: 2 } },
      attention: { score: 'multiplicative', size: 6, feeds: true },
    },
  ],
  ['gru with additive attention', { encoder: {}, decoder: {}, attention: { score: 'additive', size: 5, units: 18 } }],
];

/** Logits of each example at each of its steps, all examples one step at a time; lanes that have ended drop out. */
const decodeAll = (session: Session, all: Int32Array): number[][] => {
  const found = Array.from(all, (): number[] => []);
  session.encode(all);
  let lanes = [...all.keys()].filter((lane) => targetOf(all[lane]!).length > 1);
  let before = [...all.keys()];
  for (let t = 0; lanes.length > 0; t++) {
    const symbols = Int32Array.from(lanes, (lane) => targetOf(all[lane]!)[t]!);
    const logits = session.decode(
      symbols,
      Int32Array.from(lanes, (lane) => before.indexOf(lane)),
    );
    expect(logits.length).toBe(lanes.length * V);
    lanes.forEach((lane, i) => found[lane]!.push(...logits.subarray(i * V, (i + 1) * V)));
    before = lanes;
    lanes = lanes.filter((lane) => targetOf(all[lane]!).length > t + 2);
  }
  return found;
};

onEveryBackend((kernels) => {
  test.each([pairs[0]!, pairs[3]!])(
    '%s: in bfloat16 the logits of steps are near those of float32',
    async (_, pair) => {
      const options = optionsOf(pair);
      const session = await startOn({ ...options, training: { ...options.training, precision: 'bfloat16' }, kernels });
      const exact = decodeAll(session, examples);
      session.forward.ask('bfloat16');
      const error = Math.max(...decodeAll(session, examples).map((logits, lane) => largestError(logits, exact[lane]!)));
      expect(error).toBeLessThan(0.03);
      expect(error).toBeGreaterThan(0);
      await session.dispose();
    },
  );

  test.each(pairs)(
    '%s: symbols read one by one, lanes dropping out, give the logits and the loss of the whole within 1e-5',
    async (_, pair) => {
      const session = await startOn({ ...optionsOf(pair), kernels });
      const { logits } = runPairs({
        ...{ ...bothOf(pair), vocabulary, targetVocabulary: V, parameters: parametersOf(session) },
        sources: Array.from(examples, sourceOf),
        targets: Array.from(examples, targetOf),
      });
      const found = decodeAll(session, examples);
      logits.forEach((wanted, lane) => {
        expect(largestError(found[lane]!, wanted)).toBeLessThan(1e-5);
      });
      let loss = 0;
      found.forEach((values, lane) => {
        for (let t = 0; t * V < values.length; t++) {
          const step = values.slice(t * V, (t + 1) * V);
          loss +=
            Math.log(step.reduce((sum, value) => sum + Math.exp(value), 0)) - step[targetOf(examples[lane]!)[t + 1]!]!;
        }
      });
      expect(Math.abs(session.evaluate(examples, fresh).lossSum / loss - 1)).toBeLessThan(1e-5);
      await session.dispose();
    },
  );

  test.each(pairs)(
    '%s: lanes that go on from one another give within 1e-6 what each gives by itself',
    async (_, pair) => {
      const session = await startOn({ ...optionsOf(pair), kernels });
      const alone = (example: number, symbols: readonly number[]): number[] => {
        session.encode(Int32Array.of(example));
        return symbols.map((symbol) => [...session.decode(Int32Array.of(symbol), Int32Array.of(0))]).at(-1)!;
      };
      const wanted = [alone(2, [4, 1, 3, 2]), alone(2, [4, 1, 0, 5]), alone(0, [4, 2, 2, 2]), alone(2, [4, 2, 2, 2])];
      session.encode(Int32Array.of(0, 2));
      // One source becomes three lanes, lanes change places, and one is left behind.
      session.decode(Int32Array.of(4, 4, 4), Int32Array.of(1, 1, 0));
      session.decode(Int32Array.of(2, 1, 2, 5), Int32Array.of(2, 0, 1, 1));
      session.decode(Int32Array.of(3, 0, 2, 2), Int32Array.of(1, 1, 0, 2));
      const logits = session.decode(Int32Array.of(2, 5, 2, 2), Int32Array.of(0, 1, 2, 3));
      expect(largestError(logits, wanted.flat())).toBeLessThan(1e-6);
      await session.dispose();
    },
  );

  test.each([1, 4, V])(
    'the %d likeliest outputs are those of the logits, and their logarithms within 1e-5',
    async (count) => {
      const session = await startOn({ ...optionsOf(pairs[0]![1]), kernels });
      session.encode(examples);
      const symbols = examples.map((_, lane) => lane % V);
      const from = Int32Array.from(examples.keys()).reverse();
      const logits = [...session.decode(symbols, from)];
      session.encode(examples);
      // Of more than there are all are given.
      const best = session.decodeBest(symbols, from, count === V ? V + 3 : count);
      expect([best.count, best.ids.length, best.logs.length]).toEqual([
        count,
        count * examples.length,
        count * examples.length,
      ]);
      examples.forEach((_, lane) => {
        const step = logits.slice(lane * V, (lane + 1) * V);
        const mass = Math.log(step.reduce((sum, value) => sum + Math.exp(value), 0));
        const wanted = [...step.entries()].sort(([, a], [, b]) => b - a).slice(0, count);
        const begin = lane * count;
        expect([...best.ids.subarray(begin, begin + count)]).toEqual(wanted.map(([id]) => id));
        const logs = wanted.map(([, value]) => value - mass);
        expect(largestError(best.logs.subarray(begin, begin + count), logs)).toBeLessThan(1e-5);
      });
      await session.dispose();
    },
  );

  test('of equal outputs the first ones are the likeliest', () => {
    const bench = Workbench.create(kernels);
    const [B, n, k] = [3, 37, 5];
    const values = Array.from({ length: B * n }, (_, i) => (Math.floor(i / n) === 1 ? 2 : (i % n) % 4));
    const y = bench.write(bench.sequence(1, B, n), 1, B, n, values);
    const [ids, logs] = [bench.integers(new Int32Array(B * k)), bench.floats(new Float32Array(B * k))];
    bench.kernels.best_outputs(ids, logs, y, B, n, k);
    expect([...bench.memory.integers(ids, B * k)]).toEqual([3, 7, 11, 15, 19, 0, 1, 2, 3, 4, 3, 7, 11, 15, 19]);
    expect(
      largestError(bench.memory.floats(logs, B * k).subarray(k, 2 * k), new Array<number>(k).fill(-Math.log(n))),
    ).toBeLessThan(1e-6);
  });

  test.each([
    ['no attention', undefined],
    ['additive attention', { score: 'additive', size: 40, units: 30 } as const],
  ])('with %s two threads give the logits of one within 1e-5, whoever goes on from whom', async (_, attention) => {
    const many = Int32Array.from({ length: 60 }, (_, i) => i % 5);
    const large = { hiddenSize: 90, embeddingSize: 30 };
    const pair: Pair = {
      encoder: { ...large, bidirectional: true },
      decoder: { ...large, cell: 'lstm' },
      ...(attention && { attention }),
    };
    const run = async (threads: number): Promise<number[]> => {
      const session = await startOn({ ...optionsOf(pair, { threads, batchSize: many.length }), kernels });
      expect(session.threads).toBe(threads);
      session.encode(many.subarray(0, 20));
      const turned = Int32Array.from(many, (_, lane) => (lane * 7 + 3) % 20);
      session.decode(many, turned);
      const logits = session.decode(
        Int32Array.from(many, (one) => 5 - one),
        Int32Array.from(many.keys()).reverse(),
      );
      const found = [...logits, ...(session.attended(many.length) ?? [])];
      await session.dispose();
      return found;
    };
    expect(largestError(await run(2), await run(1))).toBeLessThan(1e-5);
  });

  test.each(['additive', 'multiplicative'] as const)(
    'what a lane attends to with %s attention are shares of the steps of its own source, alike where all keys are',
    async (score) => {
      const attention = { score, size: 6, ...(score === 'additive' && { units: 9 }) };
      const session = await startOn({ ...optionsOf({ encoder: {}, decoder: {}, attention }), kernels });
      const look = (): number[][] => {
        session.encode(Int32Array.of(0, 1, 2));
        const from = Int32Array.of(2, 0, 1, 2);
        session.decode(Int32Array.of(4, 4, 4, 1), from);
        const all = session.attended(from.length)!;
        return Array.from(from, (_, lane) => [...all.subarray(lane * steps, (lane + 1) * steps)]);
      };
      const lengths = [5, 3, 1, 5];
      for (const [lane, shares] of look().entries()) {
        expect(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1)).toBeLessThan(1e-6);
        expect(shares.slice(lengths[lane])).toEqual(new Array(steps - lengths[lane]!).fill(0));
      }
      const [first, , , last] = look();
      expect(largestError(first!, last!)).toBeGreaterThan(1e-5);
      const parameters = session.readParameters();
      parameters.get('attention.key')!.values.fill(0);
      if (score === 'additive') parameters.get('attention.query')!.values.fill(0);
      session.writeParameters(parameters);
      for (const [lane, shares] of look().entries()) {
        const wanted = shares.map((_, step) => (step < lengths[lane]! ? 1 / lengths[lane]! : 0));
        expect(largestError(shares, wanted)).toBeLessThan(1e-6);
      }
      await session.dispose();
    },
  );
});

test('sequences as long as one likes are put out, and training goes on with the same bits after', async () => {
  const [session, other] = await Promise.all([startOn(optionsOf(pairs[0]![1])), startOn(optionsOf(pairs[0]![1]))]);
  session.encode(examples);
  for (let t = 0; t < 4 * targetSteps; t++)
    session.decode(
      examples.map(() => t % V),
      Int32Array.from(examples.keys()),
    );
  expect(session.accumulate(examples, fresh)).toEqual(other.accumulate(examples, fresh));
  await Promise.all([session.dispose(), other.dispose()]);
});

test('a decoder without attention has attended to nothing', async () => {
  const session = await startOn(optionsOf(pairs[0]![1]));
  session.encode(Int32Array.of(0));
  session.decode(Int32Array.of(4), Int32Array.of(0));
  expect(session.attended(1)).toBeUndefined();
  await session.dispose();
});

test('what cannot be decoded is refused, with the reason', async () => {
  const kernels = foundKernels[0]!;
  const session = await startOn({ ...optionsOf(pairs[0]![1]), kernels });
  const decode = (symbols: number[], from: number[]) => () =>
    session.decode(Int32Array.from(symbols), Int32Array.from(from));
  expect(decode([4], [0])).toThrow('There is no lane 0 to go on from, of 0.');
  session.encode(Int32Array.of(0, 1));
  expect(decode([4], [2])).toThrow('There is no lane 2 to go on from, of 2.');
  expect(decode([6], [0])).toThrow('There is no symbol 6.');
  expect(decode([-1], [0])).toThrow('There is no symbol -1.');
  expect(decode([4, 4], [0])).toThrow('2 symbols go on from as many lanes, not from 1.');
  expect(decode([], [])).toThrow('A step takes 1 to 7 symbols, not 0.');
  expect(decode(new Array<number>(8).fill(4), new Array<number>(8).fill(0))).toThrow('not 8');
  expect(() => session.decodeBest(Int32Array.of(4), Int32Array.of(0), 0)).toThrow(
    '1 to 64 outputs can be asked for, not 0',
  );
  expect(() => session.encode(Int32Array.of(7))).toThrow('Example 7 is outside');
  expect(() => session.feed(1)).toThrow('feed is for networks');
  expect(() => session.predict(Int32Array.of(0))).toThrow('comes of encode and decode');
  expect(() => session.accumulate(examples, { ...fresh, carryState: true })).toThrow('no state to carry on');
  expect(() => session.evaluate(examples, { carryState: true })).toThrow('no state to carry on');
  // None of these has done any harm.
  expect(decode([4, 3], [1, 0])().length).toBe(2 * V);
  await session.dispose();
});
