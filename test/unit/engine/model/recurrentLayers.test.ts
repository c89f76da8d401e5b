import { describe, expect, test } from 'vitest';
import { activationCodes, panelsOf } from '../../../../engine/compute/kernels.ts';
import type { KernelModule } from '../../../../engine/compute/loadKernels.ts';
import {
  findPlace,
  gateCounts,
  layOutParameters,
  packTensor,
  unpackTensor,
} from '../../../../engine/compute/parameterLayout.ts';
import { createRandom } from '../../../../engine/compute/random.ts';
import { Gru } from '../../../../engine/model/gru.ts';
import { DenseInput, sequenceBytes } from '../../../../engine/model/layerInput.ts';
import { Lstm } from '../../../../engine/model/lstm.ts';
import { Rnn } from '../../../../engine/model/rnn.ts';
import type { RecurrentLayer } from '../../../../engine/model/recurrentLayer.ts';
import { onEveryBackend } from './everyBackend.ts';
import { largestError, numericGradient, stepCell, type CellName } from './reference.ts';
import { Workbench } from './workbench.ts';

type Activation = 'tanh' | 'relu' | 'sigmoid';
interface Shape {
  T: number;
  B: number;
  D: number;
  H: number;
}

const names = ['weight_ih', 'weight_hh', 'bias_ih', 'bias_hh'] as const;

/** A layer with random parameters, inputs and initial states, beside the same numbers for the reference. */
const setUpOn = (module: KernelModule, cell: CellName, activation: Activation, { T, B, D, H }: Shape) => {
  const bench = Workbench.create(module);
  const { kernels, memory } = bench;
  const { panel } = kernels;
  const random = createRandom(T * 1000 + B * 100 + D * 10 + H);
  const draw = (count: number, scale: number): Float64Array =>
    Float64Array.from({ length: count }, () => Math.fround((2 * random.next() - 1) * scale));

  const places = layOutParameters({
    panel,
    cell,
    hiddenSize: H,
    numLayers: 1,
    embeddingSize: 0,
    inputSize: D,
    outputSize: 1,
    outputGroups: 1,
  });
  const packedCount = places.reduce((end, place) => Math.max(end, place.start + place.count), 0);
  const parameters = memory.allocate(packedCount * 4, 'A test');
  const gradients = memory.allocate(packedCount * 4, 'A test');
  const values = names.map((name) => {
    const place = findPlace(places, `rnn.${name}_l0`);
    const drawn = draw(
      place.shape.reduce((n, side) => n * side, 1),
      0.6,
    );
    packTensor(place, memory.floats(parameters, packedCount), Float32Array.from(drawn));
    return drawn;
  });
  const offset = (name: string): number => parameters + findPlace(places, `rnn.${name}_l0`).start * 4;
  const G = gateCounts[cell];
  const panels = G * panelsOf(H, panel);
  const transpose = (weight: number, inputs: number): number => {
    const transposed = memory.allocate(panelsOf(inputs, panel) * panels * panel * panel * 4, 'A test');
    kernels.transpose_weights(transposed, weight, inputs, panels, 0, panelsOf(inputs, panel));
    return transposed;
  };
  const weights = {
    inputSize: D,
    weightIh: offset('weight_ih'),
    weightHh: offset('weight_hh'),
    biasIh: offset('bias_ih'),
    biasHh: offset('bias_hh'),
    transposedIh: transpose(offset('weight_ih'), D),
    transposedHh: transpose(offset('weight_hh'), H),
  };
  const gated = G * panelsOf(H, panel) * panel;
  const buffers = {
    gradientShift: gradients - parameters,
    z: bench.sequence(T, B, gated),
    zh: bench.sequence(T, B, gated),
    h: bench.sequence(T + 1, B, H),
    c: bench.sequence(T + 1, B, H),
    carry: bench.sequence(1, B, H),
  };
  const layer: RecurrentLayer =
    cell === 'lstm'
      ? new Lstm(kernels, weights, buffers, H)
      : cell === 'gru'
        ? new Gru(kernels, weights, buffers, H)
        : new Rnn(kernels, weights, buffers, H, activationCodes[activation]);
  const x = draw(T * B * D, 1.5);
  const h0 = draw(B * H, 0.9);
  const c0 = draw(B * H, 0.9);
  const [weightIh, weightHh, biasIh, biasHh] = values as [Float64Array, Float64Array, Float64Array, Float64Array];

  /** The reference's outputs, row-major (T, B, H). */
  const expected = (): number[] => {
    const outputs = new Array<number>(T * B * H);
    for (let b = 0; b < B; b++) {
      let state = { h: [...h0.subarray(b * H, (b + 1) * H)], c: [...c0.subarray(b * H, (b + 1) * H)] };
      for (let t = 0; t < T; t++) {
        const step = x.subarray((t * B + b) * D, (t * B + b + 1) * D);
        state = stepCell(cell, activation, step, state, { weightIh, weightHh, biasIh, biasHh });
        state.h.forEach((value, j) => {
          outputs[(t * B + b) * H + j] = value;
        });
      }
    }
    return outputs;
  };
  const input = (from: number, steps: number): DenseInput => {
    const part = x.subarray(from * B * D, (from + steps) * B * D);
    return new DenseInput(kernels, bench.write(bench.sequence(steps, B, D), steps, B, D, part), D);
  };
  const setStates = (): void => {
    bench.write(buffers.h, 1, B, H, h0);
    bench.write(buffers.c, 1, B, H, c0);
  };
  const outputs = (steps: number): Float64Array => bench.read(buffers.h + sequenceBytes(1, B, H, panel), steps, B, H);
  const gradient = (name: (typeof names)[number]): Float32Array =>
    unpackTensor(findPlace(places, `rnn.${name}_l0`), memory.floats(gradients, packedCount)).values;

  return {
    bench,
    layer,
    weights,
    buffers,
    panels,
    values,
    x,
    h0,
    c0,
    expected,
    input,
    setStates,
    outputs,
    gradient,
    draw,
  };
};

