import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { StepSource } from '../../../../../engine/compute/source.ts';
import type { Tensor } from '../../../../../engine/compute/tensor.ts';
import type { ModelConfig } from '../../../../../engine/config.ts';
import { Session } from '../../../../../engine/network/session.ts';
import { onEveryBackend } from '../everyBackend.ts';
import { largestError } from '../reference.ts';
import { fresh, modelOf, trainingOf, updateOf } from '../sessionOptions.ts';

interface Values {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** What `test/golden/spelling/makeSpellers.py` wrote. */
const golden = JSON.parse(
  readFileSync(new URL('../../../../golden/spelling/spellers.json', import.meta.url), 'utf8'),
) as {
  readonly symbols: number;
  readonly classes: number;
  readonly letters: number;
  readonly longest: number;
  readonly steps: number;
  readonly rate: number;
  readonly words: readonly (readonly number[])[];
  readonly sequences: readonly (readonly {
    readonly word: number;
    readonly symbol: number;
    readonly label: number;
  }[])[];
  readonly networks: readonly {
    readonly model: Partial<ModelConfig>;
    /** Of passes one after another, each with an update of SGD. */
    readonly losses: readonly number[];
    readonly parameters: Readonly<Record<string, Values>>;
    readonly gradients: Readonly<Record<string, Values>>;
  }[];
};

const { symbols, classes, letters, longest, steps, rate, words, sequences } = golden;
const flat = sequences.flat();

/** Where each of some rows begins, and where the last ends. */
const startsOf = (rows: readonly (readonly unknown[])[]): Float64Array => {
  const starts = new Float64Array(rows.length + 1);
  rows.forEach(({ length }, row) => (starts[row + 1] = starts[row]! + length));
  return starts;
};

const source: StepSource = {
  kind: 'steps',
  inputs: {
    ids: Uint16Array.from(flat, ({ symbol }) => symbol),
    starts: startsOf(sequences),
    ...{ steps, vocabulary: symbols },
  },
  labels: Int16Array.from(flat, ({ label }) => label),
  classes,
  spelling: {
    words: Int32Array.from(flat, ({ word }) => word),
    letters: { ids: Uint16Array.from(words.flat()), starts: startsOf(words), steps: longest, vocabulary: letters },
  },
};
const tensor = ({ shape, values }: Values): Tensor => ({ shape, values: Float32Array.from(values) });

onEveryBackend((kernels) => {
  test.each(golden.networks.map((network) => [network.model, network] as const))(
    '%j: losses of four passes and gradients agree with PyTorch within 1e-5',
    async (model, { losses, parameters, gradients }) => {
      const session = await Session.create({
        ...{ kernels, steps, model: modelOf(model) },
        shape: {
          input: {
            kind: 'symbols',
            vocabulary: symbols,
            padding: 0,
            letters: { vocabulary: letters, padding: 0, longest },
          },
          outputSize: classes,
          everyStep: true,
        },
        training: trainingOf({ loss: 'crossEntropy', batchSize: sequences.length }),
      });
      session.load(source);
      session.writeParameters(new Map(Object.entries(parameters).map(([name, values]) => [name, tensor(values)])));
      for (const [pass, expected] of losses.entries()) {
        const { lossSum, terms } = session.accumulate(Int32Array.from(sequences.keys()), fresh);
        expect(Math.abs(lossSum / terms / expected - 1), `pass ${pass}`).toBeLessThan(1e-5);
        session.update(terms, updateOf({ learningRate: rate }));
        if (pass > 0) continue;
        for (const [name, { values }] of session.readParameters()) {
          const moved = values.map((value, i) => (parameters[name]!.values[i]! - value) / rate);
          expect(largestError(moved, gradients[name]!.values), name).toBeLessThan(1e-5);
        }
      }
      await session.dispose();
    },
  );
});
