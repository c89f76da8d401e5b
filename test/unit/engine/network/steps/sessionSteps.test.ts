import { describe, expect, test } from 'vitest';
import type { StepSource } from '../../../../../engine/compute/source.ts';
import type { ModelConfig, TrainingConfig } from '../../../../../engine/config.ts';
import { Session } from '../../../../../engine/network/session.ts';
import type { SessionOptions } from '../../../../../engine/network/sessionOptions.ts';
import { ScratchFile } from '../../../../../engine/scratchFile.ts';
import { bitsOf } from '../../bitsOf.ts';
import { onEveryBackend } from '../everyBackend.ts';
import {
  classes,
  columns,
  type Kind,
  kinds,
  labels,
  labelsOf,
  longest,
  readOf,
  stepSource,
  vocabulary,
} from './labelledSteps.ts';
import { largestError } from '../reference.ts';
import { runLabeler } from './referenceLabeler.ts';
import { fresh, modelOf, trainingOf, updateOf } from '../sessionOptions.ts';

const weights = Float32Array.from({ length: classes }, (_, id) => 0.5 + id / 4);
const examples = Int32Array.of(4, 1, 0, 3, 5, 2);

const optionsOf = (
  kind: Kind,
  model: Partial<ModelConfig> = {},
  training: Partial<TrainingConfig> = {},
): SessionOptions => ({
  shape: {
    input: kind === 'symbols' ? { kind: 'symbols', vocabulary, padding: 0 } : { kind: 'numbers', size: columns },
    outputSize: classes,
    everyStep: true,
  },
  model: modelOf({ cell: 'gru', hiddenSize: 5, embeddingSize: kind === 'symbols' ? 4 : 0, ...model }),
  training: trainingOf({ loss: 'crossEntropy', batchSize: examples.length, ...training }),
  steps: longest,
});

const start = async (options: SessionOptions, source: StepSource): Promise<Session> => {
  const session = await Session.create(options);
  session.initialise(3);
  session.load(source);
  return session;
};

const parametersOf = (session: Session): Map<string, Float64Array> =>
  new Map([...session.readParameters()].map(([name, { values }]) => [name, Float64Array.from(values)]));

const stored = (source: StepSource): StepSource => {
  const file = new ScratchFile();
  const { inputs } = source;
  if ('ids' in inputs) {
    file.append(inputs.ids as Uint16Array);
    return { ...source, inputs: { ...inputs, ids: file } };
  }
  file.append(inputs.values as Float32Array);
  return { ...source, inputs: { ...inputs, values: file } };
};

const networks: [string, Partial<ModelConfig>][] = [
  ['gru', {}],
  ['lstm, both directions, two layers', { cell: 'lstm', bidirectional: true, numLayers: 2 }],
  ['minGru, both directions', { cell: 'minGru', bidirectional: true }],
  ['rnn with a wide layer', { cell: 'rnn', hiddenSize: 21 }],
];

