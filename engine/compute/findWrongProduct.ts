import type { Kernels } from './kernels.ts';
import type { SharedMemory } from './memory.ts';
import type { Offset } from './offset.ts';

/** Lanes, inputs and outputs: some of each are left over from whole tiles. */
const [B, D, N] = [19, 70, 40];

/**
 * What the kernels over the memory multiply wrongly, as the end of a sentence: small whole numbers, of which every sum is
 * exact in whatever order, in float and in bfloat16. Undefined where all is right.
 */
export const findWrongProduct = (kernels: Kernels, memory: SharedMemory): string | undefined => {
  const { panel } = kernels;
  const panels = Math.ceil(N / panel);
  /** A panel matrix of small whole numbers. */
  const matrix = (rows: number, columns: number, valueOf: (row: number, column: number) => number): Offset => {
    const width = Math.ceil(columns / panel);
    const offset = memory.allocate(rows * width * panel * 4, 'A test');
    const floats = memory.floats(offset, rows * width * panel);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        floats[(Math.floor(column / panel) * rows + row) * panel + (column % panel)] = valueOf(row, column);
      }
    }
    return offset;
  };
  const left = (row: number, column: number): number => ((row * 5 + column * 3) % 7) - 3;
  const right = (row: number, column: number): number => ((row * 2 + column * 5) % 9) - 4;
  type Entry = (row: number, column: number) => number;
  const check = (z: Offset, rows: number, columns: number, entry: Entry): string | undefined => {
    const floats = memory.floats(z, rows * Math.ceil(columns / panel) * panel);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const found = floats[(Math.floor(column / panel) * rows + row) * panel + (column % panel)];
        const expected = entry(row, column);
        if (found !== expected) return `${found} where ${expected} is right`;
      }
    }
    return undefined;
  };
  const [x, w, dz] = [matrix(B, D, left), matrix(D, N, right), matrix(B, N, right)];
  const [z, rounded, dw] = [matrix(B, N, () => 0), matrix(B, N, () => 0), matrix(D, N, () => 0)];
  const [pairs, scratch] = [matrix(D, N, () => 0), memory.allocate(544 * 256 * 4, 'A test')];
  kernels.project(z, x, w, undefined, undefined, 1, B, D, panels);
  kernels.round_pairs(pairs, w, D, 0, panels);
  kernels.project_bf16(rounded, x, pairs, undefined, undefined, scratch, 1, B, D, panels);
  kernels.gate_weight_gradient_bf16(dw, x, dz, scratch, 1, B, D, panels, 1, 0, 1);
  const sum = (count: number, term: (k: number) => number): number => {
    let total = 0;
    for (let k = 0; k < count; k++) total += term(k);
    return total;
  };
  const product: Entry = (row, column) => sum(D, (k) => left(row, k) * right(k, column));
  const gradient: Entry = (row, column) => sum(B, (k) => left(k, row) * right(k, column));
  return check(z, B, N, product) ?? check(rounded, B, N, product) ?? check(dw, D, N, gradient);
};
