import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { PairSource } from '../../../../../engine/compute/source.ts';
import type { Tensor } from '../../../../../engine/compute/tensor.ts';
import type { ModelConfig } from '../../../../../engine/config.ts';
import { Session } from '../../../../../engine/network/session.ts';
import { onEveryBackend } from '../everyBackend.ts';
import { largestError } from '../reference.ts';
import { fresh, updateOf } from '../sessionOptions.ts';
import { optionsOf, type Pair, ragged, targetVocabulary, vocabulary } from './pairs.ts';

interface Values {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}
type Layers = Pick<ModelConfig, 'cell' | 'numLayers' | 'hiddenSize'>;

/** What `test/golden/translation/makeTranslators.py` wrote. */
const golden = JSON.parse(
  readFileSync(new URL('../../../../golden/translation/translators.json', import.meta.url), 'utf8'),
) as {
  readonly sources: readonly (readonly number[])[];
  readonly targets: readonly (readonly number[])[];
  readonly embedding: number;
  readonly networks: readonly {
    readonly encoder: Layers & Pick<ModelConfig, 'bidirectional'>;
    readonly decoder: Layers;
    readonly attention: 'none' | 'additive' | 'multiplicative';
    readonly inputFeeding: boolean;
    readonly loss: number;
    /** Of each pair. */
    readonly logits: readonly Values[];
    readonly parameters: Readonly<Record<string, Values>>;
    readonly gradients: Readonly<Record<string, Values>>;
  }[];
};

const { sources, targets, embedding: embeddingSize } = golden;
const longest = (all: readonly (readonly number[])[]): number => Math.max(...all.map(({ length }) => length));
const [steps, targetSteps] = [longest(sources), longest(targets) - 1];
const source: PairSource = {
  kind: 'pairs',
  source: ragged(sources, { steps, vocabulary }),
  target: ragged(targets, { steps: targetSteps, vocabulary: targetVocabulary }),
};
const examples = Int32Array.from(sources.keys());
const tensor = ({ shape, values }: Values): Tensor => ({ shape, values: Float32Array.from(values) });

onEveryBackend((kernels) => {
  test.each(
    golden.networks.map(
      (network) =>
        [network.encoder, network.decoder, network.attention, network.inputFeeding ? ', fed' : '', network] as const,
    ),
  )(
    '%j and %j with attention %s%s: loss, logits and gradients agree with PyTorch within 1e-5',
    async (encoder, decoder, score, _fed, { inputFeeding: feeds, loss, logits, parameters, gradients }) => {
      const { hiddenSize: size } = decoder;
      const pair: Pair = {
        encoder: { ...encoder, embeddingSize },
        decoder: { ...decoder, embeddingSize },
        ...(score !== 'none' && { attention: { score, size, feeds, ...(score === 'additive' && { units: size }) } }),
      };
      const session = await Session.create({
        ...optionsOf(pair, { batchSize: examples.length }),
        ...{ kernels, steps, targetSteps },
      });
      session.writeParameters(new Map(Object.entries(parameters).map(([name, values]) => [name, tensor(values)])));
      session.load(source);
      for (const example of examples) {
        session.encode(Int32Array.of(example));
        const found = targets[example]!.slice(0, -1).flatMap((symbol) => [
          ...session.decode(Int32Array.of(symbol), Int32Array.of(0)),
        ]);
        expect(largestError(found, logits[example]!.values)).toBeLessThan(1e-5);
      }
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
