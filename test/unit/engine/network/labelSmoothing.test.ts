import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Source } from '../../../../engine/compute/source.ts';
import { Session } from '../../../../engine/network/session.ts';
import { bitsOf } from '../bitsOf.ts';
import { onEveryBackend } from './everyBackend.ts';
import { largestError, numericGradient } from './reference.ts';
import { fresh, modelOf, trainingOf, updateOf } from './sessionOptions.ts';
import { Workbench } from './workbench.ts';

/** What `test/golden/smoothing/makeSmoothing.py` wrote. */
const { steps, lanes, cases } = JSON.parse(
  readFileSync(new URL('../../../golden/smoothing/smoothing.json', import.meta.url), 'utf8'),
) as {
  readonly steps: number;
  readonly lanes: number;
  readonly cases: readonly {
    readonly classes: number;
    readonly share: number;
    /** Below 0: no target. */
    readonly ids: readonly number[];
    readonly weights: readonly number[] | null;
    readonly logits: readonly number[];
    readonly sum: number;
    /** Over the targets' weights. */
    readonly mean: number;
    readonly gradient: readonly number[];
  }[];
};

type Case = (typeof cases)[number];

/** (1 - share) of the target's loss, and share of the mean of all classes' losses, each by its weight. */
const plainSum = ({ classes, share, ids, weights }: Omit<Case, 'logits'>, logits: ArrayLike<number>): number =>
  ids.reduce((sum, id, row) => {
    if (id < 0) return sum;
    const some = Array.from({ length: classes }, (_, j) => logits[row * classes + j] ?? NaN);
    const mass = Math.log(some.reduce((all, logit) => all + Math.exp(logit), 0));
    const losses = some.map((logit, j) => (weights?.[j] ?? 1) * (mass - logit));
    const mean = losses.reduce((all, loss) => all + loss, 0) / classes;
    return sum + (1 - share) * (losses[id] ?? NaN) + share * mean;
  }, 0);

const run = (bench: Workbench, { classes, share, ids, weights, logits }: Case) => {
  const { kernels, memory } = bench;
  const result = memory.allocate(16, 'A test');
  const d = bench.sequence(steps, lanes, classes);
  const y = bench.write(bench.sequence(steps, lanes, classes), steps, lanes, classes, logits);
  const of = weights ? bench.floats(weights) : undefined;
  kernels.cross_entropy(result, d, y, bench.integers(ids), of, share, steps, lanes, classes);
  const [sum = NaN, terms = NaN] = new Float64Array(memory.memory.buffer, result, 2);
  return { sum, terms, gradient: bench.read(d, steps, lanes, classes) };
};

onEveryBackend((module) => {
  describe('cross-entropy with label smoothing', () => {
    test.each(cases.map((one) => [one.classes, one.share, one.weights ? 'with weights' : 'alike', one] as const))(
      '%d classes, a share of %d, %s: as PyTorch, a plain loop and its numeric gradient within 1e-5',
      (_classes, _share, _weights, one) => {
        const bench = Workbench.create(module);
        const { sum, terms, gradient } = run(bench, one);
        expect(Math.abs(sum / one.sum - 1)).toBeLessThan(1e-5);
        expect(Math.abs(sum / terms / one.mean - 1)).toBeLessThan(1e-5);
        expect(largestError(gradient, one.gradient)).toBeLessThan(1e-5);
        const logits = Float64Array.from(one.logits);
        expect(Math.abs(sum / plainSum(one, logits) - 1)).toBeLessThan(1e-5);
        expect(
          largestError(
            gradient,
            numericGradient(logits, () => plainSum(one, logits)),
          ),
        ).toBeLessThan(1e-5);
      },
    );

    test('only what trains is smoothed: evaluation has the bits of a session without it', async () => {
      const source: Source = {
        kind: 'symbols',
        ids: Uint16Array.from({ length: 40 }, (_, i) => (i * i) % 7),
        vocabulary: 7,
      };
      const examples = Int32Array.of(0, 9, 20);
      const of = async (labelSmoothing: number | undefined) => {
        const session = await Session.create({
          ...{ kernels: module, steps: 4, model: modelOf({ cell: 'gru' }) },
          shape: { input: { kind: 'symbols', vocabulary: 7 }, outputSize: 7, everyStep: true },
          training: {
            ...trainingOf({ loss: 'crossEntropy', batchSize: 3 }),
            ...(labelSmoothing && { labelSmoothing }),
          },
        });
        session.initialise(1);
        session.load(source);
        const evaluated = session.evaluate(examples, fresh);
        const trained = session.accumulate(examples, fresh);
        session.update(trained.terms, updateOf({ learningRate: 1 }));
        const bits = [...session.readParameters().values()].map(({ values }) => bitsOf(values)).join();
        await session.dispose();
        return { evaluated, trained, bits };
      };
      const [plain, none, smooth] = [await of(undefined), await of(0), await of(0.2)];
      expect(none).toEqual(plain);
      expect(smooth.evaluated).toEqual(plain.evaluated);
      expect(smooth.trained.terms).toBe(plain.trained.terms);
      expect(smooth.trained.lossSum).not.toBe(plain.trained.lossSum);
      expect(smooth.bits).not.toBe(plain.bits);
    });
  });
});
