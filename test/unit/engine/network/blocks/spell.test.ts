import { describe, expect, test } from 'vitest';
import type { StepSource } from '../../../../../engine/compute/source.ts';
import type { ModelConfig, TrainingConfig } from '../../../../../engine/config.ts';
import { Session } from '../../../../../engine/network/session.ts';
import type { SessionOptions } from '../../../../../engine/network/sessionOptions.ts';
import { ScratchFile } from '../../../../../engine/scratchFile.ts';
import { bitsOf } from '../../bitsOf.ts';
import { onEveryBackend } from '../everyBackend.ts';
import { largestError } from '../reference.ts';
import { fresh, modelOf, trainingOf, updateOf } from '../sessionOptions.ts';
import { runLabeler } from '../steps/referenceLabeler.ts';

const [V, classes, steps, letters, longest] = [5, 4, 7, 6, 4];
const E = 3;

/** Sequences whose steps are words: which, and what of it is a symbol that the network knows. */
const sequencesOf = (lengths: readonly number[], wordAt: (step: number) => number) => {
  let step = 0;
  return lengths.map((length) =>
    Array.from({ length }, () => {
      const word = wordAt(step++);
      return { word, symbol: 1 + (word % (V - 1)), label: word % 5 === 4 ? -1 : (word * 3 + step) % classes };
    }),
  );
};
type Sequences = ReturnType<typeof sequencesOf>;

/** Words of 1 to 5 letters, of which the first four are read. */
const writtenAs = (word: number): number[] =>
  Array.from({ length: 1 + (word % 5) }, (_, at) => 1 + ((word * 7 + at * at) % (letters - 1)));

const sourceOf = (sequences: Sequences, words: number): StepSource => {
  const flat = sequences.flat();
  const starts = new Float64Array(sequences.length + 1);
  sequences.forEach(({ length }, row) => (starts[row + 1] = starts[row]! + length));
  const written = [[], ...Array.from({ length: words }, (_, at) => writtenAs(at + 1))];
  const letterStarts = new Float64Array(written.length + 1);
  written.forEach(({ length }, word) => (letterStarts[word + 1] = letterStarts[word]! + length));
  return {
    kind: 'steps',
    inputs: { ids: Uint16Array.from(flat, ({ symbol }) => symbol), starts, steps, vocabulary: V },
    labels: Int16Array.from(flat, ({ label }) => label),
    classes,
    spelling: {
      words: Int32Array.from(flat, ({ word }) => word),
      letters: { ids: Uint16Array.from(written.flat()), starts: letterStarts, steps: longest, vocabulary: letters },
    },
  };
};

const optionsOf = (model: Partial<ModelConfig>, training: Partial<TrainingConfig>): SessionOptions => ({
  shape: {
    input: { kind: 'symbols', vocabulary: V, padding: 0, letters: { vocabulary: letters, padding: 0, longest } },
    outputSize: classes,
    everyStep: true,
  },
  model: modelOf({ cell: 'lstm', hiddenSize: 5, embeddingSize: E, characterSize: 2, bidirectional: true, ...model }),
  training: trainingOf({ loss: 'crossEntropy', ...training }),
  steps,
});

const start = async (options: SessionOptions, source: StepSource): Promise<Session> => {
  const session = await Session.create(options);
  session.initialise(5);
  session.load(source);
  return session;
};
const parametersOf = (session: Session): Map<string, Float64Array> =>
  new Map([...session.readParameters()].map(([name, { values }]) => [name, Float64Array.from(values)]));

const few = sequencesOf([3, 1, 7, 2, 5], (step) => 1 + ((step * 5) % 9));
const fewWords = 9;
/** More different words than are read together. */
const many = sequencesOf(new Array<number>(80).fill(7), (step) => 1 + ((step * 11) % 541));
const manyWords = 541;
const all = (sequences: Sequences): Int32Array => Int32Array.from(sequences.keys());

const networks: [string, Partial<ModelConfig>, Sequences, number][] = [
  ['lstm', {}, few, fewWords],
  ['gru of wide letters', { cell: 'gru', characterSize: 19, embeddingSize: 18 }, few, fewWords],
  ['rnn without biases', { cell: 'rnn', bias: false, bidirectional: false }, few, fewWords],
  ['minGru', { cell: 'minGru', characterSize: 16, embeddingSize: 16 }, few, fewWords],
  ['lstm, more words than are read together', {}, many, manyWords],
];

