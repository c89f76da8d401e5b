import { expect, test } from 'vitest';
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
