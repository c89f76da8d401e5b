import { describe, expect, test } from 'vitest';
import type { PairSource } from '../../../../../engine/compute/source.ts';
import type { Session } from '../../../../../engine/network/session.ts';
import { ScratchFile } from '../../../../../engine/scratchFile.ts';
import { bitsOf } from '../../bitsOf.ts';
import { foundKernels, onEveryBackend } from '../everyBackend.ts';
import { largestError } from '../reference.ts';
import { fresh, modelOf, trainingOf, updateOf } from '../sessionOptions.ts';
import {
  examples,
  networkOfPair,
  optionsOf,
  type Pair,
  pairSource,
  parametersOf,
  ragged,
  sources,
  startOn,
  targets,
  targetVocabulary,
  vocabulary,
} from './pairs.ts';

const plain: Pair = {
  encoder: { cell: 'lstm', bidirectional: true, numLayers: 2 },
  decoder: { cell: 'lstm', numLayers: 2 },
  drop: 0.3,
};

const bitsOfAll = (session: Session): [string, string][] =>
  [...session.readParameters()].map(([name, { values }]) => [name, bitsOf(values)]);

onEveryBackend((kernels) => {
  describe.each([
    ['no', false],
    ['additive', false],
    ['multiplicative', false],
    ['multiplicative', true],
  ] as const)('pairs of sequences with %s attention, fed: %s', (score, feeds) => {
    const units = score === 'additive' && { units: 9 };
    const attention = score === 'no' ? undefined : { score, size: 6, ...units, ...(feeds && { feeds }) };
    const pair: Pair = {
      ...plain,
      ...(attention && { attention }),
      // What is fed goes through its layers in a way of its own.
      ...(feeds && { decoder: { ...plain.decoder, dropout: 0.3, recurrentDropout: 0.2 } }),
    };

    test('two and three threads agree with one within 1e-5, dropout included', async () => {
      const many = Int32Array.from({ length: 57 }, (_, i) => (i * 3) % sources.length);
      const large = { hiddenSize: 64, embeddingSize: 20 };
      const wide: Pair = { ...pair, encoder: { ...pair.encoder, ...large }, decoder: { ...pair.decoder, ...large } };
      const step = async (threads: number): Promise<Map<string, Float64Array>> => {
        const session = await startOn({ ...optionsOf(wide, { threads, batchSize: many.length }), kernels });
        expect(session.threads).toBe(threads);
        const { terms } = session.accumulate(many, { ...fresh, dropoutSeed: 9, ownShare: 0.5 });
        session.update(terms, updateOf({}));
        const after = parametersOf(session);
        await session.dispose();
        return after;
      };
      const alone = await step(1);
      for (const threads of [2, 3]) {
        for (const [name, values] of await step(threads)) {
          expect(largestError(values, alone.get(name)!), name).toBeLessThan(1e-5);
        }
      }
    });

    test('no step after the longest source and the longest target of a batch changes a bit', async () => {
      const few = Int32Array.of(0, 1, 3);
      const results = await Promise.all(
        [
          [3, 3],
          [6, 4],
          [40, 90],
        ].map(async ([steps = 0, targetSteps = 0]) => {
          const of = (all: readonly (readonly number[])[]): readonly number[][] => all.map((one) => one.slice(0, 3));
          const source: PairSource = {
            kind: 'pairs',
            source: ragged(of(sources), { steps, vocabulary }),
            target: ragged(of(targets), { steps: targetSteps, vocabulary: targetVocabulary }),
          };
          const session = await startOn({ ...optionsOf(pair), kernels, steps, targetSteps }, source);
          const loss = session.accumulate(few, { ...fresh, dropoutSeed: 5 });
          session.update(loss.terms, updateOf({}));
          const result = [loss, session.evaluate(few, fresh), bitsOfAll(session)];
          await session.dispose();
          return result;
        }),
      );
      expect(results[1]).toEqual(results[0]);
      expect(results[2]).toEqual(results[0]);
    });

    test('what stands beside a pair changes no bit of its loss', async () => {
      const session = await startOn({ ...optionsOf({ ...pair, drop: 0 }), kernels });
      const alone = Array.from(examples, (example) => session.evaluate(Int32Array.of(example), fresh).lossSum);
      const short = session.evaluate(Int32Array.of(1), fresh);
      const pairsOf = (one: number): PairSource => pairSource([sources[one]!, ...sources], [targets[one]!, ...targets]);
      session.load(pairsOf(4));
      expect(session.evaluate(Int32Array.of(2), fresh)).toEqual(short);
      const whole = session.evaluate(
        examples.map((example) => example + 1),
        fresh,
      ).lossSum;
      expect(Math.abs(whole / alone.reduce((sum, one) => sum + one, 0) - 1)).toBeLessThan(1e-6);
      await session.dispose();
    });

    test('pairs in files give the bits of those in memory', async () => {
      const source = pairSource();
      const stored = (symbols: PairSource['source']): PairSource['source'] => {
        const file = new ScratchFile();
        file.append(symbols.ids as Uint16Array);
        return { ...symbols, ids: file };
      };
      const inFiles: PairSource = { kind: 'pairs', source: stored(source.source), target: stored(source.target) };
      const results = await Promise.all(
        [source, inFiles].map(async (data) => {
          const session = await startOn({ ...optionsOf(pair), kernels }, data);
          const losses = [examples.subarray(0, 5), examples.subarray(5)].map((part) => session.accumulate(part, fresh));
          session.update(
            losses.reduce((sum, { terms }) => sum + terms, 0),
            updateOf({}),
          );
          session.encode(examples.subarray(2));
          const logits = session.decode(Int32Array.of(4, 2), Int32Array.of(3, 0));
          const result = [losses, bitsOfAll(session), bitsOf(logits)];
          await session.dispose();
          return result;
        }),
      );
      expect(results[1]).toEqual(results[0]);
      await expect(startOn(optionsOf(pair), { ...source, target: inFiles.target })).rejects.toThrow('both in files');
    });

    test('a session restored from parameters and training state goes on with the same bits', async () => {
      const options = { ...optionsOf(pair, { optimizer: 'adam' }), kernels };
      const [first, second] = await Promise.all([startOn(options), startOn(options)]);
      const learn = (session: Session, step: number): string => {
        const { lossSum, terms } = session.accumulate(examples, { ...fresh, dropoutSeed: step, ownShare: 0.5 });
        session.update(terms, updateOf({ learningRate: 0.05, step }));
        return bitsOf(Float64Array.of(lossSum));
      };
      const begun = [learn(first, 1), learn(first, 2)];
      second.writeParameters(first.readParameters());
      second.writeTrainingState(first.readTrainingState());
      expect([...first.readTrainingState().keys()].filter((name) => name.startsWith('state.'))).toEqual([]);
      expect(learn(second, 3)).toBe(learn(first, 3));
      expect(new Set(begun).size).toBe(2);
      await Promise.all([first.dispose(), second.dispose()]);
    });

    test('a diagnosed update tells of the layers of both, each of its own steps', async () => {
      const session = await startOn({ ...optionsOf(pair), kernels, diagnosable: true });
      const { terms } = session.accumulate(examples, { ...fresh, diagnose: true });
      const { diagnostics } = session.update(terms, updateOf({}));
      expect(diagnostics?.layers.map(({ name, stateGradients }) => [name, stateGradients.length])).toEqual([
        ...['l0', 'l0_reverse', 'l1', 'l1_reverse'].map((name) => [name, 5]),
        ...['decoder.l0', 'decoder.l1'].map((name) => [name, 4]),
      ]);
      // The gradient that comes back to the last states goes all the way.
      for (const { stateGradients } of diagnostics!.layers) expect(Math.min(...stateGradients)).toBeGreaterThan(0);
      await session.dispose();
    });
  });
});

