import { describe, expect, test } from 'vitest';
import { activationCodes } from '../../../../engine/compute/kernelFunctions.ts';
import type { Kernels } from '../../../../engine/compute/kernels.ts';
import { panelsOf as panelsOfWidth, sequenceBytes } from '../../../../engine/compute/kernels.ts';
import { shift, type Offset } from '../../../../engine/compute/offset.ts';
import { createRandom } from '../../../../engine/compute/random.ts';
import { onEveryBackend } from '../network/everyBackend.ts';
import { Workbench } from '../network/workbench.ts';

const { tanh } = activationCodes;

/** What the two passes of a cell work with; `carry` and `split` are what only some cells have. */
interface Buffers {
  readonly z: Offset;
  /** Sums of the recurrent product, where they are apart; else z. */
  readonly sums: Offset;
  readonly h: Offset;
  readonly c: Offset;
  readonly dy: Offset;
  readonly carry: Offset;
  readonly scratch: Offset;
  readonly lengths: Offset;
}

interface Stretch {
  readonly first: number;
  readonly T: number;
  readonly B: number;
  readonly H: number;
}

/** A cell's kernels over a stretch of steps: without weights the recurrent product is made by the caller. */
interface CellKernels {
  readonly name: string;
  readonly gates: number;
  readonly forward: (k: Kernels, at: Buffers, w: Offset | undefined, stretch: Stretch) => void;
  readonly backward: (k: Kernels, at: Buffers, wT: Offset | undefined, stretch: Stretch) => void;
}

const anyWeights = 64 as Offset;

const cells: readonly CellKernels[] = [
  {
    name: 'lstm',
    gates: 4,
    forward: (k, { z, h, c, scratch, lengths }, w, { first, T, B, H }) => {
      if (w === undefined) k.lstm_forward(z, h, h, c, undefined, lengths, first, T, B, H, H);
      else k.lstm_forward_bf16(z, h, h, c, w, scratch, lengths, first, T, B, H, H);
    },
    backward: (k, { z, c, dy, carry, scratch, lengths }, wT, { first, T, B, H }) => {
      if (wT === undefined) k.lstm_backward(z, c, dy, carry, anyWeights, lengths, first, T, B, H);
      else k.lstm_backward_bf16(z, c, dy, carry, wT, scratch, lengths, first, T, B, H);
    },
  },
  {
    name: 'gru',
    gates: 3,
    forward: (k, { z, sums, h, scratch, lengths }, w, { first, T, B, H }) => {
      if (w === undefined) k.gru_forward(z, sums, h, h, undefined, undefined, lengths, first, T, B, H);
      else k.gru_forward_bf16(z, sums, h, h, w, undefined, scratch, lengths, first, T, B, H);
    },
    backward: (k, { z, sums, h, dy, carry, scratch, lengths }, wT, { first, T, B, H }) => {
      if (wT === undefined) k.gru_backward(z, sums, h, dy, carry, anyWeights, lengths, first, T, B, H);
      else k.gru_backward_bf16(z, sums, h, dy, carry, wT, scratch, lengths, first, T, B, H);
    },
  },
  {
    name: 'rnn',
    gates: 1,
    forward: (k, { z, h, scratch, lengths }, w, { first, T, B, H }) => {
      if (w === undefined) k.rnn_forward(z, h, h, undefined, lengths, first, T, B, H, tanh);
      else k.rnn_forward_bf16(z, h, h, w, scratch, lengths, first, T, B, H, tanh);
    },
    backward: (k, { z, h, dy, scratch, lengths }, wT, { first, T, B, H }) => {
      if (wT === undefined) k.rnn_backward(z, h, dy, anyWeights, lengths, first, T, B, H, tanh);
      else k.rnn_backward_bf16(z, h, dy, wT, scratch, lengths, first, T, B, H, tanh);
    },
  },
];

