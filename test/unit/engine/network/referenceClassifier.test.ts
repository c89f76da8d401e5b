import { expect, test } from 'vitest';
import { createRandom } from '../../../../engine/compute/random.ts';
import { layOutParameters } from '../../../../engine/network/networkFlows.ts';
import { networkOf } from '../../../../engine/network/networkOf.ts';
import { countValues } from '../../../../engine/network/parameterLayout.ts';
import { largestError, numericGradient } from './reference.ts';
import { type ClassifierInput, runClassifier } from './referenceClassifier.ts';
import { modelOf } from './sessionOptions.ts';

const [V, E, H, C] = [6, 3, 4, 3];
const sequences = [[2, 5, 1, 3], [4], [3, 3, 2]];

test.each(
  (['last', 'mean', 'max', 'attention'] as const).flatMap((pool) =>
    [false, true].map((bidirectional) => ({ pool, bidirectional })),
  ),
)('gradients of the plain loops agree with central differences within 1e-6 (%j)', (options) => {
  const model = modelOf({ cell: 'gru', hiddenSize: H, embeddingSize: E, ...options });
  const input = { kind: 'symbols', vocabulary: V, padding: 0 } as const;
  const places = layOutParameters(networkOf({ input, outputSize: C, everyStep: false }, model, 'crossEntropy'), 8);
  const random = createRandom(4);
  const draw = (count: number): Float64Array => Float64Array.from({ length: count }, () => 2 * random.next() - 1);
  /** Dropout: some values are gone, the others larger. */
  const mask = (count: number): Float64Array => draw(count).map((value) => (value < -0.2 ? 0 : 1.5));
  const given: ClassifierInput = {
    ...{ model, vocabulary: V, sequences, labels: [2, 0, 1], weights: [0.5, 2, 1.25] },
    parameters: new Map(places.map((place) => [place.name, draw(countValues(place))])),
    masks: {
      input: sequences.map(({ length }) => mask(length * E)),
      output: sequences.map(() => mask(H * (options.bidirectional ? 2 : 1))),
    },
  };
  const loss = (): number => runClassifier(given).lossSum;
  const { gradients } = runClassifier(given);
  for (const [name, values] of given.parameters) {
    expect(largestError(gradients.get(name) ?? [], numericGradient(values, loss)), name).toBeLessThan(1e-6);
  }
});
