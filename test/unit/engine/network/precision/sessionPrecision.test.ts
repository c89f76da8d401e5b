import { describe, expect, test } from 'vitest';
import type { ModelConfig } from '../../../../../engine/config.ts';
import { createRandom } from '../../../../../engine/compute/random.ts';
import type { Source } from '../../../../../engine/compute/source.ts';
import { Session } from '../../../../../engine/network/session.ts';
import type { SessionOptions } from '../../../../../engine/network/sessionOptions.ts';
import { roundToBfloat16 } from '../../kernels/roundToBfloat16.ts';
import { onEveryBackend } from '../everyBackend.ts';
import { modelOf, trainingOf, updateOf } from '../sessionOptions.ts';

const [V, B, T] = [20, 6, 7];
const random = createRandom(4);
const source: Source = {
  kind: 'symbols',
  ids: Uint16Array.from({ length: 600 }, () => random.integer(V)),
  vocabulary: V,
};
const examples = Int32Array.from({ length: B }, (_, b) => b * 90);

type Values = ReadonlyMap<string, Float32Array>;

const valuesOf = (session: Session): Values =>
  new Map([...session.readParameters()].map(([name, { values }]) => [name, values.slice()]));

/** The sum of products of all values of two. */
const inner = (a: Values, b: Values): number => {
  let sum = 0;
  for (const [name, values] of a) values.forEach((value, i) => (sum += value * (b.get(name)?.[i] ?? NaN)));
  return sum;
};

const minus = (a: Values, b: Values, scale = 1): Values =>
  new Map([...a].map(([name, values]) => [name, values.map((value, i) => value - scale * (b.get(name)?.[i] ?? NaN))]));

