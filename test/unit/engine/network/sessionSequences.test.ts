import { describe, expect, test } from 'vitest';
import type { SequenceSource } from '../../../../engine/compute/source.ts';
import type { ModelConfig, TrainingConfig } from '../../../../engine/config.ts';
import { dropoutKeyOf } from '../../../../engine/network/layers/dropoutKey.ts';
import { Session } from '../../../../engine/network/session.ts';
import type { SessionOptions } from '../../../../engine/network/sessionOptions.ts';
import { ScratchFile } from '../../../../engine/scratchFile.ts';
import { bitsOf } from '../bitsOf.ts';
import { onEveryBackend } from './everyBackend.ts';
import { largestError } from './reference.ts';
import { type ClassifierInput, type ClassifierRun, runClassifier } from './referenceClassifier.ts';
import { classes, labels, longest, readOf, sequenceSource, vocabulary } from './sequences.ts';
import { fresh, modelOf, trainingOf, updateOf } from './sessionOptions.ts';
import { Workbench } from './workbench.ts';

const [E, H] = [4, 5];
const weights = [0.5, 2, 1.25];
const examples = Int32Array.of(4, 1, 6, 0, 3, 5, 2);

const optionsOf = (model: Partial<ModelConfig>, training: Partial<TrainingConfig> = {}): SessionOptions => ({
  shape: { input: { kind: 'symbols', vocabulary, padding: 0 }, outputSize: classes, everyStep: false },
  model: modelOf({ cell: 'gru', hiddenSize: H, embeddingSize: E, ...model }),
  training: trainingOf({ loss: 'crossEntropy', batchSize: examples.length, ...training }),
  steps: longest,
});

const start = async (options: SessionOptions, source: SequenceSource = sequenceSource()): Promise<Session> => {
  const session = await Session.create(options);
  session.initialise(3);
  session.load(source);
  return session;
};

const parametersOf = (session: Session): Map<string, Float64Array> =>
  new Map([...session.readParameters()].map(([name, { values }]) => [name, Float64Array.from(values)]));

const expected = (
  model: ModelConfig,
  parameters: ClassifierInput['parameters'],
  more: Pick<ClassifierInput, 'weights' | 'masks'> = {},
): ClassifierRun =>
  runClassifier({
    ...{ model, vocabulary, parameters, ...more },
    sequences: Array.from(examples, readOf),
    labels: Array.from(examples, (example) => labels[example]!),
  });

/** The parameters have moved by the gradients, one step of plain descent. */
const expectMoved = (
  before: ReadonlyMap<string, Float64Array>,
  session: Session,
  { gradients }: ClassifierRun,
  factor = 1,
): void => {
  for (const [name, after] of parametersOf(session)) {
    const moved = after.map((value, i) => (before.get(name)![i]! - value) / factor);
    expect(largestError(moved, gradients.get(name)!), name).toBeLessThan(1e-5);
  }
};

const pools = ['last', 'mean', 'max', 'attention'] as const;
const networks: [string, Partial<ModelConfig>][] = [
  ['gru', {}],
  ['lstm, both directions, two layers', { cell: 'lstm', bidirectional: true, numLayers: 2 }],
  ['lstm with residuals and a projection', { cell: 'lstm', numLayers: 2, residual: true, projSize: 3 }],
  ['minGru, both directions', { cell: 'minGru', bidirectional: true }],
  ['rnn of symbols that are no vectors', { cell: 'rnn', embeddingSize: 0 }],
];

