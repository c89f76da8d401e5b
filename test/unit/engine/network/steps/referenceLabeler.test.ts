import { expect, test } from 'vitest';
import { createRandom } from '../../../../../engine/compute/random.ts';
import { layOutParameters } from '../../../../../engine/network/networkFlows.ts';
import { networkOf } from '../../../../../engine/network/networkOf.ts';
import { countValues } from '../../../../../engine/network/parameterLayout.ts';
import { largestError, numericGradient } from '../reference.ts';
import { type LabelerInput, runLabeler } from './referenceLabeler.ts';
import { modelOf } from '../sessionOptions.ts';

const [V, E, H, C] = [6, 3, 4, 3];
const labels = [[2, -1, 0, 1], [0], [-1, 1, 1]];
const symbols = [[2, 5, 1, 3], [4], [3, 3, 2]];

test.each([
  { cell: 'gru', bidirectional: true },
  { cell: 'lstm', bidirectional: false },
  { cell: 'lstm', bidirectional: true, characterSize: 2 },
] as const)(
  'gradients of the plain loops agree with central differences within 1e-6, of symbols, letters and vectors (%j)',
  (options) => {
    const { characterSize = 0 }: { readonly characterSize?: number } = options;
    const random = createRandom(4);
    const draw = (count: number): Float64Array => Float64Array.from({ length: count }, () => 2 * random.next() - 1);
    const vectors = symbols.map((sequence) => sequence.map(() => [...draw(E)]));
    for (const sequences of [symbols, vectors]) {
      const isSymbols = sequences === symbols;
      if (!isSymbols && characterSize > 0) continue;
      const model = modelOf({ hiddenSize: H, embeddingSize: isSymbols ? E : 0, ...options });
      const input = isSymbols
        ? ({
            ...({ kind: 'symbols', vocabulary: V, padding: 0 } as const),
            ...(characterSize > 0 && { letters: { vocabulary: 5, padding: 0, longest: 3 } }),
          } as const)
        : ({ kind: 'numbers', size: E } as const);
      const places = layOutParameters(networkOf({ input, outputSize: C, everyStep: true }, model, 'crossEntropy'), 8);
      const given: LabelerInput = {
        ...{ model, sequences, labels, weights: [0.5, 2, 1.25] },
        ...(characterSize > 0 && { letters: [[[1, 2], [3], [4, 4, 1], [2]], [[1]], [[3], [2, 1], [3]]] }),
        parameters: new Map(places.map((place) => [place.name, draw(countValues(place))])),
      };
      const { gradients } = runLabeler(given);
      for (const [name, values] of given.parameters) {
        const numeric = numericGradient(values, () => runLabeler(given).lossSum);
        expect(largestError(gradients.get(name) ?? [], numeric), name).toBeLessThan(1e-6);
      }
    }
  },
);