onEveryBackend((kernels) => {
  const start = async (
    model: Partial<ModelConfig>,
    training: Partial<SessionOptions['training']> = {},
  ): Promise<Session> => {
    const session = await Session.create({
      shape: { input: { kind: 'symbols', vocabulary: V }, outputSize: V, everyStep: true },
      model: modelOf({ hiddenSize: 35, numLayers: 2, embeddingSize: 10, ...model }),
      training: { ...trainingOf({ loss: 'crossEntropy', batchSize: B }), ...training },
      steps: T,
      kernels,
    });
    session.initialise(2);
    session.load(source);
    return session;
  };

  /** The mean gradient of one pass, and its loss: how far plain descent at rate 1 goes. */
  const gradientOf = (session: Session, dropoutSeed = 5): { readonly gradient: Values; readonly loss: number } => {
    const before = valuesOf(session);
    const { lossSum, terms } = session.accumulate(examples, { carryState: false, dropoutSeed });
    session.update(terms, updateOf({}));
    const gradient = minus(before, valuesOf(session));
    return { gradient, loss: lossSum / terms };
  };

  describe.each<[string, Partial<ModelConfig>]>([
    ['LSTM', {}],
    ['LSTM with a projection', { projSize: 9 }],
    ['LSTM with normalised products', { layerNorm: true }],
    ['LSTM whose state is dropped', { recurrentDropout: 0.3 }],
    ['LSTM whose weights are dropped', { weightDropout: 0.3 }],
    ['LSTM both ways', { bidirectional: true }],
    ['LSTM with its input added', { residual: true }],
    ['LSTM with tied outputs', { tiedOutput: true, embeddingSize: 35 }],
    ['LSTM of symbols as they are', { embeddingSize: 0 }],
    ['GRU', { cell: 'gru' }],
    ['GRU that resets before', { cell: 'gru', gruReset: 'before' }],
    ['RNN', { cell: 'rnn' }],
    ['minGRU', { cell: 'minGru' }],
    ['minLSTM', { cell: 'minLstm' }],
  ])('%s', (_, model) => {
    test('the gradient of a pass in bfloat16 is off by less than 2 % of its length, and not the same', async () => {
      const [narrow, wide] = [await start(model, { precision: 'bfloat16' }), await start(model)];
      expect([narrow.precision, wide.precision]).toEqual(['bfloat16', 'float32']);
      const [rounded, exact] = [gradientOf(narrow), gradientOf(wide)];
      const difference = minus(rounded.gradient, exact.gradient);
      const share = Math.sqrt(inner(difference, difference) / inner(exact.gradient, exact.gradient));
      expect(share).toBeLessThan(0.02);
      expect(share).toBeGreaterThan(1e-5);
      expect(Math.abs(rounded.loss - exact.loss)).toBeLessThan(0.002 * exact.loss);
      await Promise.all([narrow.dispose(), wide.dispose()]);
    });

    test('a session planned for both trains in float32 as one planned for it alone, bit for bit', async () => {
      const [both, alone] = [await start(model, { precision: 'auto' }), await start(model)];
      both.precision = 'float32';
      expect(gradientOf(both)).toEqual(gradientOf(alone));
      expect(gradientOf(both)).toEqual(gradientOf(alone));
      await Promise.all([both.dispose(), alone.dispose()]);
    });
  });

  test('the gradient is that of the network with rounded weights, by differences in float32, within 2 %', async () => {
    const narrow = await start({}, { precision: 'bfloat16' });
    const parameters = narrow.readParameters();
    for (const { values } of parameters.values()) values.forEach((value, i) => (values[i] = roundToBfloat16(value)));
    narrow.writeParameters(parameters);
    const { gradient } = gradientOf(narrow);

    const wide = await start({});
    const rounded: Values = new Map([...parameters].map(([name, { values }]) => [name, values]));
    const lossAt = (scale: number): number => {
      const moved = minus(rounded, gradient, scale);
      wide.writeParameters(
        new Map(
          [...parameters].map(([name, tensor]) => [name, { ...tensor, values: moved.get(name) ?? tensor.values }]),
        ),
      );
      const { lossSum, terms } = wide.evaluate(examples, { carryState: false });
      return lossSum / terms;
    };
    const step = 0.02;
    const slope = (lossAt(-step) - lossAt(step)) / (2 * step);
    const squares = inner(gradient, gradient);
    expect(Math.abs(slope - squares)).toBeLessThan(0.02 * squares);
    await Promise.all([narrow.dispose(), wide.dispose()]);
  });

  test('what is evaluated and predicted is in float32, and the masters are floats', async () => {
    const [narrow, wide] = [await start({}, { precision: 'bfloat16' }), await start({})];
    expect(narrow.evaluate(examples, { carryState: false })).toEqual(wide.evaluate(examples, { carryState: false }));
    narrow.accumulate(examples, { carryState: false, dropoutSeed: 1 });
    expect(narrow.predict(examples)).toEqual(wide.predict(examples));
    gradientOf(narrow);
    const isRounded = [...valuesOf(narrow).values()].every((values) =>
      values.every((value) => roundToBfloat16(value) === value),
    );
    expect(isRounded).toBe(false);
    await Promise.all([narrow.dispose(), wide.dispose()]);
  });

  test('the same seed and threads give the same bits, other threads losses within 1e-3', async () => {
    const train = async (threads: number): Promise<number[]> => {
      const model = { hiddenSize: 70, dropout: 0.2 };
      const session = await start(model, { precision: 'bfloat16', optimizer: 'adam', threads });
      expect(session.threads).toBe(threads);
      const losses = Array.from({ length: 6 }, (_, step) => {
        const { lossSum, terms } = session.accumulate(examples, { carryState: step > 0, dropoutSeed: step });
        session.update(terms, updateOf({ learningRate: 0.01, gradClip: 1, step: step + 1 }));
        return lossSum / terms;
      });
      await session.dispose();
      return losses;
    };
    const [one, two, again] = [await train(1), await train(2), await train(2)];
    expect(again).toEqual(two);
    two.forEach((loss, step) => {
      expect(Math.abs(loss - (one[step] ?? NaN))).toBeLessThan(1e-3);
    });
  });

  describe('passes that learn nothing, in bfloat16 where that is asked for', () => {
    const distance = (a: Float32Array, b: Float32Array): number =>
      Math.max(...a.map((value, i) => Math.abs(value - (b[i] ?? NaN))));
    /** Copies: what a session puts out is valid until its next call. */
    const outputsOf = (session: Session): Record<string, Float32Array> => {
      const predicted = session.predict(examples).slice();
      session.resetFeed();
      session.feed(3);
      return { predicted, fed: session.feed(7).slice() };
    };

    test.each<[string, Partial<ModelConfig>]>([
      ['LSTM', {}],
      ['LSTM with tied outputs', { tiedOutput: true, embeddingSize: 35 }],
      ['GRU both ways', { cell: 'gru', bidirectional: true }],
      ['minGRU', { cell: 'minGru' }],
    ])('%s: near what float32 gives, and not the same; the present weights are rounded', async (_, model) => {
      const session = await start(model, { precision: 'bfloat16' });
      const exact = outputsOf(session);
      session.forward.ask('bfloat16');
      const check = (rounded: Record<string, Float32Array>, near: Record<string, Float32Array>): void => {
        for (const [name, values] of Object.entries(rounded)) {
          expect(distance(values, near[name]!), name).toBeLessThan(0.02);
          expect(distance(values, near[name]!), name).toBeGreaterThan(0);
        }
      };
      const first = outputsOf(session);
      check(first, exact);
      const { lossSum, terms } = session.evaluate(examples, { carryState: false });
      const parameters = session.readParameters();
      for (const { values } of parameters.values()) values.forEach((value, i) => (values[i] = -1.5 * value));
      session.writeParameters(parameters);
      const second = outputsOf(session);
      session.forward.ask('float32');
      check(second, outputsOf(session));
      expect(distance(second['predicted']!, first['predicted']!)).toBeGreaterThan(0.005);
      session.writeParameters(
        new Map(
          [...parameters].map(([name, { shape, values }]) => [name, { shape, values: values.map((x) => x / -1.5) }]),
        ),
      );
      const alike = session.evaluate(examples, { carryState: false });
      expect(Math.abs(lossSum - alike.lossSum) / terms).toBeLessThan(0.002);
      expect(lossSum).not.toBe(alike.lossSum);
      await session.dispose();
    });

    test('auto takes what measured faster, leaves no trace of measuring, and says both times', async () => {
      const measured = await start({}, { precision: 'auto' });
      measured.forward.ask('auto');
      expect(measured.forward.describe()).toEqual([]);
      const found = outputsOf(measured);
      const [ofBatches = '', ofSymbols = '', ...more] = measured.forward.describe();
      expect(ofBatches).toMatch(
        /^products in (float32|bfloat16), which take [\d.]+ ms a batch; in \w+ it is [\d.]+ ms$/,
      );
      expect(ofSymbols).toMatch(/ ms a symbol; /);
      expect(more).toEqual([]);
      const asked = await start({}, { precision: 'auto' });
      const chosen = (sentence: string) => (sentence.startsWith('products in bfloat16') ? 'bfloat16' : 'float32');
      asked.forward.ask(chosen(ofBatches));
      expect(found['predicted']).toEqual(outputsOf(asked)['predicted']);
      asked.forward.ask(chosen(ofSymbols));
      expect(found['fed']).toEqual(outputsOf(asked)['fed']);
      await Promise.all([measured.dispose(), asked.dispose()]);
    });

    test('auto measures no pass that goes on from a carried state', async () => {
      const [measured, plain] = [await start({}, { precision: 'auto' }), await start({})];
      measured.forward.ask('auto');
      for (const carryState of [true, true]) {
        expect(measured.evaluate(examples, { carryState })).toEqual(plain.evaluate(examples, { carryState }));
      }
      expect(measured.forward.describe()).toEqual([]);
      await Promise.all([measured.dispose(), plain.dispose()]);
    });
  });

  test('a session that was not planned for it refuses bfloat16', async () => {
    const session = await start({});
    expect(session.hasBfloat16).toBe(false);
    expect(() => (session.precision = 'bfloat16')).toThrow('no weights in bfloat16');
    expect(() => {
      session.forward.ask('auto');
    }).toThrow('no weights in bfloat16');
    await session.dispose();
  });
});