test('an lstm learns to reverse up to five of six symbols: above 95 % of unseen sequences are right as a whole', async () => {
  const [symbols, first, last, longest] = [6, 6, 7, 5];
  const sequence = (n: number): number[] => {
    const length = 1 + (n % longest);
    return Array.from({ length }, (_, i) => Math.floor(n / longest / symbols ** i) % symbols);
  };
  // Every sequence of the form is one number: those of a prime's multiples are all over them.
  const all = Array.from({ length: 2600 }, (_, i) => sequence((i * 7919) % (longest * symbols ** longest)));
  const seen = new Set(all.slice(0, 2400).map(String));
  const unseen = [...all.keys()].slice(2400).filter((i) => !seen.has(String(all[i])));
  expect(unseen.length).toBeGreaterThan(60);
  const source: PairSource = {
    kind: 'pairs',
    source: ragged(all, { steps: longest, vocabulary: symbols }),
    target: ragged(
      all.map((one) => [first, ...one.toReversed(), last]),
      { steps: longest + 1, vocabulary: symbols + 2 },
    ),
  };
  const model = { cell: 'lstm', hiddenSize: 64, embeddingSize: 12 } as const;
  const network = networkOfPair({ encoder: model, decoder: model });
  const session = await startOn(
    {
      network: {
        ...network,
        input: { kind: 'symbols', vocabulary: symbols },
        decoder: { ...network.decoder!, input: { kind: 'symbols', vocabulary: symbols + 2 } },
        head: { ...network.head, outputs: symbols + 2 },
      },
      shape: { input: { kind: 'symbols', vocabulary: symbols }, outputSize: symbols + 2, everyStep: true },
      model: modelOf(model),
      training: trainingOf({ loss: 'crossEntropy', optimizer: 'adam', batchSize: 60 }),
      ...{ kernels: foundKernels[0]!, steps: longest, targetSteps: longest + 1 },
    },
    source,
  );
  for (let step = 1; step <= 800; step++) {
    const batch = Int32Array.from({ length: 60 }, (_, b) => ((step * 60 + b) * 7) % 2400);
    const { terms } = session.accumulate(batch, fresh);
    session.update(terms, updateOf({ learningRate: step < 600 ? 0.01 : 0.002, step, gradClip: 1 }));
  }
  let right = 0;
  for (const example of unseen) {
    session.encode(Int32Array.of(example));
    const put = [first];
    while (put.at(-1) !== last && put.length < longest + 2) {
      const logits = session.decode(Int32Array.of(put.at(-1)!), Int32Array.of(0));
      put.push(logits.indexOf(Math.max(...logits)));
    }
    if (String(put) === String([first, ...all[example]!.toReversed(), last])) right += 1;
  }
  expect(right / unseen.length).toBeGreaterThan(0.95);
  await session.dispose();
});