onEveryBackend((kernels) => {
  describe('a network that tells sequences of symbols apart', () => {
    test.each(pools.flatMap((pool) => networks.map(([name, model]) => [pool, name, model] as const)))(
      'pool %s, %s: loss, gradients and predictions agree with the plain network within 1e-5, weights of classes too',
      async (pool, _, model) => {
        for (const classWeights of [undefined, Float32Array.from(weights)]) {
          const options = { ...optionsOf({ ...model, pool }), kernels, ...(classWeights && { classWeights }) };
          const session = await start(options);
          const before = parametersOf(session);
          const wanted = expected(options.model, before, classWeights && { weights });
          const predicted = session.predict(examples);
          wanted.logits.forEach((logits, index) => {
            const mass = logits.reduce((sum, value) => sum + Math.exp(value), 0);
            const shares = logits.map((value) => Math.exp(value) / mass);
            const found = predicted.subarray(index * classes, (index + 1) * classes);
            expect(largestError(found, shares)).toBeLessThan(1e-6);
          });
          const { lossSum, terms } = session.accumulate(examples, fresh);
          expect(terms).toBe(wanted.terms);
          expect(Math.abs(lossSum / wanted.lossSum - 1)).toBeLessThan(1e-5);
          expect(session.evaluate(examples, fresh)).toEqual({ lossSum, terms });
          session.update(1, updateOf({}));
          expectMoved(before, session, wanted);
          await session.dispose();
        }
      },
    );

    test('dropout before and after the layers agrees with plain loops under the same masks within 1e-5', async () => {
      const shares = { inputDropout: 0.4, outputDropout: 0.3 };
      const options = { ...optionsOf({ ...shares, pool: 'mean' }), kernels };
      const session = await start(options);
      const before = parametersOf(session);
      const bench = Workbench.create(kernels);
      const dropoutSeed = 17;
      const maskOf = (share: number, mask: number, T: number, n: number): Float64Array => {
        const ones = bench.write(
          bench.sequence(T, examples.length, n),
          T,
          examples.length,
          n,
          new Float64Array(T * examples.length * n).fill(1),
        );
        bench.kernels.dropout(
          ones,
          ones,
          share,
          dropoutKeyOf(dropoutSeed, mask),
          T,
          examples.length,
          n,
          0,
          examples.length,
        );
        return bench.read(ones, T, examples.length, n);
      };
      // The layer between has two masks of its own.
      const [input, output] = [maskOf(shares.inputDropout, 0, longest, E), maskOf(shares.outputDropout, 3, 1, H)];
      const lanes = [...examples.keys()];
      const masks = {
        input: lanes.map((b) =>
          Float64Array.from(
            { length: longest * E },
            (_, i) => input[(Math.floor(i / E) * lanes.length + b) * E + (i % E)]!,
          ),
        ),
        output: lanes.map((b) => output.slice(b * H, (b + 1) * H)),
      };
      for (const mask of [input, output]) expect(new Set(mask).size).toBe(2);
      const wanted = expected(options.model, before, { masks });
      const { lossSum } = session.accumulate(examples, { ...fresh, dropoutSeed });
      expect(Math.abs(lossSum / wanted.lossSum - 1)).toBeLessThan(1e-5);
      session.update(1, updateOf({}));
      expectMoved(before, session, wanted);
      // Nothing is dropped where nothing is learned.
      const plain = await start({ ...optionsOf({ pool: 'mean' }), kernels });
      plain.writeParameters(session.readParameters());
      expect(session.evaluate(examples, fresh)).toEqual(plain.evaluate(examples, fresh));
      await Promise.all([session.dispose(), plain.dispose()]);
    });

    test.each(pools)('pool %s: no step after the longest of a batch changes a bit', async (pool) => {
      const few = Int32Array.of(0, 1, 3);
      const bits = await Promise.all(
        [longest, 40].map(async (steps) => {
          const options = { ...optionsOf({ pool, bidirectional: true, outputDropout: 0.5 }), kernels, steps };
          const session = await start(options, { ...sequenceSource(), steps });
          const loss = session.accumulate(few, { ...fresh, dropoutSeed: 5 });
          session.update(loss.terms, updateOf({}));
          const parameters = [...session.readParameters()].map(([name, { values }]) => [name, bitsOf(values)]);
          const after = [loss, parameters, bitsOf(session.predict(few))];
          await session.dispose();
          return after;
        }),
      );
      expect(bits[1]).toEqual(bits[0]);
    });

    test('what stands beside a sequence changes no bit of its prediction', async () => {
      const options = { ...optionsOf({ pool: 'attention', bidirectional: true }), kernels };
      const session = await start(options);
      const together = bitsOf(session.predict(Int32Array.of(2)));
      session.load(sequenceSource([[1], [1, 1], [6, 4, 6, 1, 2], [2, 2, 2], [5], [], [3]]));
      expect(bitsOf(session.predict(Int32Array.of(2)))).toBe(together);
      await session.dispose();
    });

    test('two and three threads agree with one within 1e-5, and two halves of a batch with the whole, by the weights of all', async () => {
      const many = Int32Array.from({ length: 56 }, (_, i) => (i * 3) % labels.length);
      const model = { hiddenSize: 40, embeddingSize: 12, pool: 'attention', bidirectional: true } as const;
      const step = async (threads: number, batchSize: number, share: number): Promise<Map<string, Float64Array>> => {
        const options = optionsOf({ ...model, inputDropout: share, outputDropout: share }, { threads, batchSize });
        const session = await start({ ...options, kernels, classWeights: Float32Array.from(weights) });
        if (batchSize === many.length) expect(session.threads).toBe(threads);
        let terms = 0;
        for (let from = 0; from < many.length; from += batchSize) {
          terms += session.accumulate(many.subarray(from, from + batchSize), { ...fresh, dropoutSeed: 9 }).terms;
        }
        expect(terms).toBe(many.reduce((sum, example) => sum + (weights[labels[example]!] ?? 0), 0));
        session.update(terms, updateOf({}));
        const after = parametersOf(session);
        await session.dispose();
        return after;
      };
      const expectAlike = (some: Map<string, Float64Array>, others: Map<string, Float64Array>): void => {
        for (const [name, values] of some) expect(largestError(values, others.get(name)!), name).toBeLessThan(1e-5);
      };
      const whole = await step(1, many.length, 0.2);
      for (const threads of [2, 3]) expectAlike(await step(threads, many.length, 0.2), whole);
      expectAlike(await step(1, many.length / 2, 0), await step(1, many.length, 0));
    });

    test('sequences in a file give the bits of those in memory', async () => {
      const options = { ...optionsOf({ pool: 'max', bidirectional: true }), kernels };
      const file = new ScratchFile();
      const source = sequenceSource();
      file.append(source.ids as Uint16Array);
      const results = await Promise.all(
        [source, { ...source, ids: file }].map(async (data) => {
          const session = await start(options, data);
          const first = session.accumulate(examples.subarray(0, 5), fresh);
          const rest = session.accumulate(examples.subarray(5), fresh);
          session.update(first.terms + rest.terms, updateOf({}));
          const result = [first, rest, bitsOf(session.predict(examples))];
          await session.dispose();
          return result;
        }),
      );
      expect(results[1]).toEqual(results[0]);
    });

    test('the vector of the padding is zero at first and stays so, whoever draws it and whatever learns', async () => {
      for (const initializer of ['pytorch', 'keras', 'orthogonal'] as const) {
        const options = { ...optionsOf({ initializer }, { optimizer: 'adamw' }), kernels };
        const session = await start(options);
        const vectors = (): Float32Array => session.readParameters().get('embedding.weight')!.values;
        expect([...vectors().subarray(0, E)]).toEqual([0, 0, 0, 0]);
        const before = vectors();
        const { terms } = session.accumulate(examples, fresh);
        session.update(terms, updateOf({ weightDecay: 0.1 }));
        expect([...vectors().subarray(0, E)]).toEqual([0, 0, 0, 0]);
        expect(largestError(vectors(), before)).toBeGreaterThan(0.1);
        await session.dispose();
      }
    });

    test('weights of 1 change no bit', async () => {
      const options = { ...optionsOf({}), kernels };
      const [plain, weighted] = await Promise.all([
        start(options),
        start({ ...options, classWeights: new Float32Array(classes).fill(1) }),
      ]);
      for (const session of [plain, weighted]) {
        const { terms } = session.accumulate(examples, fresh);
        session.update(terms, updateOf({}));
      }
      const bits = (session: Session): [string, string][] =>
        [...session.readParameters()].map(([name, { values }]) => [name, bitsOf(values)]);
      expect(weighted.evaluate(examples, fresh)).toEqual(plain.evaluate(examples, fresh));
      expect(bits(weighted)).toEqual(bits(plain));
      await Promise.all([plain.dispose(), weighted.dispose()]);
    });

    test('a session restored from parameters and training state goes on with the same bits', async () => {
      const options = {
        ...optionsOf({ pool: 'attention', inputDropout: 0.3, outputDropout: 0.3 }, { optimizer: 'adam' }),
        ...{ kernels, classWeights: Float32Array.from(weights) },
      };
      const [first, second] = await Promise.all([start(options), start(options)]);
      const learn = (session: Session, step: number): string => {
        const { lossSum, terms } = session.accumulate(examples, { ...fresh, dropoutSeed: step });
        session.update(terms, updateOf({ learningRate: 0.05, step }));
        return bitsOf(Float64Array.of(lossSum));
      };
      const begun = [learn(first, 1), learn(first, 2)];
      second.writeParameters(first.readParameters());
      second.writeTrainingState(first.readTrainingState());
      expect(learn(second, 3)).toBe(learn(first, 3));
      expect(new Set(begun).size).toBe(2);
      await Promise.all([first.dispose(), second.dispose()]);
    });
  });
});

