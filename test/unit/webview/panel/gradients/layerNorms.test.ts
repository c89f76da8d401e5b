import { expect, test } from 'vitest';
import type { TensorDiagnostics } from '../../../../../engine/protocol.ts';
import { drawable, layerNorms, updateRatio } from '../../../../../webview/panel/gradients/layerNorms.ts';
import { gradientsOf } from './gradientsOf.ts';

const tensor = (name: string, weight: number, gradient: number | null, update: number | null): TensorDiagnostics => ({
  name,
  weight,
  gradient,
  update,
});
const layer = (name: string) => ({ name, stateGradients: [1], saturated: {} });

test('takes the tensors of a layer together, recurrent layers first, over the training steps', () => {
  const tensors = [
    tensor('embedding.weight', 1, 1, 1),
    tensor('rnn.weight_ih_l0', 3, 6, 0.03),
    tensor('rnn.bias_hh_l0', 4, 8, 0.04),
    tensor('rnn.weight_hr_l0_reverse', 2, 2, 0.5),
  ];
  const layers = [layer('l0'), layer('l0_reverse')];
  const norms = layerNorms([gradientsOf(5, layers, tensors), gradientsOf(9, layers, tensors)]);
  expect(norms.map((norm) => norm.layer)).toEqual(['l0', 'l0_reverse', 'embedding']);
  expect(norms[0]?.gradient).toEqual({ x: [5, 9], y: [10, 10] });
  expect(norms[0]?.ratio.y[0]).toBeCloseTo(0.01, 12);
  expect(norms[1]?.ratio.y).toEqual([0.25, 0.25]);
});

test('has gaps where a logarithmic axis has no place: zeros, what is not finite, no weight to compare with', () => {
  const lost = null; // NaN and Infinity come as null.
  const events = [
    gradientsOf(1, [layer('l0')], [tensor('rnn.weight_ih_l0', 1, 0, 0)]),
    gradientsOf(2, [layer('l0')], [tensor('rnn.weight_ih_l0', 1, lost, lost)]),
    gradientsOf(3, [layer('l0')], [tensor('rnn.weight_ih_l0', 0, 1, 1)]),
  ];
  const [norms] = layerNorms(events);
  expect(norms?.gradient.y).toEqual([null, null, 1]);
  expect(norms?.ratio.y).toEqual([null, null, null]);
});

test('knows no ratio for weights that are all 0', () => {
  expect(updateRatio(tensor('head.bias', 0, 1, 1))).toBeUndefined();
  expect(updateRatio(tensor('head.bias', 4, 1, 1))).toBe(0.25);
});

test('draws numbers above 0 only', () => {
  expect([1e-30, 0, -1, NaN, Infinity, null].map(drawable)).toEqual([1e-30, null, null, null, null, null]);
});
