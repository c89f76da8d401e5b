import { describe, expect, test } from 'vitest';
import type { Tensor } from '../../../../engine/compute/tensor.ts';
import type { Cell, ModelConfig } from '../../../../engine/config.ts';
import type { CellWeights } from '../../../../engine/exchange/cellWeights.ts';
import { fromKeras, toKeras } from '../../../../engine/exchange/kerasCell.ts';
import { fromTensorflow, toTensorflow } from '../../../../engine/exchange/tensorflowCell.ts';
import { gruBefore } from '../../../../engine/network/cells/gruBefore.ts';
import { lstm } from '../../../../engine/network/cells/lstm.ts';
import { rnn } from '../../../../engine/network/cells/rnn.ts';

/** Values that tell where each came from, exact in 32 bits. */
const counted = (shape: readonly number[], from = 0): Tensor => ({
  shape,
  values: Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, (_, i) => (from + i) / 4),
});

const inputs = 2;
const units = 3;
const weightsOf = (gates: number, biasHh: 'zero' | 'other' = 'zero'): CellWeights => ({
  weightIh: counted([gates * units, inputs]),
  weightHh: counted([gates * units, units], 100),
  biasIh: counted([gates * units], 200),
  biasHh:
    biasHh === 'zero'
      ? { shape: [gates * units], values: new Float32Array(gates * units) }
      : counted([gates * units], 300),
});

/** Column `column` of a matrix. */
const columnOf = ({ shape: [rows = 0, columns = 0], values }: Tensor, column: number): number[] =>
  Array.from({ length: rows }, (_, row) => values[row * columns + column] ?? NaN);
const rowOf = ({ shape: [, columns = 0], values }: Tensor, row: number): number[] => [
  ...values.slice(row * columns, (row + 1) * columns),
];

describe('Keras', () => {
  const forms: [Cell, ModelConfig['gruReset'], number][] = [
    ['rnn', 'after', 1],
    ['lstm', 'after', 4],
    ['gru', 'after', 3],
    ['gru', 'before', 3],
  ];
  test.each(forms)('%s (reset %s) goes there and back bit by bit', (cell, gruReset, gates) => {
    const form = { cell, gruReset };
    const weights = weightsOf(gates, cell === 'gru' && gruReset === 'after' ? 'other' : 'zero');
    const there = toKeras(weights, form);
    expect(there.kernel.shape).toEqual([inputs, gates * units]);
    expect(there.recurrentKernel.shape).toEqual([units, gates * units]);
    expect(there.bias?.shape).toEqual(cell === 'gru' && gruReset === 'after' ? [2, 9] : [gates * units]);
    expect(fromKeras(there, form)).toEqual(weights);
  });

  test('two biases of which Keras has one become their sum', () => {
    const { bias } = toKeras(weightsOf(4, 'other'), { cell: 'lstm', gruReset: 'after' });
    expect([...bias!.values]).toEqual(Array.from({ length: 12 }, (_, i) => (500 + 2 * i) / 4));
  });

  test('the gates of gru stand in the order z r h', () => {
    const weights = weightsOf(3);
    const { kernel } = toKeras(weights, { cell: 'gru', gruReset: 'after' });
    expect(columnOf(kernel, 0)).toEqual(rowOf(weights.weightIh, units));
    expect(columnOf(kernel, units)).toEqual(rowOf(weights.weightIh, 0));
    expect(columnOf(kernel, 2 * units)).toEqual(rowOf(weights.weightIh, 2 * units));
  });

  test('no bias stays none', () => {
    const { weightIh, weightHh } = weightsOf(4);
    const form = { cell: 'lstm', gruReset: 'after' } as const;
    expect(fromKeras(toKeras({ weightIh, weightHh }, form), form)).toEqual({ weightIh, weightHh });
  });
});

describe('TensorFlow 1', () => {
  test('BasicRNNCell goes there and back bit by bit, x before h in its kernel', () => {
    const weights = weightsOf(1);
    const there = toTensorflow(rnn, weights);
    expect(there).toHaveLength(1);
    expect(there[0]!.kernel.shape).toEqual([inputs + units, units]);
    expect(columnOf(there[0]!.kernel, 1)).toEqual([...rowOf(weights.weightIh, 1), ...rowOf(weights.weightHh, 1)]);
    expect(fromTensorflow(rnn, there)).toEqual(weights);
  });

  test('BasicLSTMCell goes there and back bit by bit, i j f o, its forget bias left out of the file', () => {
    const weights = weightsOf(4);
    const there = toTensorflow(lstm, weights);
    expect(there).toHaveLength(1);
    expect(columnOf(there[0]!.kernel, units).slice(0, inputs)).toEqual(rowOf(weights.weightIh, 2 * units));
    expect(there[0]!.bias.values[2 * units]).toBe(weights.biasIh!.values[units]! - 1);
    expect(fromTensorflow(lstm, there)).toEqual(weights);
    expect(fromTensorflow(lstm, toTensorflow(lstm, weights, 0.5), 0.5)).toEqual(weights);
  });

  test('GRUCell goes there and back bit by bit, its candidate apart', () => {
    const weights = weightsOf(3);
    const there = toTensorflow(gruBefore, weights);
    expect(there.map(({ kernel }) => kernel.shape)).toEqual([
      [inputs + units, 2 * units],
      [inputs + units, units],
    ]);
    expect(fromTensorflow(gruBefore, there)).toEqual(weights);
  });
});