describe('what is refused of sequences and weights, with the reason', () => {
  const load = async (changes: Partial<SequenceSource>, options = optionsOf({})): Promise<void> => {
    const session = await Session.create(options);
    try {
      session.load({ ...sequenceSource(), ...changes });
    } finally {
      await session.dispose();
    }
  };
  const unpadded = {
    ...optionsOf({}),
    shape: { ...optionsOf({}).shape, input: { kind: 'symbols', vocabulary } as const },
  };
  const everyStep = { ...optionsOf({}), shape: { ...optionsOf({}).shape, everyStep: true } };

  test.each([
    ['an empty sequence without a padding', {}, unpadded, 'Sequence 3 has no symbols'],
    ['a symbol too large', { ids: new Uint16Array(28).fill(7) }, undefined, 'symbol 7 where the network knows 7'],
    ['a class too large', { labels: Int32Array.of(0, 1, 2, 3, 0, 0, 0) }, undefined, 'class 3'],
    ['another longest', { steps: 5 }, undefined, 'steps 5, the network 6'],
    ['another vocabulary', { vocabulary: 8 }, undefined, 'vocabulary 8, the network 7'],
    ['other classes', { classes: 2 }, undefined, 'classes 2, the network 3'],
    ['too few beginnings', { starts: Float64Array.of(0, 28) }, undefined, 'starts 2, the network 8'],
    ['symbols that are of no sequence', { ids: new Uint16Array(29) }, undefined, 'symbols 29, the network 28'],
    ['a network for every step', {}, everyStep, 'predicts one at every step'],
  ])('%s', async (_, changes, options, message) => {
    await expect(load(changes, options)).rejects.toThrow(message);
  });

  test('a sequence that ends before it begins', async () => {
    const { starts } = sequenceSource();
    starts[2] = 2;
    await expect(load({ starts })).rejects.toThrow('Sequence 1 ends before it begins');
  });

  test.each([
    ['too few', Float32Array.of(1, 2), 'crossEntropy', 'There are 2 weights for 3 classes'],
    ['one of 0', Float32Array.of(1, 0, 2), 'crossEntropy', 'The weight of a class is 0'],
    ['one that is infinite', Float32Array.of(1, Infinity, 2), 'crossEntropy', 'The weight of a class is Infinity'],
    ['one that is no number', Float32Array.of(1, NaN, 2), 'crossEntropy', 'The weight of a class is NaN'],
    ['with another loss', Float32Array.of(1, 2, 3), 'mse', 'go with training.loss crossEntropy, not with mse'],
  ] as const)('weights: %s', async (_, classWeights, loss, message) => {
    await expect(Session.create({ ...optionsOf({}, { loss }), classWeights })).rejects.toThrow(message);
  });

  test('a padding that is none of the symbols', async () => {
    const shape = { ...optionsOf({}).shape, input: { kind: 'symbols', vocabulary, padding: 7 } as const };
    await expect(Session.create({ ...optionsOf({}), shape })).rejects.toThrow('Padding 7 is none of the 7 symbols.');
  });
});
