import { describe, expect, test } from 'vitest';
import { panelsOf as panelsOfWidth } from '../../../../engine/compute/kernels.ts';
import type { Offset } from '../../../../engine/compute/offset.ts';
import { createRandom } from '../../../../engine/compute/random.ts';
import { onEveryBackend } from '../network/everyBackend.ts';
import { largestError } from '../network/reference.ts';
import { Workbench } from '../network/workbench.ts';

const shapes = [
  { T: 1, B: 1, D: 1, N: 1 },
  { T: 3, B: 5, D: 17, N: 33 },
  { T: 5, B: 3, D: 33, N: 17 },
  { T: 17, B: 33, D: 3, N: 5 },
  { T: 2, B: 7, D: 530, N: 9 },
  { T: 2, B: 300, D: 9, N: 8 },
];

onEveryBackend((module) => {
  const random = createRandom(1);
  const draw = (count: number): Float32Array => Float32Array.from({ length: count }, () => 2 * random.next() - 1);
  const bench = Workbench.create(module);
  const { kernels, memory } = bench;
  const { panel } = kernels;
  const panelsOf = (n: number): number => panelsOfWidth(n, panel);

  describe.each(shapes)('T $T, B $B, D $D, N $N', ({ T, B, D, N }) => {
    const x = draw(T * B * D);
    const w = draw(D * N);
    const dz = draw(T * B * N);
    const packed = (values: ArrayLike<number>, rows: number, columns: number, steps = 1): Offset =>
      bench.write(bench.sequence(steps, rows, columns), steps, rows, columns, values);
    const at = (values: Float32Array, i: number): number => values[i] ?? NaN;

    test('project is the product and both biases, within 1e-5', () => {
      const [bias1, bias2] = [draw(N), draw(N)];
      const z = bench.sequence(T, B, N);
      kernels.project(
        z,
        packed(x, B, D, T),
        packed(w, D, N),
        packed(bias1, 1, N),
        packed(bias2, 1, N),
        T,
        B,
        D,
        panelsOf(N),
      );
      const expected = Array.from({ length: T * B * N }, (_, i) => {
        let sum = at(bias1, i % N) + at(bias2, i % N);
        for (let d = 0; d < D; d++) sum += at(x, Math.floor(i / N) * D + d) * at(w, d * N + (i % N));
        return sum;
      });
      expect(largestError(bench.read(z, T, B, N), expected)).toBeLessThan(1e-5);
    });

    test('weight_gradient adds x transposed times dz, within 1e-5', () => {
      const before = draw(D * N);
      const dw = packed(before, D, N);
      kernels.weight_gradient(dw, packed(x, B, D, T), packed(dz, B, N, T), T, B, D, panelsOf(N));
      const expected = Array.from({ length: D * N }, (_, i) => {
        let sum = at(before, i);
        for (let row = 0; row < T * B; row++) sum += at(x, row * D + Math.floor(i / N)) * at(dz, row * N + (i % N));
        return sum;
      });
      expect(largestError(bench.read(dw, 1, D, N), expected)).toBeLessThan(1e-5);
    });

    test('bias_gradient adds the sum over time and batch to both, within 1e-5', () => {
      const before = draw(N);
      const [db1, db2] = [packed(before, 1, N), bench.sequence(1, 1, N)];
      kernels.bias_gradient(db1, db2, packed(dz, B, N, T), T, B, panelsOf(N));
      const sums = Array.from({ length: N }, (_, n) => {
        let sum = 0;
        for (let row = 0; row < T * B; row++) sum += at(dz, row * N + n);
        return sum;
      });
      expect(largestError(bench.read(db2, 1, 1, N), sums)).toBeLessThan(1e-5);
      expect(
        largestError(
          bench.read(db1, 1, 1, N),
          sums.map((sum, n) => sum + at(before, n)),
        ),
      ).toBeLessThan(1e-5);
    });

    test('transpose_weights turns rows into columns, bit for bit, in any two parts', () => {
      const weights = packed(w, D, N);
      const rows = panelsOf(N) * panel;
      const transposed = bench.sequence(1, rows, D);
      memory.floats(transposed, rows * panelsOf(D) * panel).fill(NaN);
      const middle = panelsOf(D) >> 1;
      kernels.transpose_weights(transposed, weights, D, panelsOf(N), 0, middle);
      kernels.transpose_weights(transposed, weights, D, panelsOf(N), middle, panelsOf(D));
      const expected = Array.from({ length: N * D }, (_, i) => at(w, (i % D) * N + Math.floor(i / D)));
      expect([...bench.read(transposed, 1, rows, D).subarray(0, N * D)]).toEqual(expected);
      expect(memory.floats(transposed, rows * panelsOf(D) * panel).includes(NaN)).toBe(false);
    });

    test('gather_rows reads, and scatter_rows adds to, the rows of the ids', () => {
      const ids = Int32Array.from({ length: T * B }, () => random.integer(D));
      const bias = draw(N);
      const z = bench.sequence(T, B, N);
      kernels.gather_rows(z, packed(w, D, N), packed(bias, 1, N), undefined, bench.integers(ids), T, B, D, panelsOf(N));
      const expected = Array.from({ length: T * B * N }, (_, i) =>
        Math.fround(at(w, (ids[Math.floor(i / N)] ?? 0) * N + (i % N)) + at(bias, i % N)),
      );
      expect([...bench.read(z, T, B, N)]).toEqual(expected);

      const dw = bench.sequence(1, D, N);
      kernels.scatter_rows(dw, packed(dz, B, N, T), bench.integers(ids), T, B, D, panelsOf(N));
      const sums = new Float64Array(D * N);
      ids.forEach((id, row) => {
        for (let n = 0; n < N; n++) sums[id * N + n] = (sums[id * N + n] ?? NaN) + at(dz, row * N + n);
      });
      expect(largestError(bench.read(dw, 1, D, N), sums)).toBeLessThan(1e-5);
    });
  });

  describe('dropout', () => {
    const [T, B, H] = [20, 30, 33];
    const ones = (lanes: number): Offset =>
      bench.write(bench.sequence(T, lanes, H), T, lanes, H, new Float32Array(T * lanes * H).fill(1));
    const masked = (share: number, key: number): Float64Array => {
      const y = bench.sequence(T, B, H);
      kernels.dropout(y, ones(B), share, key, T, B, H, 0, B);
      return bench.read(y, T, B, H);
    };

    test.each([0.1, 0.5, 0.9])('drops %d of the units within 1.5 % and scales the rest', (share) => {
      const y = masked(share, 77);
      const scale = Math.fround(1 / (1 - Math.fround(share)));
      expect(Math.abs(y.filter((value) => value === 0).length / y.length - share)).toBeLessThan(0.015);
      expect(y.every((value) => value === 0 || Math.abs(value - scale) < 1e-5)).toBe(true);
    });

    test('masks of two keys, and of neighbouring steps, lanes and units, agree as often as chance within 3 %', () => {
      const y = masked(0.5, 1);
      const agreement = (other: Float64Array, shift: number): number => {
        let same = 0;
        for (let i = shift; i < y.length; i++) if (y[i] === other[i - shift]) same++;
        return same / (y.length - shift);
      };
      expect(Math.abs(agreement(masked(0.5, 2), 0) - 0.5)).toBeLessThan(0.03);
      for (const shift of [1, H, B * H]) expect(Math.abs(agreement(y, shift) - 0.5)).toBeLessThan(0.03);
    });

    test('lanes split over threads get the masks of the whole', () => {
      const whole = masked(0.3, 5);
      const part = bench.sequence(T, 12, H);
      kernels.dropout(part, ones(12), 0.3, 5, T, 12, H, 18, B);
      const expected = Array.from({ length: T * 12 * H }, (_, i) => {
        const lane = 18 + (Math.floor(i / H) % 12);
        return whole[(Math.floor(i / (12 * H)) * B + lane) * H + (i % H)];
      });
      expect([...bench.read(part, T, 12, H)]).toEqual(expected);
    });
  });
});
