import { describe, expect, test } from 'vitest';
import { KERNEL_MEMORY } from '../../../../engine/compute/loadKernels.ts';
import { SharedMemory } from '../../../../engine/compute/memory.ts';
import type { PassOptions } from '../../../../engine/network/passOptions.ts';
import { Session } from '../../../../engine/network/session.ts';
import type { SessionOptions } from '../../../../engine/network/sessionOptions.ts';
import type { SymbolSource } from '../../../../engine/compute/source.ts';
import type { Tensor } from '../../../../engine/compute/tensor.ts';
import type { TrainingConfig } from '../../../../engine/config.ts';
import { networkOf } from '../../../../engine/network/networkOf.ts';
import { planNetwork } from '../../../../engine/network/plan.ts';
import { onEveryBackend } from './everyBackend.ts';
import { largestError } from './reference.ts';
import { fresh, modelOf, trainingOf, updateOf } from './sessionOptions.ts';

const optionsOf = (
  vocabulary: number,
  steps: number,
  batchSize: number,
  loss: TrainingConfig['loss'],
): SessionOptions => ({
  shape: { input: { kind: 'symbols', vocabulary }, outputSize: vocabulary, everyStep: true },
  model: modelOf({ hiddenSize: 20, embeddingSize: 12, outputActivation: loss === 'mse' ? 'softmax' : 'none' }),
  training: trainingOf({ loss, optimizer: 'gd', batchSize, threads: 1 }),
  steps,
});

const vocabulary = 33;
const steps = 45;
const source: SymbolSource = {
  kind: 'symbols',
  ids: Uint16Array.from({ length: 1000 }, (_, i) => (i * i + (i >> 2)) % vocabulary),
  vocabulary,
};
// 585 rows of outputs are three blocks; those of one example are one.
const examples = Int32Array.from({ length: 13 }, (_, b) => b * 70);

onEveryBackend((kernels) => {
  /** Loss, and the parameters after one step along the gradient of all examples, `batchSize` at a time. */
  const step = async (
    loss: TrainingConfig['loss'],
    batchSize: number,
    pass: PassOptions,
  ): Promise<{ mean: number; evaluated: number; terms: number; parameters: Map<string, Tensor> }> => {
    const session = await Session.create({ ...optionsOf(vocabulary, steps, batchSize, loss), kernels });
    session.initialise(3);
    session.load(source);
    let [lossSum, terms, evaluated] = [0, 0, 0];
    for (let from = 0; from < examples.length; from += batchSize) {
      const batch = examples.subarray(from, from + batchSize);
      const result = session.accumulate(batch, pass);
      lossSum += result.lossSum;
      terms += result.terms;
      evaluated += session.evaluate(batch, pass).lossSum;
    }
    session.update(terms, updateOf({}));
    const parameters = session.readParameters();
    await session.dispose();
    return { mean: lossSum / terms, evaluated, terms, parameters };
  };

  describe('the head works in blocks of steps', () => {
    test.each(['crossEntropy', 'mse'] as const)(
      'with %s three blocks give the loss and gradient of one within 1e-6',
      async (loss) => {
        const whole = await step(loss, examples.length, fresh);
        const single = await step(loss, 1, fresh);
        expect(Math.abs(whole.mean / single.mean - 1)).toBeLessThan(1e-6);
        expect(Math.abs(whole.evaluated / single.evaluated - 1)).toBeLessThan(1e-6);
        for (const [name, { values }] of single.parameters) {
          expect(largestError(whole.parameters.get(name)?.values ?? [], values), name).toBeLessThan(1e-6);
        }
      },
    );

    test('steps that are skipped have no loss and no gradient of their own, in whatever block they are', async () => {
      const skip = 30;
      const whole = await step('crossEntropy', examples.length, { ...fresh, skip });
      const single = await step('crossEntropy', 1, { ...fresh, skip });
      expect(whole.terms).toBe(examples.length * (steps - skip));
      for (const [name, { values }] of single.parameters) {
        expect(largestError(whole.parameters.get(name)?.values ?? [], values), name).toBeLessThan(1e-6);
      }
    });
  });
});

test('a vocabulary of 20,000 takes less than 100 MB more for 200 steps than for 50, where its outputs would be 600 MB', () => {
  const bytes = (T: number): number => {
    const memory = new SharedMemory(KERNEL_MEMORY);
    const { shape, model, training, steps } = optionsOf(20_000, T, 50, 'crossEntropy');
    planNetwork(memory, 16, { network: networkOf(shape, model, training.loss), training, steps });
    return memory.mark();
  };
  expect(bytes(200) - bytes(50)).toBeLessThan(1e8);
  expect(bytes(50)).toBeLessThan(2e8);
});
