import { describe, expect, test } from 'vitest';
import type { KernelModule } from '../../../../engine/compute/loadKernels.ts';
import { Session } from '../../../../engine/network/session.ts';
import type { SessionOptions } from '../../../../engine/network/sessionOptions.ts';
import type { Source, SymbolSource, WindowSource } from '../../../../engine/compute/source.ts';
import type { Tensor } from '../../../../engine/compute/tensor.ts';
import type { Cell, ModelConfig } from '../../../../engine/config.ts';
import { bitsOf } from '../bitsOf.ts';
import { onEveryBackend } from './everyBackend.ts';
import { largestError } from './reference.ts';
import { fresh, modelOf, trainingOf, updateOf } from './sessionOptions.ts';

const vocabulary = 11;
const textShape = { input: { kind: 'symbols', vocabulary }, outputSize: vocabulary, everyStep: true } as const;
/** A text with a pattern to learn. */
const textSource = {
  kind: 'symbols',
  ids: Uint16Array.from({ length: 4000 }, (_, i) => (i * i + (i >> 2)) % vocabulary),
  vocabulary,
} satisfies SymbolSource;
const textOptions = (threads: number, dropout = 0, hiddenSize = 40): SessionOptions => ({
  shape: textShape,
  model: modelOf({ hiddenSize, numLayers: 2, embeddingSize: 12, dropout }),
  training: trainingOf({ loss: 'crossEntropy', optimizer: 'adam', batchSize: 13, threads }),
  steps: 17,
});
const lanes = (pass: number): Int32Array => Int32Array.from({ length: 13 }, (_, b) => b * 300 + pass * 17);

const startOn = async (kernels: KernelModule, options: SessionOptions, source: Source, seed = 5): Promise<Session> => {
  const session = await Session.create({ ...options, kernels });
  session.initialise(seed);
  session.load(source);
  return session;
};

/** Losses of passes from … to - 1 with an update after each. */
const train = (session: Session, from: number, to: number): number[] => {
  const losses: number[] = [];
  for (let pass = from; pass < to; pass++) {
    const { lossSum, terms } = session.accumulate(lanes(pass), { carryState: pass > 0, dropoutSeed: pass });
    session.update(terms, updateOf({ learningRate: 0.01, gradClip: 1, step: pass + 1 }));
    losses.push(lossSum / terms);
  }
  return losses;
};

const bits = (tensors: ReadonlyMap<string, Tensor>): [string, string][] =>
  [...tensors].map(([name, { values }]) => [name, bitsOf(values)]);

