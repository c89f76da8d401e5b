import { describe, expect, test } from 'vitest';
import { dropoutKeyOf } from '../../../../../engine/network/layers/dropoutKey.ts';
import type { Session } from '../../../../../engine/network/session.ts';
import type { SessionOptions } from '../../../../../engine/network/sessionOptions.ts';
import { onEveryBackend } from '../everyBackend.ts';
import { largestError, slopesAlong } from '../reference.ts';
import { fresh, updateOf } from '../sessionOptions.ts';
import { Workbench } from '../workbench.ts';
import {
  bothOf,
  examples,
  optionsOf,
  type Pair,
  parametersOf,
  sourceOf,
  startOn,
  steps,
  targetOf,
  targetSteps,
  targetVocabulary,
  vocabulary,
} from './pairs.ts';
import { type PairsInput, type PairsRun, runPairs } from './referencePairs.ts';

const inputOf = (
  pair: Pair,
  parameters: PairsInput['parameters'],
  { masks, of = examples }: { masks?: PairsInput['masks']; of?: Int32Array } = {},
): PairsInput => ({
  ...{ ...bothOf(pair), vocabulary, targetVocabulary, parameters },
  sources: Array.from(of, sourceOf),
  targets: Array.from(of, targetOf),
  ...(masks && { masks }),
});

/** With learned first states that are not 0: there the slopes of what is normalised are too steep for any bound. */
const begin = async (options: SessionOptions): Promise<Session> => {
  const session = await startOn(options);
  const parameters = session.readParameters();
  for (const [name, { values }] of parameters) {
    if (/[hc]0_/.test(name)) values.forEach((_, i) => (values[i] = 0.9 * Math.sin(3 * i + 1)));
  }
  session.writeParameters(parameters);
  return session;
};

/** Networks with the names of the states that are made of others, without `bridge.weight_`. */
const networks: [string, Pair, readonly string[]][] = [
  ['gru to gru of the same size', { encoder: {}, decoder: {} }, []],
  [
    'lstm to lstm of the same sizes, two layers',
    { encoder: { cell: 'lstm', layerSizes: [5, 3] }, decoder: { cell: 'lstm', layerSizes: [5, 3] } },
    [],
  ],
  [
    'lstm in both directions, two layers',
    { encoder: { cell: 'lstm', bidirectional: true, numLayers: 2 }, decoder: { cell: 'lstm', numLayers: 2 } },
    ['h_l0', 'c_l0', 'h_l1', 'c_l1'],
  ],
  [
    'gru in both directions to two layers',
    { encoder: { bidirectional: true, hiddenSize: 17 }, decoder: { numLayers: 2, hiddenSize: 9 } },
    ['h_l0', 'h_l1'],
  ],
  ['three layers to one', { encoder: { cell: 'lstm', numLayers: 3 }, decoder: { cell: 'lstm' } }, ['h_l0', 'c_l0']],
  [
    'one layer of two with another width',
    { encoder: { layerSizes: [4, 5] }, decoder: { layerSizes: [4, 6] } },
    ['h_l1'],
  ],
  ['gru to lstm, whose c is made of h', { encoder: {}, decoder: { cell: 'lstm' } }, ['c_l0']],
  ['lstm to gru, which leaves c', { encoder: { cell: 'lstm' }, decoder: {} }, []],
  ['gru that resets before to rnn', { encoder: { gruReset: 'before' }, decoder: { cell: 'rnn' } }, []],
  [
    'rnn with sigmoid to gru that resets before',
    { encoder: { cell: 'rnn', activation: 'sigmoid', bidirectional: true }, decoder: { gruReset: 'before' } },
    ['h_l0'],
  ],
  [
    'minGru with a positive candidate to lstm',
    { encoder: { cell: 'minGru', candidate: 'positive' }, decoder: { cell: 'lstm' } },
    ['c_l0'],
  ],
  ['minLstm to minGru', { encoder: { cell: 'minLstm', bidirectional: true }, decoder: { cell: 'minGru' } }, ['h_l0']],
  [
    'lstm with all that goes step by step',
    {
      encoder: { cell: 'lstm', numLayers: 2, projSize: 3, layerNorm: true, residual: true, initialState: 'learned' },
      decoder: { cell: 'lstm', numLayers: 2, projSize: 3, layerNorm: true, residual: true },
    },
    [],
  ],
  ['symbols that are no vectors', { encoder: { embeddingSize: 0 }, decoder: { embeddingSize: 0 } }, []],
  [
    'an output layer that is the vectors of the decoder',
    { encoder: { hiddenSize: 6 }, decoder: { hiddenSize: 4 }, isShared: true },
    ['h_l0'],
  ],
  [
    'gru in both directions with additive attention of other sizes',
    {
      ...{ encoder: { bidirectional: true, hiddenSize: 17 }, decoder: { hiddenSize: 9 } },
      attention: { score: 'additive', size: 7, units: 18 },
    },
    ['h_l0'],
  ],
  [
    'lstm of two layers with multiplicative attention',
    {
      ...{ encoder: { cell: 'lstm', numLayers: 2 }, decoder: { cell: 'lstm', numLayers: 2 } },
      attention: { score: 'multiplicative', size: 5 },
    },
    [],
  ],
  [
    'lstm in both directions with multiplicative attention, to units whose empty columns are not zero',
    {
      ...{ encoder: { cell: 'lstm', bidirectional: true }, decoder: { cell: 'rnn', activation: 'sigmoid' } },
      attention: { score: 'multiplicative', size: 20 },
    },
    ['h_l0'],
  ],
  [
    'lstm that is fed by its multiplicative attention',
    {
      ...{ encoder: { cell: 'lstm', bidirectional: true }, decoder: { cell: 'lstm' } },
      attention: { score: 'multiplicative', size: 7, feeds: true },
    },
    ['h_l0', 'c_l0'],
  ],
  [
    'gru of two layers added to each other, fed by additive attention',
    {
      ...{ encoder: { numLayers: 2 }, decoder: { numLayers: 2, residual: true } },
      attention: { score: 'additive', size: 18, units: 4, feeds: true },
    },
    [],
  ],
  [
    'lstm that is projected, and symbols that are no vectors, fed by multiplicative attention',
    {
      encoder: { cell: 'lstm', hiddenSize: 4 },
      decoder: { cell: 'lstm', projSize: 3, embeddingSize: 0, numLayers: 2 },
      attention: { score: 'multiplicative', size: 3, feeds: true },
    },
    ['h_l0', 'c_l0', 'h_l1', 'c_l1'],
  ],
  [
    'additive attention under an output layer that is the vectors of the decoder',
    {
      ...{ encoder: {}, decoder: {}, isShared: true },
      attention: { score: 'additive', size: 4, units: 3 },
    },
    [],
  ],
];

