import { describe, expect, test } from 'vitest';
import type { SymbolSource } from '../../../../../engine/compute/source.ts';
import type { ModelConfig } from '../../../../../engine/config.ts';
import { dropoutKeyOf } from '../../../../../engine/network/layers/dropoutKey.ts';
import { Session } from '../../../../../engine/network/session.ts';
import type { SessionOptions } from '../../../../../engine/network/sessionOptions.ts';
import { bitsOf } from '../../bitsOf.ts';
import { foundKernels, onEveryBackend } from '../everyBackend.ts';
import { largestError, type Values } from '../reference.ts';
import { runReference } from '../referenceNetwork.ts';
import { modelOf, trainingOf, updateOf } from '../sessionOptions.ts';
import { Tape } from '../tape.ts';

const [T, B, V, E, L] = [5, 4, 9, 5, 2];
const seed = 23;
const shares = { dropout: 0.3, inputDropout: 0.2, outputDropout: 0.4, recurrentDropout: 0.25, wordDropout: 0.3 };
const source: SymbolSource = {
  kind: 'symbols',
  ids: Uint16Array.from({ length: 400 }, (_, i) => (i * i + 3 * (i >> 3)) % V),
  vocabulary: V,
};
const examples = Int32Array.of(3, 50, 21, 90);

/** The hash that decides what is dropped, in plain numbers. */
const hash = (value: number): number => {
  let x = value >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d) >>> 0;
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b) >>> 0;
  return (x ^ (x >>> 16)) >>> 0;
};
/** What multiplies elements 0 to count - 1 of mask `index` of the pass. */
const maskOf = (index: number, share: number, count: number): number[] => {
  const key = dropoutKeyOf(seed, index) >>> 0;
  const limit = Math.floor(Math.fround(share) * 2 ** 32);
  return Array.from({ length: count }, (_, i) => (hash((hash(i) ^ key) >>> 0) >= limit ? 1 / (1 - share) : 0));
};
const everyStep = (mask: readonly number[]): number[] => Array.from({ length: T }, () => mask).flat();
const times = (a: Values, b: Values): Float64Array => Float64Array.from(a, (value, i) => value * b[i]!);

