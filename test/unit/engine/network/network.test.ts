import { describe, expect, test } from 'vitest';
import type { ModelConfig } from '../../../../engine/config.ts';
import { onEveryBackend } from './everyBackend.ts';
import { NetworkBench, type BenchOptions } from './networkBench.ts';
import { readsAll } from './readsAll.ts';
import { largestError } from './reference.ts';

const cells: [string, Partial<ModelConfig>][] = [
  ['rnn with tanh', { cell: 'rnn', activation: 'tanh' }],
  ['rnn with relu', { cell: 'rnn', activation: 'relu' }],
  ['rnn with sigmoid', { cell: 'rnn', activation: 'sigmoid' }],
  ['lstm', { cell: 'lstm' }],
  ['gru', { cell: 'gru' }],
  ['gru that resets before', { cell: 'gru', gruReset: 'before' }],
  ['minGru', { cell: 'minGru' }],
  ['minGru with a positive candidate', { cell: 'minGru', candidate: 'positive' }],
  ['minLstm', { cell: 'minLstm' }],
  ['minLstm with a positive candidate', { cell: 'minLstm', candidate: 'positive' }],
];

const sizes = { T: 4, B: 3, D: 5 };
const lengths = [4, 1, 3];
/** T, B, D and H that fill no tile, panel or vector evenly. */
const oddSizes = [
  { T: 1, B: 3, D: 5, H: 17 },
  { T: 2, B: 1, D: 3, H: 33 },
  { T: 3, B: 17, D: 33, H: 1 },
  { T: 17, B: 5, D: 1, H: 3 },
  { T: 4, B: 6, D: 7, H: 8 },
];

/** Every option by itself and those that meet in a buffer. */
const options: [string, Omit<BenchOptions, 'T' | 'B' | 'D'>][] = [
  ['no biases', { model: { hiddenSize: 5, bias: false } }],
  ['lengths', { model: { hiddenSize: 9, numLayers: 2 }, lengths }],
  ['both directions', { model: { hiddenSize: 9, numLayers: 2, bidirectional: true } }],
  ['both directions and lengths', { model: { hiddenSize: 5, numLayers: 2, bidirectional: true }, lengths }],
  ['a width per layer', { model: { layerSizes: [5, 17, 3] } }],
  ['residuals', { model: { hiddenSize: 6, numLayers: 3, residual: true } }],
  [
    'residuals, both directions, lengths',
    { model: { hiddenSize: 3, numLayers: 2, residual: true, bidirectional: true }, lengths },
  ],
  ['a learned first state', { model: { hiddenSize: 7, numLayers: 2, initialState: 'learned' } }],
  ['dropout between layers', { model: { hiddenSize: 9, numLayers: 3, dropout: 0.4 }, dropoutKey: 78 }],
  [
    'dropout between layers, both directions, residuals, lengths',
    {
      model: { hiddenSize: 5, numLayers: 3, dropout: 0.3, bidirectional: true, residual: true },
      dropoutKey: 79,
      lengths,
    },
  ],
  ['recurrent dropout', { model: { hiddenSize: 9, numLayers: 2, recurrentDropout: 0.4 }, dropoutKey: 77 }],
  ['layer norm', { model: { hiddenSize: 9, numLayers: 2, layerNorm: true } }],
  ['projection', { model: { hiddenSize: 9, numLayers: 2, projSize: 3 } }],
  [
    'projection and all else',
    {
      model: {
        hiddenSize: 6,
        numLayers: 2,
        projSize: 2,
        layerNorm: true,
        bidirectional: true,
        recurrentDropout: 0.3,
        residual: true,
        initialState: 'learned',
      },
      dropoutKey: 5,
      lengths,
    },
  ],
];

onEveryBackend((module) => {
  describe.each(cells)('%s', (_, cell) => {
    const check = (options: BenchOptions): void => {
      const network = new NetworkBench(module, { ...options, model: { ...cell, ...options.model } });
      const expected = network.reference();
      const found = network.forward();
      expect(largestError(found.outputs, expected.outputs), 'outputs').toBeLessThan(1e-5);
      for (const [state, values] of expected.states) {
        expect(largestError(found.states.get(state) ?? [], values), state).toBeLessThan(1e-5);
      }
      const upstream = network.draw(found.outputs.length, 0.1);
      // What stands past the end of a lane is no output.
      if (options.lengths) expected.outputs.forEach((value, i) => value === 0 && (upstream[i] = 0));
      const slopes = expected.gradients(upstream);
      expect([...slopes.keys()].sort()).toEqual([...network.parameters.keys(), ...network.states.keys(), 'x'].sort());
      const gradients = network.backward(upstream);
      for (const [of, wanted] of slopes) {
        expect(largestError(gradients.get(of) ?? [], wanted), of).toBeLessThan(1e-5);
      }
    };

    test.each(oddSizes)(
      'forward and all gradients agree with plain loops within 1e-5 (T $T, B $B, D $D, H $H)',
      ({ T, B, D, H }) => {
        check({ T, B, D, model: { hiddenSize: H } });
      },
    );

    for (const [name, option] of options.filter(([, candidate]) => readsAll({ ...cell, ...candidate.model }))) {
      test(`with ${name} forward and all gradients agree with plain loops within 1e-5`, () => {
        check({ ...sizes, ...option });
      });

      // Dropout between layers draws by the steps of a pass.
      if (option.model.bidirectional || option.lengths || option.model.dropout) continue;
      test(`with ${name} chunks with the state carried on give the same bits as the whole`, () => {
        const network = new NetworkBench(module, { ...sizes, T: 7, ...option, model: { ...cell, ...option.model } });
        expect(network.forwardInChunks([3, 4])).toEqual(network.forward().outputs);
      });
    }

    test('backward adds to the gradient that is there', () => {
      const network = new NetworkBench(module, { ...sizes, model: { ...cell, hiddenSize: 9 } });
      const upstream = network.draw(network.forward().outputs.length, 1);
      const once = Array.from(network.backward(upstream).get('weight_ih_l0') ?? []);
      network.forward();
      const twice = network.backward(upstream).get('weight_ih_l0') ?? [];
      expect(
        largestError(
          twice,
          once.map((value) => 2 * value),
        ),
      ).toBeLessThan(1e-6);
    });
  });
});
