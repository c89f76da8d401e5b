import { expect, test } from 'vitest';
import type { ModelConfig } from '../../../../../engine/config.ts';
import { networkOf } from '../../../../../engine/network/networkOf.ts';
import { flowsOf } from '../../../../../engine/network/networkFlows.ts';
import type { NetworkShape } from '../../../../../engine/network/networkShape.ts';
import { modelOf } from '../sessionOptions.ts';

const shape: NetworkShape = {
  input: { kind: 'symbols', vocabulary: 9, padding: 0 },
  outputSize: 7,
  everyStep: true,
  target: { kind: 'symbols', vocabulary: 7 },
};

test('of pairs of sequences the options make an encoder and a decoder of one direction that begins where that ends', () => {
  const model = modelOf({
    ...{ cell: 'gru', hiddenSize: 6, numLayers: 2, embeddingSize: 4, bidirectional: true, initialState: 'learned' },
    ...{ inputDropout: 0.1, outputDropout: 0.2 },
  });
  const network = networkOf(shape, model, 'crossEntropy');
  expect(network.encoder.map(({ name }) => name)).toEqual(['embedding', 'inputDropout', 'rnn']);
  expect(network.decoder?.blocks.map(({ name }) => name)).toEqual([
    ...['target', 'targetDropout', 'decoder', 'outputDropout'],
  ]);
  expect(network.decoder?.blocks[2]).toMatchObject({ layers: [6, 6], bidirectional: false, initialState: 'zeros' });
  expect(network.encoder[2]).toMatchObject({ layers: [6, 6], bidirectional: true, initialState: 'learned' });
  expect(flowsOf(network).top).toMatchObject({ size: 6, isEveryStep: true });
});

test('symbols without vectors have none on either side', () => {
  const network = networkOf(shape, modelOf({ embeddingSize: 0 }), 'crossEntropy');
  expect(network.encoder.map(({ name }) => name)).toEqual(['rnn']);
  expect(network.decoder?.blocks.map(({ name }) => name)).toEqual(['decoder']);
});

test('attention puts out what the layers of the decoder do, and scores by as many units where it is additive', () => {
  const attended = (attention: 'additive' | 'multiplicative', more: Partial<ModelConfig> = {}) =>
    networkOf(shape, modelOf({ cell: 'lstm', hiddenSize: 6, attention, ...more }), 'crossEntropy').decoder?.blocks.find(
      ({ block }) => block === 'attend',
    );
  expect(attended('additive')).toEqual({ block: 'attend', name: 'attention', score: 'additive', size: 6, units: 6 });
  expect(attended('multiplicative', { layerSizes: [8, 7] })).toMatchObject({ score: 'multiplicative', size: 7 });
  expect(attended('multiplicative', { projSize: 3 })).toMatchObject({ size: 3 });
});
