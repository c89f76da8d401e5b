/** tfjs's side of the speed benches: says its version, then answers every work, a line of JSON, with its timing. */
import { createInterface } from 'node:readline';
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import type { TfjsRequest } from './tfjs.ts';
import { timeSteps } from './timeSteps.ts';
import type { Work } from './work.ts';

const LENGTH = 20_000;

/**
 * The network with Keras's gates; the GRU resets before the product, the only way of tfjs. Embeddings are a product
 * with one-hot rows: tfjs cannot take the gradient of a look-up in WebAssembly.
 */
const makeNetwork = (work: Work): tf.Sequential => {
  const { cell, layers, hidden: units, vocabulary, inputs, outputs, steps } = work;
  const network = tf.sequential();
  if (vocabulary > 0) {
    network.add(tf.layers.dense({ units: inputs, useBias: false, inputShape: [steps, vocabulary] }));
  }
  for (let layer = 0; layer < layers; layer++) {
    const options = {
      units,
      returnSequences: vocabulary > 0 || layer < layers - 1,
      ...(layer === 0 && vocabulary === 0 && { inputShape: [steps, inputs] }),
    };
    if (cell === 'rnn') network.add(tf.layers.simpleRNN(options));
    else if (cell === 'gru') network.add(tf.layers.gru({ ...options, recurrentActivation: 'sigmoid' }));
    else network.add(tf.layers.lstm({ ...options, recurrentActivation: 'sigmoid' }));
  }
  network.add(tf.layers.dense({ units: outputs }));
  return network;
};

/** Inputs and targets of a batch. Texts begin with zeros at every step: states carried over would cost tfjs more. */
const makeBatch = (work: Work, count: number): { x: tf.Tensor; target: tf.Tensor } => {
  const { vocabulary, inputs, outputs, steps: T, batch: B } = work;
  const firsts = Array.from({ length: B }, (_, b) => (b * 97 + count * 31) % (LENGTH - T - 1));
  if (vocabulary === 0) {
    const x = Float32Array.from({ length: B * T * inputs }, (_, i) => Math.sin(i * 0.1 + count));
    const target = Float32Array.from({ length: B * outputs }, (_, i) => Math.cos(i * 0.1 + count));
    return { x: tf.tensor3d(x, [B, T, inputs]), target: tf.tensor2d(target, [B, outputs]) };
  }
  const symbols = (shift: number): tf.Tensor => {
    const ids = Int32Array.from({ length: B * T }, (_, i) => {
      const at = (firsts[Math.floor(i / T)] ?? 0) + (i % T) + shift;
      return (at * at + (at >> 3)) % vocabulary;
    });
    return tf.oneHot(tf.tensor1d(ids, 'int32'), vocabulary, 1, 0, 'float32');
  };
  return { x: symbols(0).reshape([B, T, vocabulary]), target: symbols(1) };
};

const makeStep = (work: Work): { step: () => void; end: () => void } => {
  const network = makeNetwork(work);
  const optimizer = tf.train.adam(1e-3);
  let count = 0;
  const loss = (x: tf.Tensor, target: tf.Tensor): tf.Scalar => {
    const outputs = network.apply(x, { training: true }) as tf.Tensor;
    if (work.vocabulary === 0) return tf.losses.meanSquaredError(target, outputs);
    return tf.losses.softmaxCrossEntropy(target, outputs.reshape([-1, work.outputs]));
  };
  const step = (): void => {
    tf.tidy(() => {
      const { x, target } = makeBatch(work, ++count);
      const { value, grads } = tf.variableGrads(() => loss(x, target));
      const norm = tf.addN(Object.values(grads).map((gradient) => gradient.square().sum())).sqrt();
      const clip = tf.minimum(1, tf.div(5, norm.add(1e-6)));
      optimizer.applyGradients(Object.entries(grads).map(([name, gradient]) => ({ name, tensor: gradient.mul(clip) })));
      value.dataSync();
    });
  };
  const end = (): void => {
    network.dispose();
    optimizer.dispose();
  };
  return { step, end };
};

// What tfjs has to say to its users would look like an answer.
console.log = console.warn = console.info = () => undefined;
await tf.ready();
process.stdout.write(`${JSON.stringify({ version: tf.version_core })}\n`);
for await (const line of createInterface({ input: process.stdin })) {
  const { work, backend, seconds } = JSON.parse(line) as TfjsRequest;
  await tf.setBackend(backend);
  const { step, end } = makeStep(work);
  process.stdout.write(`${JSON.stringify(timeSteps(seconds, step))}\n`);
  end();
}
