import { describe, expect, test } from 'vitest';
import type { RunConfig } from '../../../../engine/config.ts';
import { transposed } from '../../../../engine/exchange/fileTensor.ts';
import type { ImportedWeights } from '../../../../engine/exchange/readWeights.ts';
import { describeMisfit, lengthsOf, withModelOf } from '../../../../engine/training/fitToWeights.ts';

const weights = (inputs: number, outputs: number): ImportedWeights => ({
  file: 'w.safetensors',
  tensors: new Map([
    ['rnn.weight_ih_l0', { shape: [12, inputs], values: new Float32Array(12 * inputs) }],
    ['head.weight', { shape: [outputs, 3], values: new Float32Array(outputs * 3) }],
  ]),
  model: { cell: 'lstm', hiddenSize: 3 },
  notes: [],
});

const forecast = (loss: string): RunConfig =>
  ({ task: 'forecast', data: { targets: ['a', 'b'], horizon: 7 }, training: { loss } }) as unknown as RunConfig;
const classes = {
  task: 'classification',
  data: { inputs: ['a', 'b', 'c', 'd', 'e', 'f'], stepSize: 1, group: null },
  training: { loss: 'crossEntropy' },
} as unknown as RunConfig;

test('the config goes before what the weights say', () => {
  expect(withModelOf({ task: 'forecast', model: { hiddenSize: 5 } }, weights(4, 6))).toEqual({
    task: 'forecast',
    model: { cell: 'lstm', hiddenSize: 5 },
  });
});

describe('lengths that follow from the shapes', () => {
  test('the horizon of a forecast, half as long with the gaussian loss', () => {
    expect(lengthsOf({}, forecast('huber'), weights(4, 12))).toEqual({ horizon: 6 });
    expect(lengthsOf({}, forecast('gaussian'), weights(4, 12))).toEqual({ horizon: 3 });
  });

  test('none where the outputs are no whole number of steps, where the config says it, and where it is so', () => {
    expect(lengthsOf({}, forecast('huber'), weights(4, 13))).toBeUndefined();
    expect(lengthsOf({ data: { horizon: 2 } }, forecast('huber'), weights(4, 12))).toBeUndefined();
    expect(lengthsOf({}, forecast('huber'), weights(4, 14))).toBeUndefined();
  });

  test('the values of a row that make a step of a sequence', () => {
    expect(lengthsOf({}, classes, weights(2, 3))).toEqual({ stepSize: 2 });
    expect(lengthsOf({ data: { stepSize: 3 } }, classes, weights(2, 3))).toBeUndefined();
    expect(lengthsOf({}, classes, weights(7, 3))).toBeUndefined();
  });
});

describe('weights of another network', () => {
  const imported = { ...weights(4, 7), inFile: (name: string) => ({ name: `layers/${name}`, layOut: transposed }) };

  test.each<[string, Record<string, number[]>, string | undefined]>([
    ['are its own', {}, undefined],
    [
      'have another shape',
      { 'head.weight': [2, 3] },
      'Tensor layers/head.weight is (3, 7) in the model file and (3, 2) in the network.',
    ],
    ['lack a tensor', { 'head.bias': [7] }, 'The model file has no tensor layers/head.bias, which the network needs.'],
  ])('%s: the tensor has the name and layout of the file', (_, changes, message) => {
    const network = new Map(imported.tensors);
    for (const [name, shape] of Object.entries(changes)) network.set(name, { shape, values: new Float32Array(0) });
    expect(describeMisfit(imported, network)).toBe(message);
  });

  test('a tensor that the network has not is named by itself', () => {
    const { tensors } = weights(4, 7);
    const network = new Map([...tensors].filter(([name]) => name !== 'head.weight'));
    expect(describeMisfit(weights(4, 7), network)).toBe('The network has no tensor head.weight, the model file has.');
  });
});
