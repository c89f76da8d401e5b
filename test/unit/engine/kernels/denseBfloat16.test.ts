import { describe, expect, test } from 'vitest';
import { panelsOf as panelsOfWidth } from '../../../../engine/compute/kernels.ts';
import type { Offset } from '../../../../engine/compute/offset.ts';
import { createRandom } from '../../../../engine/compute/random.ts';
import { onEveryBackend } from '../network/everyBackend.ts';
import { Workbench } from '../network/workbench.ts';
import { roundToBfloat16 } from './roundToBfloat16.ts';

const shapes = [
  { T: 1, B: 1, D: 1, N: 1 },
  { T: 3, B: 5, D: 17, N: 33 },
  { T: 5, B: 3, D: 33, N: 17 },
  { T: 17, B: 33, D: 3, N: 5 },
  { T: 2, B: 7, D: 1030, N: 3 },
  { T: 2, B: 300, D: 4, N: 3 },
  { T: 5, B: 85, D: 8, N: 35 },
];

/** What a sum of so many products may be off by, as a share of the sum of their sizes, with so many factors rounded. */
const bound = (roundings: number, terms: number): number => (1 + 2 ** -8) ** roundings - 1 + (terms + 3) * 2 ** -24;

onEveryBackend((module) => {
  const random = createRandom(3);
  const draw = (count: number): Float32Array => Float32Array.from({ length: count }, () => 2 * random.next() - 1);
  const bench = Workbench.create(module);
  const { kernels, memory } = bench;
  const { panel } = kernels;
  const panelsOf = (n: number): number => panelsOfWidth(n, panel);
  const scratch = bench.sequence(1, 512 + 32, 256);
  const packed = (values: ArrayLike<number>, rows: number, columns: number, steps = 1): Offset =>
    bench.write(bench.sequence(steps, rows, columns), steps, rows, columns, values);
  const rounded = (w: Offset, rows: number, columns: number): Offset => {
    const pairs = bench.sequence(1, Math.ceil(rows / 2), columns);
    const middle = panelsOf(columns) >> 1;
    kernels.round_pairs(pairs, w, rows, 0, middle);
    kernels.round_pairs(pairs, w, rows, middle, panelsOf(columns));
    return pairs;
  };
  const at = (values: ArrayLike<number>, i: number): number => values[i] ?? NaN;

  test('round_pairs rounds to the nearest, ties to even, keeps infinity, NaN and signs, and has 0 for subnormal numbers', () => {
    const special = [
      ...[1, 1 + 2 ** -8, 1 + 3 * 2 ** -8, 1 + 2 ** -8 + 2 ** -20, -1 - 2 ** -8, 3.4e38, -3.4028234e38],
      ...[Infinity, -Infinity, NaN, 0, -0, 2 ** -126, 2 ** -127, -(2 ** -149), 2 ** -126 * (1 - 2 ** -20)],
      ...draw(15),
    ];
    const D = special.length;
    const pairs = rounded(packed(special, D, 1), D, 1);
    const halves = memory.symbols(pairs, (D + 1) * panel);
    const found = special.map((_, d) => at(halves, (d >> 1) * 2 * panel + (d % 2)));
    const shown = special.map((value) => new Uint32Array(Float32Array.of(roundToBfloat16(value)).buffer)[0]);
    expect(found).toEqual(shown.map((whole = 0) => whole >>> 16));
    expect(at(halves, (D >> 1) * 2 * panel + 1)).toBe(0);
  });

  describe.each(shapes)('T $T, B $B, D $D, N $N', ({ T, B, D, N }) => {
    const x = draw(T * B * D);
    const w = draw(D * N);
    const dz = draw(T * B * N);

    /** The largest of |error| / sum of the terms' sizes, against the sums in double precision. */
    const worst = (
      found: ArrayLike<number>,
      count: number,
      termsOf: (i: number) => readonly (readonly [number, number])[],
      begin: (i: number) => number,
      round: (value: number) => number,
    ): number => {
      let most = 0;
      for (let i = 0; i < count; i++) {
        let sum = begin(i);
        let size = Math.abs(sum);
        for (const [a, b] of termsOf(i)) {
          sum += round(a) * round(b);
          size += Math.abs(a * b);
        }
        const error = Math.abs(at(found, i) - sum) / size;
        most = error > most || Number.isNaN(error) ? error : most;
      }
      return most;
    };
    const asIs = (value: number): number => value;

    test('project_bf16 is the product and both biases, within 2^-8 for each factor, and of rounded factors as in float', () => {
      const [bias1, bias2] = [draw(N), draw(N)];
      const z = bench.sequence(T, B, N);
      const input = packed(x, B, D, T);
      const pairs = rounded(packed(w, D, N), D, N);
      const [first, second] = [packed(bias1, 1, N), packed(bias2, 1, N)];
      kernels.project_bf16(z, input, pairs, first, second, scratch, T, B, D, panelsOf(N));
      const found = bench.read(z, T, B, N);
      const terms = (i: number): [number, number][] =>
        Array.from({ length: D }, (_, d) => [at(x, Math.floor(i / N) * D + d), at(w, d * N + (i % N))]);
      const begin = (i: number): number => at(bias1, i % N) + at(bias2, i % N);
      expect(worst(found, T * B * N, terms, begin, asIs)).toBeLessThan(bound(2, D));
      expect(worst(found, T * B * N, terms, begin, roundToBfloat16)).toBeLessThan(bound(0, D));

      kernels.project_bf16(z, input, pairs, undefined, undefined, scratch, T, B, D, panelsOf(N));
      expect(worst(bench.read(z, T, B, N), T * B * N, terms, () => 0, roundToBfloat16)).toBeLessThan(bound(0, D));
    });

    test('gate_weight_gradient_bf16 adds x transposed times dz, within 2^-8 for each factor, and of rounded factors as in float', () => {
      const before = draw(D * N);
      const dw = packed(before, D, N);
      const [input, gradient] = [packed(x, B, D, T), packed(dz, B, N, T)];
      kernels.gate_weight_gradient_bf16(dw, input, gradient, scratch, T, B, D, panelsOf(N), 1, 0, 1);
      const found = bench.read(dw, 1, D, N);
      const terms = (i: number): [number, number][] =>
        Array.from({ length: T * B }, (_, row) => [at(x, row * D + Math.floor(i / N)), at(dz, row * N + (i % N))]);
      const begin = (i: number): number => at(before, i);
      expect(worst(found, D * N, terms, begin, asIs)).toBeLessThan(bound(2, T * B));
      expect(worst(found, D * N, terms, begin, roundToBfloat16)).toBeLessThan(bound(0, T * B));
    });
  });

  test('gate_weight_gradient_bf16 leaves the other gates as they are', () => {
    const [T, B, D, units] = [2, 3, 5, 2];
    const width = 3 * units * panel;
    const dw = bench.sequence(1, D, width);
    const [x, dz] = [draw(T * B * D), draw(T * B * width)];
    const [input, gradient] = [packed(x, B, D, T), packed(dz, B, width, T)];
    kernels.gate_weight_gradient_bf16(dw, input, gradient, scratch, T, B, D, 3 * units, 3, 1, 2);
    const found = bench.read(dw, 1, D, width);
    const gates = Array.from(found, (value, i) => (value === 0 ? -1 : Math.floor((i % width) / panel) % 3));
    expect(new Set(gates)).toEqual(new Set([-1, 1]));
    expect(gates.filter((gate) => gate === 1)).toHaveLength(D * units * panel);
  });
});
