import { describe, expect, test } from 'vitest';
import type { VectorSource } from '../../../../engine/compute/source.ts';
import type { ModelConfig } from '../../../../engine/config.ts';
import { Session } from '../../../../engine/network/session.ts';
import type { SessionOptions } from '../../../../engine/network/sessionOptions.ts';
import { ScratchFile } from '../../../../engine/scratchFile.ts';
import { bitsOf } from '../bitsOf.ts';
import { onEveryBackend } from './everyBackend.ts';
import { largestError } from './reference.ts';
import { runClassifier } from './referenceClassifier.ts';
import { classes, labels, longest, readOf, vocabulary } from './sequences.ts';
import { fresh, modelOf, trainingOf, updateOf } from './sessionOptions.ts';

const examples = Int32Array.of(4, 1, 6, 0, 3, 5, 2);
const read = labels.map((_, example) => readOf(example));

/** The symbols of `sequences.ts` as vectors with a one at the place of each: the plain network reads both alike. */
const vectorSource = (sequences: readonly (readonly number[])[] = read): VectorSource => {
  const starts = new Float64Array(sequences.length + 1);
  sequences.forEach(({ length }, row) => (starts[row + 1] = starts[row]! + length));
  const values = new Float32Array(starts[sequences.length]! * vocabulary);
  sequences.flat().forEach((id, step) => (values[step * vocabulary + id] = 1));
  const source = { starts, values, steps: longest, size: vocabulary, labels: Int32Array.from(labels), classes };
  return { kind: 'vectors', ...source };
};

const optionsOf = (model: Partial<ModelConfig>, batchSize = examples.length, threads = 1): SessionOptions => ({
  shape: { input: { kind: 'numbers', size: vocabulary }, outputSize: classes, everyStep: false },
  model: modelOf({ cell: 'gru', hiddenSize: 5, embeddingSize: 0, ...model }),
  training: trainingOf({ loss: 'crossEntropy', batchSize, threads }),
  steps: longest,
});

const start = async (options: SessionOptions, source: VectorSource = vectorSource()): Promise<Session> => {
  const session = await Session.create(options);
  session.initialise(3);
  session.load(source);
  return session;
};

const networks: [string, Partial<ModelConfig>][] = [
  ['gru', {}],
  ['lstm, both directions, two layers', { cell: 'lstm', bidirectional: true, numLayers: 2 }],
  ['rnn', { cell: 'rnn' }],
  ['minLstm, both directions', { cell: 'minLstm', bidirectional: true }],
];

onEveryBackend((kernels) => {
  describe('a network that tells sequences of vectors apart', () => {
    test.each(
      (['last', 'mean', 'max', 'attention'] as const).flatMap((pool) => networks.map((n) => [pool, ...n] as const)),
    )(
      'pool %s, %s: loss, gradients and predictions agree with the plain network within 1e-5',
      async (pool, _, model) => {
        const options = { ...optionsOf({ ...model, pool }), kernels };
        const session = await start(options);
        const before = new Map(
          [...session.readParameters()].map(([name, { values }]) => [name, Float64Array.from(values)]),
        );
        const wanted = runClassifier({
          ...{ model: options.model, vocabulary, parameters: before },
          sequences: Array.from(examples, readOf),
          labels: Array.from(examples, (example) => labels[example]!),
        });
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
        session.update(1, updateOf({}));
        for (const [name, { values }] of session.readParameters()) {
          const moved = Float64Array.from(values, (value, i) => before.get(name)![i]! - value);
          expect(largestError(moved, wanted.gradients.get(name)!), name).toBeLessThan(1e-5);
        }
        await session.dispose();
      },
    );

    test('what an earlier batch left behind the end of a sequence changes no bit', async () => {
      const options = { ...optionsOf({ pool: 'max', bidirectional: true }, 3), kernels };
      const session = await start(options);
      const few = Int32Array.of(1, 0, 3);
      const alone = bitsOf(session.predict(few));
      session.predict(Int32Array.of(4, 6, 2));
      expect(bitsOf(session.predict(few))).toBe(alone);
      await session.dispose();
    });

    test('sequences in a file give the bits of those in memory, with one thread and with two', async () => {
      const source = vectorSource();
      const file = new ScratchFile();
      file.append(source.values as Float32Array);
      for (const threads of [1, 2]) {
        const results = await Promise.all(
          [source, { ...source, values: file }].map(async (data) => {
            const session = await start({ ...optionsOf({ pool: 'mean' }, 5, threads), kernels }, data);
            const first = session.accumulate(examples.subarray(0, 5), fresh);
            const rest = session.accumulate(examples.subarray(5), fresh);
            session.update(first.terms + rest.terms, updateOf({}));
            const result = [first, rest, bitsOf(session.predict(examples.subarray(1, 6)))];
            await session.dispose();
            return result;
          }),
        );
        expect(results[1]).toEqual(results[0]);
      }
    });
  });
});

describe('what is refused of sequences of vectors, with the reason', () => {
  const good = vectorSource();
  test.each([
    ['another size', { ...good, size: 6 }, 'values a step 6, the network 7'],
    ['another longest', { ...good, steps: 5 }, 'steps 5, the network 6'],
    ['an empty one', vectorSource([[1], [], [2], [3], [1], [2], [2]]), 'Sequence 1 has no steps'],
    ['values that are not there', { ...good, values: (good.values as Float32Array).subarray(1) }, 'values'],
  ] as const)('%s', async (_, source, message) => {
    const session = await Session.create(optionsOf({}));
    expect(() => session.load(source)).toThrow(message);
    await session.dispose();
  });
});
