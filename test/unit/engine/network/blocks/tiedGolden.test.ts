import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { SymbolSource } from '../../../../../engine/compute/source.ts';
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

/** What `test/golden/language/makeTied.py` wrote. */
const golden = JSON.parse(readFileSync(new URL('../../../../golden/language/tied.json', import.meta.url), 'utf8')) as {
  readonly vocabulary: number;
  readonly steps: number;
  readonly rate: number;
  readonly text: readonly number[];
  readonly starts: readonly number[];
  readonly networks: readonly {
    readonly model: Pick<ModelConfig, 'cell' | 'numLayers' | 'hiddenSize' | 'embeddingSize'>;
    /** Of batches one after another, each with an update of SGD. */
    readonly losses: readonly number[];
    readonly parameters: Readonly<Record<string, Values>>;
    readonly gradients: Readonly<Record<string, Values>>;
  }[];
};

const { vocabulary, steps, rate, text, starts } = golden;
const source: SymbolSource = { kind: 'symbols', ids: Uint16Array.from(text), vocabulary };
const tensor = ({ shape, values }: Values): Tensor => ({ shape, values: Float32Array.from(values) });

onEveryBackend((kernels) => {
  test.each(golden.networks.map((network) => [network.model, network] as const))(
    '%j with a tied output layer: losses of six batches and gradients agree with PyTorch within 1e-5',
    async (model, { losses, parameters, gradients }) => {
      const session = await Session.create({
        ...{ kernels, steps, model: modelOf({ ...model, tiedOutput: true }) },
        shape: { input: { kind: 'symbols', vocabulary }, outputSize: vocabulary, everyStep: true },
        training: trainingOf({ loss: 'crossEntropy', optimizer: 'sgd', batchSize: starts.length }),
      });
      session.load(source);
      session.writeParameters(new Map(Object.entries(parameters).map(([name, values]) => [name, tensor(values)])));
      for (const [batch, expected] of losses.entries()) {
        const examples = Int32Array.from(starts, (start) => start + batch * steps);
        const { lossSum, terms } = session.accumulate(examples, fresh);
        expect(Math.abs(lossSum / terms / expected - 1), `batch ${batch}`).toBeLessThan(1e-5);
        session.update(terms, updateOf({ learningRate: rate }));
        if (batch > 0) continue;
        for (const [name, { values }] of session.readParameters()) {
          const moved = values.map((value, i) => (parameters[name]!.values[i]! - value) / rate);
          expect(largestError(moved, gradients[name]!.values), name).toBeLessThan(1e-5);
        }
      }
      await session.dispose();
    },
  );
});