const cells: [CellName, Activation][] = [
  ['rnn', 'tanh'],
  ['rnn', 'relu'],
  ['rnn', 'sigmoid'],
  ['lstm', 'tanh'],
  ['gru', 'tanh'],
];
const shapes: Shape[] = [
  { T: 1, B: 3, D: 5, H: 17 },
  { T: 2, B: 1, D: 3, H: 33 },
  { T: 3, B: 17, D: 33, H: 1 },
  { T: 17, B: 5, D: 1, H: 3 },
  { T: 4, B: 6, D: 7, H: 8 },
];

/** Numeric gradients, which are the same for every backend, by what they are of. */
const slopes = new Map<string, ArrayLike<number>>();
const slopesOf = (key: string, values: Float64Array, loss: () => number): ArrayLike<number> => {
  const known = slopes.get(key) ?? numericGradient(values, loss);
  slopes.set(key, known);
  return known;
};

onEveryBackend((module) => {
  const setUp = (cell: CellName, activation: Activation, shape: Shape) => setUpOn(module, cell, activation, shape);

  describe.each(cells)('%s with %s', (cell, activation) => {
    test.each(shapes)('forward agrees with the plain loop within 1e-5 ($T, $B, $D, $H)', (shape) => {
      const { layer, input, setStates, outputs, expected } = setUp(cell, activation, shape);
      setStates();
      layer.forward(input(0, shape.T), shape.T, shape.B);
      expect(largestError(outputs(shape.T), expected())).toBeLessThan(1e-5);
    });

    test.each(shapes)('all gradients agree with numeric ones within 1e-5 ($T, $B, $D, $H)', (shape) => {
      const { T, B, D, H } = shape;
      const setup = setUp(cell, activation, shape);
      const { panel } = setup.bench.kernels;
      const { bench, layer, weights, buffers, panels, values, x, h0, c0, expected, gradient } = setup;
      const key = [cell, activation, T, B, D, H].join();
      const upstream = setup.draw(T * B * H, 0.1);
      const loss = (): number => expected().reduce((sum, value, i) => sum + value * (upstream[i] ?? NaN), 0);

      setup.setStates();
      const input = setup.input(0, T);
      layer.forward(input, T, B);
      layer.backward(input, bench.write(bench.sequence(T, B, H), T, B, H, upstream), T, B);
      const dx = bench.sequence(T, B, D);
      layer.inputGradient(dx, T, B);

      names.forEach((name, i) => {
        expect(largestError(gradient(name), slopesOf(`${key} ${name}`, values[i]!, loss)), name).toBeLessThan(1e-5);
      });
      expect(largestError(bench.read(dx, T, B, D), slopesOf(`${key} x`, x, loss)), 'x').toBeLessThan(1e-5);

      const recurrent = cell === 'gru' ? buffers.zh : buffers.z;
      const dh0 = bench.sequence(1, B, H);
      bench.kernels.project(dh0, recurrent, weights.transposedHh, 0, 0, 1, B, panels * panel, panelsOf(H, panel));
      const carry = bench.read(buffers.carry, 1, B, H);
      const fromProduct = bench.read(dh0, 1, B, H);
      const total = cell === 'gru' ? fromProduct.map((value, i) => value + (carry[i] ?? NaN)) : fromProduct;
      expect(largestError(total, slopesOf(`${key} h0`, h0, loss)), 'h0').toBeLessThan(1e-5);
      if (cell === 'lstm') expect(largestError(carry, slopesOf(`${key} c0`, c0, loss)), 'c0').toBeLessThan(1e-5);
    });

    test('chunks with the state carried on give the same bits as the whole', () => {
      const { bench, layer, buffers, input, setStates, outputs } = setUp(cell, activation, {
        T: 7,
        B: 5,
        D: 3,
        H: 17,
      });
      setStates();
      layer.forward(input(0, 7), 7, 5);
      const whole = [...outputs(7)];
      setStates();
      layer.forward(input(0, 3), 3, 5);
      const first = [...outputs(3)];
      for (const state of [buffers.h, buffers.c]) {
        bench.write(state, 1, 5, 17, bench.read(state + sequenceBytes(3, 5, 17, bench.kernels.panel), 1, 5, 17));
      }
      layer.forward(input(3, 4), 4, 5);
      expect([...first, ...outputs(4)]).toEqual(whole);
    });

    test('backward adds to the gradient that is there', () => {
      const { bench, layer, input, setStates, gradient, draw } = setUp(cell, activation, {
        T: 3,
        B: 2,
        D: 4,
        H: 9,
      });
      const upstream = draw(3 * 2 * 9, 1);
      const pass = (): Float32Array => {
        setStates();
        const read = input(0, 3);
        layer.forward(read, 3, 2);
        layer.backward(read, bench.write(bench.sequence(3, 2, 9), 3, 2, 9, upstream), 3, 2);
        return gradient('weight_hh');
      };
      const once = pass();
      expect(
        largestError(
          pass(),
          once.map((value) => 2 * value),
        ),
      ).toBeLessThan(1e-6);
    });
  });
});