/** Loss and gradients of the whole network, with the masks that its places among those of the pass give it. */
const runMasked = (model: ModelConfig, parameters: ReadonlyMap<string, Values>, weightDropout: number) => {
  const ofWords = maskOf(0, shares.wordDropout, V);
  const ofInput = everyStep(maskOf(1, shares.inputDropout, B * E));
  const between = [0, 1].map((layer) =>
    layer === 0 ? everyStep(maskOf(2, shares.dropout, B * E)) : new Array<number>(T * B * E).fill(1),
  );
  const states = new Map([0, 1].map((layer) => [`_l${layer}`, maskOf(4 + layer, shares.recurrentDropout, B * E)]));
  const weights = new Map(
    [0, 1].map((layer) => {
      const name = `rnn.weight_hh_l${layer}`;
      return [name, maskOf(6 + layer, weightDropout, parameters.get(name)!.length)];
    }),
  );
  const ofOutput = everyStep(maskOf(weightDropout > 0 ? 8 : 6, shares.outputDropout, B * E));
  const used = new Map(
    [...parameters].map(([name, values]) => [
      name.replace('rnn.', ''),
      weightDropout > 0 && weights.has(name) ? times(values, weights.get(name)!) : values,
    ]),
  );
  const idOf = (t: number, b: number): number => (source.ids as Uint16Array)[examples[b]! + t]!;
  const embedding = parameters.get('embedding.weight')!;
  const lookedUp = Array.from({ length: T * B * E }, (_, i) => {
    const id = idOf(Math.floor(i / E / B), Math.floor(i / E) % B);
    return { at: id * E + (i % E), factor: ofWords[id]! * ofInput[i]! };
  });
  const x = Array.from({ length: T }, (_, t) =>
    lookedUp.slice(t * B * E, (t + 1) * B * E).map(({ at, factor }) => embedding[at]! * factor),
  );
  const run = runReference({ ...{ model, B, x, between, masks: states, parameters: used }, states: new Map() });
  const tape = new Tape();
  const [matrix, bias] = [tape.value(embedding), tape.value(parameters.get('head.bias')!)];
  const outputs = tape.value(run.outputs);
  const masked = tape.times(outputs, tape.value(ofOutput));
  const { activationPenalty: size, changePenalty: change } = model;
  // Twice the weight of a square times its root: the slope of the penalties, which are no part of the loss that is told.
  masked.values.forEach((value, i) => (masked.slopes[i] = (2 * size * value) / E));
  let lossSum = 0;
  for (let t = 0; t < T; t++) {
    for (let b = 0; b < B; b++) {
      const at = (t * B + b) * E;
      const { values, slopes } = tape.sum(tape.product(matrix, tape.part(masked, at, at + E)), bias);
      const mass = [...values].reduce((sum, value) => sum + Math.exp(value), 0);
      lossSum += Math.log(mass) - values[idOf(t + 1, b)]!;
      values.forEach((value, id) => (slopes[id] = Math.exp(value) / mass - (id === idOf(t + 1, b) ? 1 : 0)));
    }
  }
  tape.backward();
  for (let i = 0; i < (T - 1) * B * E; i++) {
    const slope = (((2 * change * T) / (T - 1)) * (run.outputs[i + B * E]! - run.outputs[i]!)) / E;
    outputs.slopes[i + B * E]! += slope;
    outputs.slopes[i]! -= slope;
  }
  const below = run.gradients(outputs.slopes);
  // Where the embedding is looked up and where it is the output layer.
  below.get('x')!.forEach((slope, i) => (matrix.slopes[lookedUp[i]!.at]! += slope * lookedUp[i]!.factor));
  const gradients = new Map<string, Values>([
    ['embedding.weight', matrix.slopes],
    ['head.bias', bias.slopes],
  ]);
  for (const [name, mask] of weights) {
    const slopes = below.get(name.slice(4))!;
    gradients.set(name, weightDropout > 0 ? times(slopes, mask) : slopes);
  }
  const rest = [...parameters.keys()].filter((name) => !gradients.has(name));
  for (const name of rest) gradients.set(name, below.get(name.slice(4))!);
  return { lossSum, gradients };
};

const optionsOf = (model: Partial<ModelConfig>, threads = 1, hiddenSize = E): SessionOptions => ({
  shape: { input: { kind: 'symbols', vocabulary: V }, outputSize: V, everyStep: true },
  model: modelOf({
    ...{ hiddenSize, numLayers: L, embeddingSize: hiddenSize, ...shares },
    ...{ tiedOutput: true, lockedDropout: true, ...model },
  }),
  training: trainingOf({ loss: 'crossEntropy', optimizer: 'sgd', batchSize: B, threads }),
  steps: T,
});

const cases: [string, Partial<ModelConfig>][] = [
  ['lstm', { cell: 'lstm', weightDropout: 0.35 }],
  ['gru', { cell: 'gru', weightDropout: 0.35 }],
  ['gru that resets before', { cell: 'gru', gruReset: 'before', weightDropout: 0.35 }],
  ['rnn', { cell: 'rnn', weightDropout: 0.35 }],
  ['gru with penalties', { cell: 'gru', weightDropout: 0.35, activationPenalty: 2, changePenalty: 3 }],
  ['lstm that keeps its weights', { cell: 'lstm', weightDropout: 0 }],
];

