import type { Tensor } from '../compute/tensor.ts';

/** (rows, columns) → (columns, rows). */
export const transpose = ({ shape: [rows = 0, columns = 0], values }: Tensor): Tensor => {
  const turned = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      turned[column * rows + row] = values[row * columns + column] ?? NaN;
    }
  }
  return { shape: [columns, rows], values: turned };
};

/** Rows `start` to `end` (exclusive) of the first axis. */
export const sliceRows = ({ shape: [, ...rest], values }: Tensor, start: number, end: number): Tensor => {
  const width = rest.reduce((product, size) => product * size, 1);
  return { shape: [end - start, ...rest], values: values.slice(start * width, end * width) };
};

/** One tensor below the other. */
export const stackRows = (...tensors: readonly Tensor[]): Tensor => {
  const values = new Float32Array(tensors.reduce((sum, tensor) => sum + tensor.values.length, 0));
  let offset = 0;
  for (const tensor of tensors) {
    values.set(tensor.values, offset);
    offset += tensor.values.length;
  }
  const rows = tensors.reduce((sum, { shape: [count = 0] }) => sum + count, 0);
  return { shape: [rows, ...(tensors[0]?.shape.slice(1) ?? [])], values };
};

/** Cuts the first axis into as many equal blocks as `order` has, and puts block `order[i]` at place i. */
export const reorderBlocks = (tensor: Tensor, order: readonly number[]): Tensor => {
  const rows = (tensor.shape[0] ?? 0) / order.length;
  return stackRows(...order.map((block) => sliceRows(tensor, block * rows, (block + 1) * rows)));
};

/** Of equal shapes. */
export const addTensors = (a: Tensor, b: Tensor): Tensor => ({
  shape: a.shape,
  values: a.values.map((value, i) => value + (b.values[i] ?? NaN)),
});

export const zerosLike = ({ shape, values }: Tensor): Tensor => ({ shape, values: new Float32Array(values.length) });