onEveryBackend((module) => {
  describe.each(cells)('$name', ({ gates, forward, backward }) => {
    const [T, B, H] = [4, 5, 35];
    const bench = Workbench.create(module);
    const { kernels } = bench;
    const { panel } = kernels;
    const units = panelsOfWidth(H, panel);
    const width = gates * units * panel;
    const random = createRandom(5);
    const scratch = bench.sequence(1, 544, 256);
    const lengths = bench.integers([4, 2, 3, 4, 1]);
    /** Zero in the columns of no unit, as all that the kernels make is. */
    const draw = (rows: number, perUnit: number): Float32Array =>
      Float32Array.from({ length: rows * perUnit * units * panel }, (_, i) => {
        const column = i % (perUnit * units * panel);
        const unit = Math.floor(column / perUnit / panel) * panel + (column % panel);
        return unit < H ? 2 * random.next() - 1 : 0;
      });
    const weights = bench.write(bench.sequence(1, H, width), 1, H, width, draw(H, gates));
    const transposed = bench.sequence(1, width, H);
    kernels.transpose_weights(transposed, weights, H, gates * units, 0, units);
    const rounded = (w: Offset, rows: number, panels: number): Offset => {
      const pairs = bench.sequence(1, rows, panels * panel);
      kernels.round_pairs(pairs, w, rows, 0, panels);
      return pairs;
    };
    const [pairs, pairsT] = [rounded(weights, H, gates * units), rounded(transposed, width, units)];
    const [z0, h0, dy0] = [draw(T * B, gates), draw(B, 1), draw(T * B, 1)];

    const begin = (): Buffers => {
      const z = bench.write(bench.sequence(T, B, width), T, B, width, z0);
      const h = bench.write(bench.sequence(T + 1, B, H), 1, B, units * panel, h0);
      const dy = bench.write(bench.sequence(T, B, H), T, B, units * panel, dy0);
      const sums = gates === 3 ? bench.sequence(T, B, width) : z;
      const [c, carry] = [bench.sequence(T + 1, B, H), bench.sequence(1, B, H)];
      return { z, sums, h, c, dy, carry, scratch, lengths };
    };
    const at = (buffers: Buffers, t: number): Buffers => {
      const [state, gate] = [sequenceBytes(t, B, H, panel), sequenceBytes(t, B, width, panel)];
      const { z, sums, h, c, dy } = buffers;
      const moved = { z: shift(z, gate), sums: shift(sums, gate), h: shift(h, state) };
      return { ...buffers, ...moved, c: shift(c, state), dy: shift(dy, state) };
    };
    const forwardByStep = (buffers: Buffers): void => {
      for (let t = 0; t < T; t++) {
        const step = at(buffers, t);
        const product = bench.sequence(1, B, width);
        kernels.project_bf16(product, step.h, pairs, undefined, undefined, scratch, 1, B, H, gates * units);
        kernels.add(step.sums, product, B * width);
        forward(kernels, step, undefined, { first: t, T: 1, B, H });
      }
    };
    const read = (offset: Offset, steps: number, columns: number): Float64Array =>
      bench.read(offset, steps, B, columns);
    const largest = (a: Float64Array, b: Float64Array): number =>
      a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? NaN))), 0);

    test('all steps in one call are the steps one by one with the product made by project_bf16, within 1e-5', () => {
      const [whole, single] = [begin(), begin()];
      forward(kernels, whole, pairs, { first: 0, T, B, H });
      forwardByStep(single);
      expect(largest(read(whole.h, T + 1, H), read(single.h, T + 1, H))).toBeLessThan(1e-5);
      expect(largest(read(whole.z, T, width), read(single.z, T, width))).toBeLessThan(1e-5);
      expect(read(whole.h, T + 1, H).every(Number.isFinite)).toBe(true);
    });

    test('all steps back in one call are the steps one by one with project_bf16 between them, within 1e-5', () => {
      const [whole, single] = [begin(), begin()];
      for (const buffers of [whole, single]) forwardByStep(buffers);
      backward(kernels, whole, pairsT, { first: 0, T, B, H });
      for (let t = T - 1; t >= 0; t--) {
        const step = at(single, t);
        backward(kernels, step, undefined, { first: t, T: 1, B, H });
        if (t === 0) break;
        const [product, before] = [bench.sequence(1, B, H), at(single, t - 1)];
        kernels.project_bf16(product, step.sums, pairsT, undefined, undefined, scratch, 1, B, width, units);
        kernels.add(before.dy, product, B * units * panel);
        // A gru passes on itself what goes by an ended lane.
        if (gates !== 3) kernels.pass_lanes(before.dy, step.dy, lengths, t, B, units);
      }
      expect(largest(read(whole.z, T, width), read(single.z, T, width))).toBeLessThan(1e-5);
      expect(largest(read(whole.sums, T, width), read(single.sums, T, width))).toBeLessThan(1e-5);
      expect(read(whole.z, T, width).some((value) => Math.abs(value) > 0.01)).toBe(true);
    });

    test('the products are those of rounded factors, not of the factors', () => {
      const [narrow, wide] = [begin(), begin()];
      forward(kernels, narrow, pairs, { first: 0, T, B, H });
      for (let t = 0; t < T; t++) {
        const step = at(wide, t);
        const product = bench.sequence(1, B, width);
        kernels.project(product, step.h, weights, undefined, undefined, 1, B, H, gates * units);
        kernels.add(step.sums, product, B * width);
        forward(kernels, step, undefined, { first: t, T: 1, B, H });
      }
      const difference = largest(read(narrow.h, T + 1, H), read(wide.h, T + 1, H));
      expect(difference).toBeGreaterThan(1e-4);
      expect(difference).toBeLessThan(0.1);
    });
  });
});