onEveryBackend((kernels) => {
  const start = (options: SessionOptions, source: Source, seed?: number): Promise<Session> =>
    startOn(kernels, options, source, seed);

  describe('training', () => {
    test.each<Cell>(['rnn', 'lstm', 'gru'])(
      '%s brings the loss of a sine below 2 % of its first value in 150 steps',
      async (cell) => {
        const wave = Float32Array.from({ length: 400 }, (_, i) => Math.sin(i * 0.3));
        const source: WindowSource = {
          kind: 'windows',
          values: wave,
          columns: 1,
          targets: wave,
          targetColumns: 1,
          horizon: 1,
          lags: Int32Array.of(0),
        };
        const session = await start(
          {
            shape: { input: { kind: 'numbers', size: 1 }, outputSize: 1, everyStep: false },
            model: modelOf({ cell, hiddenSize: 16 }),
            training: trainingOf({ optimizer: 'adam', batchSize: 16 }),
            steps: 12,
          },
          source,
        );
        const losses = Array.from({ length: 150 }, (_, pass) => {
          const examples = Int32Array.from({ length: 16 }, (_, b) => (pass * 31 + b * 23) % 380);
          const { lossSum, terms } = session.accumulate(examples, fresh);
          session.update(terms, updateOf({ learningRate: 0.01, step: pass + 1 }));
          return lossSum / terms;
        });
        expect(Math.min(...losses.slice(-10))).toBeLessThan(0.02 * (losses[0] ?? NaN));
        await session.dispose();
      },
    );

    test('one seed and one number of threads give the same bits, another seed does not', async () => {
      const run = async (seed: number): Promise<[string, string][]> => {
        const session = await start(textOptions(2, 0.3, 128), textSource, seed);
        expect(session.threads).toBe(2);
        train(session, 0, 6);
        const parameters = bits(session.readParameters());
        await session.dispose();
        return parameters;
      };
      const first = await run(5);
      expect(await run(5)).toEqual(first);
      expect(await run(6)).not.toEqual(first);
    });

    // The larger network's parameters are many enough for the threads to share the update as well.
    test.each([40, 128])(
      'two and three threads agree with one within 1e-4, dropout included (H %d)',
      async (hiddenSize) => {
        const run = async (threads: number): Promise<number[]> => {
          const session = await start(textOptions(threads, 0.3, hiddenSize), textSource);
          expect(session.threads).toBe(threads);
          const losses = train(session, 0, 6);
          await session.dispose();
          return losses;
        };
        const alone = await run(1);
        expect(largestError(await run(2), alone)).toBeLessThan(1e-4);
        expect(largestError(await run(3), alone)).toBeLessThan(1e-4);
      },
    );

    test('a session restored from parameters and training state goes on with the same bits', async () => {
      const session = await start(textOptions(2, 0.3), textSource);
      train(session, 0, 4);
      const parameters = session.readParameters();
      const state = session.readTrainingState();
      const losses = train(session, 4, 8);

      const restored = await Session.create({ ...textOptions(2, 0.3), kernels });
      restored.load(textSource);
      restored.writeParameters(parameters);
      restored.writeTrainingState(state);
      expect(train(restored, 4, 8)).toEqual(losses);
      expect(bits(restored.readParameters())).toEqual(bits(session.readParameters()));
      expect(bits(restored.readTrainingState())).toEqual(bits(session.readTrainingState()));
      await Promise.all([session.dispose(), restored.dispose()]);
    });

    test('batches accumulated one after another give the gradient of the whole within 1e-6', async () => {
      const step = async (batches: Int32Array[]): Promise<Map<string, Tensor>> => {
        const options = textOptions(1);
        const session = await start({ ...options, training: { ...options.training, optimizer: 'gd' } }, textSource);
        let all = 0;
        for (const batch of batches) all += session.accumulate(batch, fresh).terms;
        session.update(all, updateOf({}));
        const parameters = session.readParameters();
        await session.dispose();
        return parameters;
      };
      const examples = lanes(0);
      const whole = await step([examples]);
      const parts = await step([examples.subarray(0, 1), examples.subarray(1, 6), examples.subarray(6)]);
      for (const [name, { values }] of whole)
        expect(largestError(parts.get(name)?.values ?? [], values), name).toBeLessThan(1e-6);
    });

    test('a gradient that is not finite leaves the parameters as they are and is gone afterwards', async () => {
      const session = await start(textOptions(2), textSource);
      const parameters = session.readParameters();
      const broken = new Map(parameters);
      const head = parameters.get('head.bias');
      if (!head) throw new Error('no head');
      broken.set('head.bias', { shape: head.shape, values: head.values.map(() => NaN) });
      session.writeParameters(broken);
      const { terms } = session.accumulate(lanes(0), fresh);
      expect(session.update(terms, updateOf({})).gradNorm).toBeNaN();
      expect(bits(session.readParameters())).toEqual(bits(broken));
      session.writeParameters(parameters);
      expect(train(session, 0, 1)[0]).toBeLessThan(3);
      await session.dispose();
    });
  });

  describe('dropout', () => {
    test('the gradient is that of the masked network: the slope along it agrees within 1 %', async () => {
      const options = textOptions(1, 0.4);
      const session = await start({ ...options, training: { ...options.training, optimizer: 'sgd' } }, textSource);
      const pass = { carryState: false, dropoutSeed: 9 };
      const before = session.readParameters();
      const lossAt = (rate: number): number => {
        session.writeParameters(before);
        const { terms } = session.accumulate(lanes(0), pass);
        session.update(terms, updateOf({ learningRate: rate }));
        const { lossSum } = session.accumulate(lanes(0), pass);
        session.update(Infinity, updateOf({}));
        return lossSum / terms;
      };
      const { terms } = session.accumulate(lanes(0), pass);
      const { gradNorm } = session.update(terms, updateOf({ learningRate: 0 }));
      const rate = 0.05;
      const slope = (lossAt(-rate) - lossAt(rate)) / (2 * rate);
      expect(Math.abs(slope / gradNorm ** 2 - 1)).toBeLessThan(0.01);
      await session.dispose();
    });

    test('another dropout seed drops others, evaluation drops none', async () => {
      const session = await start(textOptions(1, 0.4), textSource);
      const loss = (dropoutSeed: number): number =>
        session.accumulate(lanes(0), { carryState: false, dropoutSeed }).lossSum;
      expect(loss(1)).toBe(loss(1));
      expect(loss(1)).not.toBe(loss(2));
      const plain = await start(textOptions(1), textSource);
      expect(session.evaluate(lanes(0), fresh).lossSum).toBe(plain.evaluate(lanes(0), fresh).lossSum);
      await Promise.all([session.dispose(), plain.dispose()]);
    });
  });

  describe('states', () => {
    test('evaluation in between leaves training as it was, to the bit', async () => {
      const session = await start(textOptions(2), textSource);
      const losses = train(session, 0, 3);
      const again = await start(textOptions(2), textSource);
      const interrupted = [0, 1, 2].flatMap((pass) => {
        again.evaluate(lanes(pass + 8), { carryState: pass > 0 });
        return train(again, pass, pass + 1);
      });
      expect(interrupted).toEqual(losses);
      await Promise.all([session.dispose(), again.dispose()]);
    });

    test.each<[string, Partial<ModelConfig>]>([
      ['a plain network', {}],
      ['a learned first state', { initialState: 'learned' }],
      ['projection, layer norm, recurrent dropout', { projSize: 9, layerNorm: true, recurrentDropout: 0.5 }],
      ['a gru that resets before, with residuals', { cell: 'gru', gruReset: 'before', residual: true }],
    ])('symbols fed one by one give the probabilities that predict gives, within 1e-6: %s', async (_, model) => {
      const options = textOptions(1);
      const session = await start({ ...options, model: { ...options.model, ...model } }, textSource);
      for (let step = 1; step <= 3; step++) {
        const { terms } = session.accumulate(lanes(step), { carryState: false, dropoutSeed: step });
        session.update(terms, updateOf({ learningRate: 0.1, step }));
      }
      const feedWindow = (from: number): number[] => {
        session.resetFeed();
        let logits: number[] = [];
        for (let i = from; i < from + 17; i++) {
          logits = [...session.feed(textSource.ids[i] ?? 0)];
        }
        const powers = logits.map(Math.exp);
        const sum = powers.reduce((total, power) => total + power, 0);
        return powers.map((power) => power / sum);
      };
      const predicted = [...session.predict(Int32Array.of(40, 90))];
      expect(largestError([...feedWindow(40), ...feedWindow(90)], predicted)).toBeLessThan(1e-6);
      await session.dispose();
    });

    test('an identity embedding reads as one-hot symbols do, within 1e-6', async () => {
      const options = textOptions(1);
      const oneHot = await start({ ...options, model: { ...options.model, embeddingSize: 0 } }, textSource);
      const embedded = await start({ ...options, model: { ...options.model, embeddingSize: vocabulary } }, textSource);
      const identity = Float32Array.from({ length: vocabulary ** 2 }, (_, i) => (i % (vocabulary + 1) === 0 ? 1 : 0));
      const parameters = oneHot.readParameters();
      embedded.writeParameters(
        new Map([['embedding.weight', { shape: [vocabulary, vocabulary], values: identity }], ...parameters]),
      );
      const first = [...oneHot.predict(lanes(0))];
      expect(largestError(embedded.predict(lanes(0)), first)).toBeLessThan(1e-6);
      for (const session of [oneHot, embedded]) {
        const { terms } = session.accumulate(lanes(0), fresh);
        session.update(terms, updateOf({ learningRate: 0.01 }));
      }
      const moved = embedded.readParameters();
      for (const [name, { values }] of oneHot.readParameters()) {
        expect(largestError(moved.get(name)?.values ?? [], values), name).toBeLessThan(1e-5);
      }
      await Promise.all([oneHot.dispose(), embedded.dispose()]);
    });
  });
});