const expectMoved = (
  before: ReadonlyMap<string, Float64Array>,
  after: ReadonlyMap<string, Float64Array>,
  { gradients }: PairsRun,
): void => {
  for (const [name, values] of after) {
    const moved = values.map((value, i) => before.get(name)![i]! - value);
    expect(largestError(moved, gradients.get(name)!), name).toBeLessThan(1e-5);
  }
};

describe('the plain loops', () => {
  // A source and a target of one step, and a target that is cut.
  const of = Int32Array.of(1, 4);
  /** Of values between -1 and 1 that follow no rule which a mistake might follow too. */
  const directionsOf = (count: number): Float64Array[] =>
    Array.from({ length: 3 }, (_, k) =>
      Float64Array.from({ length: count }, (_, i) => Math.sin(37 * (i + 1) ** 2 + k)),
    );

  test.each(networks)(
    '%s: the slopes along any direction agree with central differences within 1e-7',
    async (_, pair) => {
      const session = await begin(optionsOf(pair));
      const parameters = parametersOf(session);
      await session.dispose();
      const { gradients } = runPairs(inputOf(pair, parameters, { of }));
      for (const [name, values] of parameters) {
        const directions = directionsOf(values.length);
        const numeric = slopesAlong(values, directions, () => runPairs(inputOf(pair, parameters, { of })).lossSum);
        const slopes = directions.map((direction) =>
          direction.reduce((sum, along, i) => sum + along * gradients.get(name)![i]!, 0),
        );
        expect(largestError(slopes, numeric), name).toBeLessThan(1e-7);
      }
    },
  );
});

onEveryBackend((kernels) => {
  test.each(networks)(
    '%s: loss and all gradients agree with plain loops within 1e-5, of sequences of all lengths',
    async (_, pair, made) => {
      const session = await begin({ ...optionsOf(pair), kernels });
      const before = parametersOf(session);
      const weights = [...before.keys()].filter((name) => name.startsWith('bridge.weight_'));
      expect(weights).toEqual(made.map((state) => `bridge.weight_${state}`));
      const wanted = runPairs(inputOf(pair, before));
      const loss = session.accumulate(examples, fresh);
      expect(loss.terms).toBe(wanted.terms);
      expect(Math.abs(loss.lossSum / wanted.lossSum - 1)).toBeLessThan(1e-5);
      expect(session.evaluate(examples, fresh)).toEqual(loss);
      session.update(1, updateOf({}));
      expectMoved(before, parametersOf(session), wanted);
      await session.dispose();
    },
  );

  test('dropout below and above the layers of both agrees with plain loops under the same masks within 1e-5', async () => {
    const pair: Pair = { encoder: { cell: 'lstm', bidirectional: true }, decoder: { cell: 'lstm' }, drop: 0.4 };
    const session = await startOn({ ...optionsOf(pair), kernels });
    const before = parametersOf(session);
    const dropoutSeed = 17;
    const B = examples.length;
    const bench = Workbench.create(kernels);
    const maskOf = (mask: number, T: number, n: number): Float64Array[] => {
      const ones = bench.write(bench.sequence(T, B, n), T, B, n, new Float64Array(T * B * n).fill(1));
      bench.kernels.dropout(ones, ones, pair.drop!, dropoutKeyOf(dropoutSeed, mask), T, B, n, 0, B);
      const all = bench.read(ones, T, B, n);
      expect(new Set(all).size).toBe(2);
      return Array.from(examples, (_, b) =>
        Float64Array.from({ length: T * n }, (_, i) => all[(Math.floor(i / n) * B + b) * n + (i % n)]!),
      );
    };
    // Layers have two masks each, and in both directions three.
    const [source, target, output] = [maskOf(0, steps, 3), maskOf(4, targetSteps, 4), maskOf(7, targetSteps, 5)];
    const cut = (mask: Float64Array, T: number, n: number): Float64Array => mask.slice(0, T * n);
    const masks = Array.from(examples, (example, b) => {
      const T = Math.max(0, targetOf(example).length - 1);
      return { source: source[b]!, target: target[b]!, output: cut(output[b]!, T, 5) };
    });
    const wanted = runPairs(inputOf(pair, before, { masks }));
    const { lossSum } = session.accumulate(examples, { ...fresh, dropoutSeed });
    expect(Math.abs(lossSum / wanted.lossSum - 1)).toBeLessThan(1e-5);
    session.update(1, updateOf({}));
    expectMoved(before, parametersOf(session), wanted);
    await session.dispose();
  });
});
