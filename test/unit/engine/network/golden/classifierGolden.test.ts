import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { SequenceSource } from '../../../../../engine/compute/source.ts';
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

/** What `test/golden/makeClassifiers.py` wrote. */
const golden = JSON.parse(readFileSync(new URL('../../../../golden/classifiers.json', import.meta.url), 'utf8')) as {
  readonly texts: readonly (readonly number[])[];
  readonly labels: readonly number[];
  readonly weights: readonly number[];
  readonly networks: readonly {
    readonly model: Pick<ModelConfig, 'cell' | 'pool' | 'bidirectional'>;
    readonly loss: number;
    readonly logits: Values;
    readonly parameters: Readonly<Record<string, Values>>;
    readonly gradients: Readonly<Record<string, Values>>;
  }[];
};

const { texts, labels, weights } = golden;
const [vocabulary, classes, steps] = [7, weights.length, Math.max(...texts.map(({ length }) => length))];
let end = 0;
const source: SequenceSource = {
  ...{ kind: 'sequences', vocabulary, classes, steps, labels: Int32Array.from(labels) },
  ids: Uint16Array.from(texts.flat()),
  starts: Float64Array.of(0, ...texts.map(({ length }) => (end += length))),
};
const examples = Int32Array.from(texts, (_, index) => index);
const tensor = ({ shape, values }: Values): Tensor => ({ shape, values: Float32Array.from(values) });

onEveryBackend((kernels) => {
  test.each(golden.networks.map((network) => [network.model.cell, network.model.pool, network] as const))(
    'texts told apart by %s and pool %s: weighted loss, logits and gradients agree with PyTorch within 1e-5',
    async (_, __, { model, loss, logits, parameters, gradients }) => {
      const session = await Session.create({
        ...{ kernels, steps, classWeights: Float32Array.from(weights) },
        shape: { input: { kind: 'symbols', vocabulary, padding: 0 }, outputSize: classes, everyStep: false },
        model: modelOf({ hiddenSize: 4, embeddingSize: 3, ...model }),
        training: trainingOf({ loss: 'crossEntropy', batchSize: texts.length }),
      });
      session.writeParameters(new Map(Object.entries(parameters).map(([name, values]) => [name, tensor(values)])));
      session.load(source);
      const shares = texts.flatMap((_, row) => {
        const powers = logits.values.slice(row * classes, (row + 1) * classes).map(Math.exp);
        return powers.map((power) => power / powers.reduce((sum, each) => sum + each, 0));
      });
      expect(largestError(session.predict(examples), shares)).toBeLessThan(1e-5);
      const { lossSum, terms } = session.accumulate(examples, fresh);
      expect(Math.abs(lossSum / terms / loss - 1)).toBeLessThan(1e-5);
      session.update(terms, updateOf({}));
      for (const [name, { values }] of session.readParameters()) {
        const moved = values.map((value, i) => parameters[name]!.values[i]! - value);
        expect(largestError(moved, gradients[name]!.values), name).toBeLessThan(1e-5);
      }
      await session.dispose();
    },
  );
});