onEveryBackend((kernels) => {
  describe('a network that reads words by their letters too', () => {
    test.each(networks)(
      '%s: loss, gradients and predictions agree with the plain network within 1e-5',
      async (_, model, sequences, words) => {
        const examples = all(sequences);
        const options = { ...optionsOf(model, { batchSize: examples.length }), kernels };
        const session = await start(options, sourceOf(sequences, words));
        const before = parametersOf(session);
        const wanted = runLabeler({
          ...{ model: options.model, parameters: before },
          sequences: sequences.map((sequence) => sequence.map(({ symbol }) => symbol)),
          letters: sequences.map((sequence) => sequence.map(({ word }) => writtenAs(word).slice(0, longest))),
          labels: sequences.map((sequence) => sequence.map(({ label }) => label)),
        });
        const shares = wanted.logits.flatMap((logits) =>
          Array.from({ length: logits.length / classes }, (__, t) => {
            const powers = logits.slice(t * classes, (t + 1) * classes).map(Math.exp);
            const mass = powers.reduce((sum, value) => sum + value, 0);
            return powers.map((value) => value / mass);
          }).flat(),
        );
        expect(largestError(session.predictSteps(examples), shares)).toBeLessThan(1e-6);
        const { lossSum, terms } = session.accumulate(examples, fresh);
        expect(terms).toBe(wanted.terms);
        expect(Math.abs(lossSum / wanted.lossSum - 1)).toBeLessThan(1e-5);
        session.update(1, updateOf({}));
        for (const [name, after] of parametersOf(session)) {
          const moved = after.map((value, i) => before.get(name)![i]! - value);
          expect(largestError(moved, wanted.gradients.get(name)!), name).toBeLessThan(1e-5);
        }
        await session.dispose();
      },
    );

    test('two and three threads agree with one within 1e-5, and two halves of a batch with the whole', async () => {
      const examples = all(many);
      const step = async (threads: number, batchSize: number): Promise<Map<string, Float64Array>> => {
        const options = optionsOf({ hiddenSize: 40 }, { threads, batchSize });
        const session = await start({ ...options, kernels }, sourceOf(many, manyWords));
        if (batchSize === examples.length) expect(session.threads).toBe(threads);
        let terms = 0;
        for (let from = 0; from < examples.length; from += batchSize) {
          terms += session.accumulate(examples.subarray(from, from + batchSize), fresh).terms;
        }
        session.update(terms, updateOf({}));
        const after = parametersOf(session);
        await session.dispose();
        return after;
      };
      const whole = await step(1, examples.length);
      for (const other of [await step(2, examples.length), await step(3, examples.length), await step(1, 40)]) {
        for (const [name, values] of other) expect(largestError(values, whole.get(name)!), name).toBeLessThan(1e-5);
      }
    });

    test('words in a file give the bits of those in memory, and a restored session goes on with the same bits', async () => {
      const examples = all(few);
      const options = {
        ...optionsOf({ inputDropout: 0.3 }, { batchSize: examples.length, optimizer: 'adam' }),
        kernels,
      };
      const source = sourceOf(few, fewWords);
      const file = new ScratchFile();
      if ('ids' in source.inputs) file.append(source.inputs.ids as Uint16Array);
      const stored = { ...source, inputs: { ...source.inputs, ids: file } } as StepSource;
      const [first, second, third] = await Promise.all([source, stored, source].map((data) => start(options, data)));
      const learn = (session: Session, step: number): string => {
        const { lossSum, terms } = session.accumulate(examples, { ...fresh, dropoutSeed: step });
        session.update(terms, updateOf({ learningRate: 0.05, step }));
        return bitsOf(Float64Array.of(lossSum));
      };
      const begun = [learn(first!, 1), learn(first!, 2)];
      expect([learn(second!, 1), learn(second!, 2)]).toEqual(begun);
      expect(bitsOf(second!.predictSteps(examples))).toBe(bitsOf(first!.predictSteps(examples)));
      third!.writeParameters(first!.readParameters());
      third!.writeTrainingState(first!.readTrainingState());
      expect(learn(third!, 3)).toBe(learn(first!, 3));
      await Promise.all([first, second, third].map((session) => session!.dispose()));
    });
  });
});

describe('what is refused, with the reason', () => {
  const good = sourceOf(few, fewWords);
  const spelling = good.spelling!;
  const load = async (source: StepSource): Promise<void> => {
    const session = await Session.create(optionsOf({}, {}));
    try {
      session.load(source);
    } finally {
      await session.dispose();
    }
  };
  const { spelling: _, ...bare } = good;
  test.each([
    ['no letters', bare as StepSource, 'the data has none'],
    [
      'a word that is none',
      { ...good, spelling: { ...spelling, words: spelling.words.map(() => 10) } },
      'word 10 where the network knows 10',
    ],
    [
      'too few words',
      { ...good, spelling: { ...spelling, words: spelling.words.subarray(1) } },
      'words 17, the network 18',
    ],
    [
      'other letters',
      { ...good, spelling: { ...spelling, letters: { ...spelling.letters, vocabulary: 7 } } },
      'letters 7, the network 6',
    ],
    [
      'longer words',
      { ...good, spelling: { ...spelling, letters: { ...spelling.letters, steps: 5 } } },
      'longest word 5, the network 4',
    ],
  ])('%s', async (__, source, message) => {
    await expect(load(source)).rejects.toThrow(message);
  });
});
