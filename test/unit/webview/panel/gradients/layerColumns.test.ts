import { expect, test } from 'vitest';
import { layerColumns } from '../../../../../webview/panel/gradients/layerColumns.ts';
import { gradientsOf } from './gradientsOf.ts';

test('keeps the profiles of one layer beside the steps that had it', () => {
  const layer = (name: string, value: number) => ({ name, stateGradients: [value], saturated: {} });
  const events = [
    gradientsOf(1, [layer('l0', 1), layer('l1', 2)]),
    gradientsOf(2, [layer('l0', 3)]),
    gradientsOf(3, [layer('l0', 4), layer('l1', 5)]),
  ];
  expect(layerColumns(events, 'l1')).toEqual({ steps: [1, 3], profiles: [[2], [5]] });
});