onEveryBackend((kernels) => {
  const start = async (options: SessionOptions): Promise<Session> => {
    const session = await Session.create({ ...options, kernels });
    session.initialise(7);
    session.load(source);
    return session;
  };
  /** Losses of passes from … to - 1 with an update after each. */
  const train = (session: Session, from: number, to: number): number[] =>
    Array.from({ length: to - from }, (_, i) => {
      const pass = from + i;
      const batch = examples.map((example) => example + pass * T);
      const { lossSum, terms } = session.accumulate(batch, { carryState: pass > 0, dropoutSeed: pass });
      session.update(terms, updateOf({ learningRate: 0.3, step: pass + 1 }));
      return lossSum / terms;
    });

  describe('vectors, values, states and weights dropped, the same at every step', () => {
    test.each(cases)(
      '%s: loss and gradients are those of plain loops with the same masks within 1e-5',
      async (_, model) => {
        const session = await start(optionsOf(model));
        const before = new Map(
          [...session.readParameters()].map(([name, { values }]) => [name, Float64Array.from(values)]),
        );
        const { lossSum, gradients } = runMasked(optionsOf(model).model, before, model.weightDropout ?? 0);
        const loss = session.accumulate(examples, { carryState: false, dropoutSeed: seed });
        expect(Math.abs(loss.lossSum / lossSum - 1)).toBeLessThan(1e-5);
        session.update(1, updateOf({}));
        for (const [name, { values }] of session.readParameters()) {
          const moved = values.map((value, i) => before.get(name)![i]! - value);
          expect(largestError(moved, gradients.get(name)!), name).toBeLessThan(1e-5);
        }
        await session.dispose();
      },
    );

    test('what is evaluated and fed is the whole network', async () => {
      const session = await start(optionsOf({ cell: 'lstm', weightDropout: 0.35 }));
      const none = { dropout: 0, inputDropout: 0, outputDropout: 0, recurrentDropout: 0, wordDropout: 0 };
      const plain = await start(optionsOf({ cell: 'lstm', ...none, lockedDropout: false }));
      const pass = { carryState: false, dropoutSeed: seed };
      session.accumulate(examples, pass);
      expect(session.evaluate(examples, pass)).toEqual(plain.evaluate(examples, pass));
      expect(session.feed(3)).toEqual(plain.feed(3));
      await Promise.all([session.dispose(), plain.dispose()]);
    });

    test('two threads agree with one within 1e-4', async () => {
      const run = async (threads: number): Promise<number[]> => {
        const session = await start(optionsOf({ cell: 'lstm', weightDropout: 0.35 }, threads, 160));
        expect(session.threads).toBe(threads);
        const losses = train(session, 0, 4);
        await session.dispose();
        return losses;
      };
      expect(largestError(await run(2), await run(1))).toBeLessThan(1e-4);
    });
  });

  test('a session of tied and dropped weights goes on from its parameters and state with the same bits', async () => {
    const options = optionsOf({ cell: 'gru', weightDropout: 0.35 });
    const session = await start(options);
    train(session, 0, 3);
    const [parameters, state] = [session.readParameters(), session.readTrainingState()];
    const losses = train(session, 3, 6);
    const restored = await Session.create({ ...options, kernels });
    restored.load(source);
    restored.writeParameters(parameters);
    restored.writeTrainingState(state);
    expect(train(restored, 3, 6)).toEqual(losses);
    const bits = (of: Session): string[] => [...of.readParameters().values()].map(({ values }) => bitsOf(values));
    expect(bits(restored)).toEqual(bits(session));
    await Promise.all([session.dispose(), restored.dispose()]);
  });
});

test('every instruction set drops the same: losses of twelve updates agree with plain WebAssembly within 1e-4', async () => {
  const runs = await Promise.all(
    foundKernels.map(async (kernels) => {
      const session = await Session.create({ ...optionsOf({ cell: 'lstm', weightDropout: 0.35 }, 1, 21), kernels });
      session.initialise(7);
      session.load(source);
      const losses = Array.from({ length: 12 }, (_, pass) => {
        const { lossSum, terms } = session.accumulate(examples, { carryState: pass > 0, dropoutSeed: pass });
        session.update(terms, updateOf({ learningRate: 0.3, step: pass + 1 }));
        return lossSum / terms;
      });
      await session.dispose();
      return losses;
    }),
  );
  for (const losses of runs) expect(largestError(losses, runs.at(-1)!)).toBeLessThan(1e-4);
});
