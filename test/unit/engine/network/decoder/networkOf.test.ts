import { expect, test } from 'vitest';
import type { ModelConfig } from '../../../../../engine/config.ts';
import { networkOf } from '../../../../../engine/network/networkOf.ts';
import { flowsOf, layOutParameters } from '../../../../../engine/network/networkFlows.ts';
import type { NetworkShape } from '../../../../../engine/network/networkShape.ts';
import { countMultiplied } from '../../../../../engine/tasks/countParameters.ts';
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

test('a tied output layer has the vectors of what is put out, and reads as many values as one of those has', () => {
  const of = (shape: NetworkShape, more: Partial<ModelConfig>) =>
    networkOf(shape, modelOf({ hiddenSize: 6, outputDropout: 0.2, tiedOutput: true, ...more }), 'crossEntropy');
  const narrow = of(shape, { embeddingSize: 4, attention: 'multiplicative' });
  expect(narrow.decoder?.blocks.map(({ name }) => name)).toEqual([
    ...['target', 'decoder', 'attention', 'project', 'outputDropout'],
  ]);
  expect(flowsOf(narrow).top.size).toBe(4);
  expect(narrow.head.sharesEmbedding).toBe(true);
  expect(of(shape, { embeddingSize: 6 }).decoder?.blocks.map(({ name }) => name)).not.toContain('project');
  const text: NetworkShape = { input: { kind: 'symbols', vocabulary: 7 }, outputSize: 7, everyStep: true };
  expect(of(text, { embeddingSize: 3 }).encoder.map(({ name }) => name)).toEqual([
    ...['embedding', 'rnn', 'project', 'outputDropout'],
  ]);
  // As an output layer's weight it is drawn, and multiplied with at every step.
  expect(layOutParameters(narrow, 8).find(({ name }) => name === 'target.weight')).toMatchObject({
    ...{ role: 'linear', fan: 4 },
  });
  const countOf = (tiedOutput: boolean): number =>
    countMultiplied(text, {
      model: modelOf({ hiddenSize: 6, embeddingSize: 6, tiedOutput }),
      training: { loss: 'mse' },
    });
  expect(countOf(true)).toBe(countOf(false));
});

test('what is dropped, and how, stands in a network only where it is asked for', () => {
  const shares = { inputDropout: 0.1, dropout: 0.2, outputDropout: 0.3 };
  const plain = networkOf(shape, modelOf({ embeddingSize: 4, ...shares }), 'crossEntropy');
  expect(JSON.stringify(plain)).not.toMatch(/isLocked|dropped|weightDropout/);
  const more = { lockedDropout: true, wordDropout: 0.4, weightDropout: 0.5 };
  const { encoder, decoder } = networkOf(shape, modelOf({ embeddingSize: 4, ...shares, ...more }), 'crossEntropy');
  for (const blocks of [encoder, decoder?.blocks]) {
    expect(blocks?.slice(0, 3)).toMatchObject([
      { dropped: 0.4 },
      { share: 0.1, isLocked: true },
      { dropout: 0.2, isLocked: true, weightDropout: 0.5 },
    ]);
  }
});
