import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import type { Tensor } from '../../../../engine/compute/tensor.ts';
import { takeCell } from '../../../../engine/exchange/cellWeights.ts';
import { fromKeras, toKeras } from '../../../../engine/exchange/kerasCell.ts';
import { compareResults } from '../../../golden/compareResults.ts';
import type { Results } from '../../../golden/goldenNetworks.ts';
import { onEveryBackend } from '../network/everyBackend.ts';
import { NetworkBench } from '../network/networkBench.ts';

// Keeps its advice to itself.
tf.enableProdMode();

const [T, B, D, H] = [17, 3, 5, 33];

// TensorFlow.js begins with a rougher sigmoid, as Keras once did, and knows no other gru than the one that resets before.
const sizes = { units: H, returnSequences: true, returnState: true, recurrentInitializer: 'zeros' } as const;
const kinds = {
  simpleRNN: [{ cell: 'rnn', activation: 'tanh' }, () => tf.layers.simpleRNN(sizes)],
  'simpleRNN with relu': [
    { cell: 'rnn', activation: 'relu' },
    () => tf.layers.simpleRNN({ ...sizes, activation: 'relu' }),
  ],
  lstm: [{ cell: 'lstm' }, () => tf.layers.lstm({ ...sizes, recurrentActivation: 'sigmoid' })],
  gru: [{ cell: 'gru', gruReset: 'before' }, () => tf.layers.gru({ ...sizes, recurrentActivation: 'sigmoid' })],
} as const;

const toTensor = ({ shape, values }: Tensor): tf.Tensor => tf.tensor(values, [...shape]);
const fromTensor = (tensor: tf.Tensor): Tensor => ({
  shape: tensor.shape,
  values: Float32Array.from(tensor.dataSync()),
});
/** (T, B, n) to (B, T, n) and back. */
const turn = (tensor: tf.Tensor): tf.Tensor => tf.transpose(tensor, [1, 0, 2]);

onEveryBackend((kernels) => {
  describe('TensorFlow.js', () => {
    test.each(Object.entries(kinds))(
      '%s agrees on the same weights: outputs and last states within 1e-5, all gradients within 1e-4 of the largest value',
      (_, [form, makeLayer]) => {
        const bench = new NetworkBench(kernels, { model: { ...form, hiddenSize: H }, T, B, D });
        bench.parameters.get('bias_hh_l0')?.fill(0);
        const { outputs, states } = bench.forward();
        const upstream = bench.draw(outputs.length, 1);
        const found = new Map([['forward/outputs', Float32Array.from(outputs)]]);
        for (const [name, values] of states) found.set(`forward/${name}`, Float32Array.from(values));
        for (const [name, values] of bench.backward(upstream)) {
          // One bias there, of which ours are two.
          if (name !== 'bias_hh_l0') found.set(`layers/${name}`, Float32Array.from(values));
        }
        const { forward, layers } = compareResults(found, runThere(bench, makeLayer(), upstream));
        expect(forward.error, forward.tensor).toBeLessThan(1e-5);
        expect(layers.error, layers.tensor).toBeLessThan(1e-4);
      },
    );
  });
});

/** What the layer of TensorFlow.js makes of the bench's parameters, input and first states, by our names. */
const runThere = (bench: NetworkBench, layer: tf.layers.Layer, upstream: Float64Array): Results => {
  const results = new Map<string, Float32Array>();
  tf.tidy(() => {
    const form = { cell: bench.model.cell, gruReset: bench.model.gruReset };
    const parameters = new Map<string, Tensor>(
      bench.plan.places.map(({ name, shape }) => {
        return [name, { shape, values: Float32Array.from(bench.parameters.get(name.slice('rnn.'.length)) ?? []) }];
      }),
    );
    const there = toKeras(takeCell(parameters, 0, false)!, form);
    const x = tf.variable(turn(tf.tensor(Float32Array.from(bench.x), [T, B, D])));
    const first = [...bench.states.values()].map((state) => tf.variable(tf.tensor(Float32Array.from(state), [B, H])));
    const apply = (): tf.Tensor[] => layer.apply(x, { initialState: first }) as tf.Tensor[];
    // The first call makes the weights.
    apply();
    layer.setWeights([there.kernel, there.recurrentKernel, there.bias!].map(toTensor));

    const [sequence, ...last] = apply();
    const variables = layer.trainableWeights
      .map((weight) => weight.read())
      .filter((read) => read instanceof tf.Variable);
    const slopes = turn(tf.tensor(Float32Array.from(upstream), [T, B, H]));
    const { grads } = tf.variableGrads(() => apply()[0]!.mul(slopes).sum(), [...variables, x, ...first]);
    const [kernel, recurrentKernel, bias] = variables.map(({ name }) => fromTensor(grads[name]!));
    const gradients = fromKeras({ kernel: kernel!, recurrentKernel: recurrentKernel!, bias: bias! }, form);
    results
      .set('forward/outputs', fromTensor(turn(sequence!)).values)
      .set('layers/x', fromTensor(turn(grads[x.name]!)).values)
      .set('layers/weight_ih_l0', gradients.weightIh.values)
      .set('layers/weight_hh_l0', gradients.weightHh.values)
      .set('layers/bias_ih_l0', gradients.biasIh!.values);
    [...bench.states.keys()].forEach((name, i) => {
      results.set(`forward/${name}`, fromTensor(last[i]!).values);
      results.set(`layers/${name}`, fromTensor(grads[first[i]!.name]!).values);
    });
  });
  return results;
};