onEveryBackend((kernels) => {
  describe.each(kinds)('a network that gives every step of sequences of %s a class', (kind) => {
    test.each(networks)(
      '%s: loss, gradients and predictions agree with the plain network within 1e-5, weights of classes too',
      async (_, model) => {
        for (const classWeights of [undefined, weights]) {
          const options = { ...optionsOf(kind, model), kernels, ...(classWeights && { classWeights }) };
          const session = await start(options, stepSource(kind));
          const before = parametersOf(session);
          const wanted = runLabeler({
            ...{ model: options.model, parameters: before, ...(classWeights && { weights: [...weights] }) },
            sequences: Array.from(examples, (example) => readOf(kind, example)),
            labels: Array.from(examples, labelsOf),
          });
          const shares = wanted.logits.flatMap((logits) =>
            Array.from({ length: logits.length / classes }, (_, t) => {
              const powers = logits.slice(t * classes, (t + 1) * classes).map(Math.exp);
              const mass = powers.reduce((sum, value) => sum + value, 0);
              return powers.map((value) => value / mass);
            }).flat(),
          );
          const predicted = session.predictSteps(examples);
          expect(predicted.length).toBe(shares.length);
          expect(largestError(predicted, shares)).toBeLessThan(1e-6);
          const { lossSum, terms } = session.accumulate(examples, fresh);
          expect(terms).toBe(wanted.terms);
          expect(Math.abs(lossSum / wanted.lossSum - 1)).toBeLessThan(1e-5);
          expect(session.evaluate(examples, fresh)).toEqual({ lossSum, terms });
          session.update(1, updateOf({}));
          for (const [name, after] of parametersOf(session)) {
            const moved = after.map((value, i) => before.get(name)![i]! - value);
            expect(largestError(moved, wanted.gradients.get(name)!), name).toBeLessThan(1e-5);
          }
          await session.dispose();
        }
      },
    );

    test('a step without a class changes no bit of what is learned of the others', async () => {
      const bits = await Promise.all(
        [labels, labels.map((each, row) => (row === 1 ? [-1] : each))].map(async (classed) => {
          const session = await start({ ...optionsOf(kind), kernels }, stepSource(kind, undefined, classed));
          const some = classed === labels ? Int32Array.of(0, 2, 3) : Int32Array.of(0, 2, 3, 1);
          const loss = session.accumulate(some, fresh);
          session.update(loss.terms, updateOf({}));
          const parameters = [...session.readParameters()].map(([name, { values }]) => [name, bitsOf(values)]);
          await session.dispose();
          return [loss, parameters];
        }),
      );
      expect(bits[1]).toEqual(bits[0]);
    });

    test('no step after the longest of a batch changes a bit', async () => {
      const few = Int32Array.of(0, 1, 4);
      const bits = await Promise.all(
        [longest, 40].map(async (steps) => {
          const source = stepSource(kind);
          const options = { ...optionsOf(kind, { bidirectional: true, outputDropout: 0.5 }), kernels, steps };
          const session = await start(options, { ...source, inputs: { ...source.inputs, steps } });
          const loss = session.accumulate(few, { ...fresh, dropoutSeed: 5 });
          session.update(loss.terms, updateOf({}));
          const parameters = [...session.readParameters()].map(([name, { values }]) => [name, bitsOf(values)]);
          const after = [loss, parameters, bitsOf(session.predictSteps(few))];
          await session.dispose();
          return after;
        }),
      );
      expect(bits[1]).toEqual(bits[0]);
    });

    test('two and three threads agree with one within 1e-5', async () => {
      const many = Int32Array.from({ length: 56 }, (_, i) => (i * 5) % labels.length);
      const step = async (threads: number): Promise<readonly [Map<string, Float64Array>, Float32Array]> => {
        const options = optionsOf(kind, { hiddenSize: 48, bidirectional: true }, { threads, batchSize: many.length });
        const session = await start({ ...options, kernels }, stepSource(kind));
        expect(session.threads).toBe(threads);
        const { terms } = session.accumulate(many, fresh);
        session.update(terms, updateOf({}));
        const after = [parametersOf(session), session.predictSteps(many).slice()] as const;
        await session.dispose();
        return after;
      };
      const [alone, predicted] = await step(1);
      for (const threads of [2, 3]) {
        const [some, others] = await step(threads);
        for (const [name, values] of some) expect(largestError(values, alone.get(name)!), name).toBeLessThan(1e-5);
        expect(largestError(others, predicted)).toBeLessThan(1e-5);
      }
    });

    test('sequences in a file give the bits of those in memory', async () => {
      const options = { ...optionsOf(kind, { bidirectional: true }), kernels };
      const results = await Promise.all(
        [stepSource(kind), stored(stepSource(kind))].map(async (source) => {
          const session = await start(options, source);
          const first = session.accumulate(examples.subarray(0, 4), fresh);
          const rest = session.accumulate(examples.subarray(4), fresh);
          session.update(first.terms + rest.terms, updateOf({}));
          const result = [first, rest, bitsOf(session.predictSteps(examples))];
          await session.dispose();
          return result;
        }),
      );
      expect(results[1]).toEqual(results[0]);
    });
  });
});

describe('what is refused of sequences with classes by step, with the reason', () => {
  const plain = optionsOf('symbols');
  const load = async (source: StepSource, options: SessionOptions = plain): Promise<void> => {
    const session = await Session.create(options);
    try {
      session.load(source);
    } finally {
      await session.dispose();
    }
  };
  const good = stepSource('symbols');
  const withInputs = (changes: object): StepSource => ({ ...good, inputs: { ...good.inputs, ...changes } });
  const lastOnly = { ...plain, shape: { ...plain.shape, everyStep: false } };
  test.each([
    ['a network for the last step', good, lastOnly, 'the network predicts one a sequence'],
    ['a class too large', { ...good, labels: good.labels.map(() => 11) }, plain, 'class 11 where the network knows 11'],
    ['other classes', { ...good, classes: 3 }, plain, 'classes 3, the network 11'],
    ['too few classes', { ...good, labels: good.labels.subarray(1) }, plain, 'labels 27, the network 28'],
    ['another longest', withInputs({ steps: 5 }), plain, 'steps 5, the network 6'],
    ['another vocabulary', withInputs({ vocabulary: 8 }), plain, 'vocabulary 8, the network 7'],
    ['vectors for symbols', stepSource('vectors'), plain, 'the network reads symbols'],
    ['symbols for vectors', good, optionsOf('vectors'), 'the network reads numbers'],
    ['an empty sequence', stepSource('symbols', [[], ...Array<number[]>(7).fill([1, 2, 3, 4])]), plain, 'Sequence 0'],
  ] as const)('%s', async (_, source, options, message) => {
    await expect(load(source, options)).rejects.toThrow(message);
  });

  test('a single prediction of a sequence that has one at every step, and the other way round', async () => {
    const session = await start(plain, good);
    expect(() => session.predict(examples)).toThrow('call predictSteps');
    await session.dispose();
  });
});
