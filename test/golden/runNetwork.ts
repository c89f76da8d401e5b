import type { KernelModule } from '../../engine/compute/loadKernels.ts';
import { Session } from '../../engine/network/session.ts';
import type { SessionOptions } from '../../engine/network/sessionOptions.ts';
import type { Source } from '../../engine/compute/source.ts';
import type { NetworkShape } from '../../engine/network/networkShape.ts';
import type { Tensor } from '../../engine/compute/tensor.ts';
import { modelOf, updateOf } from '../unit/engine/network/sessionOptions.ts';
import { NetworkBench } from '../unit/engine/network/networkBench.ts';
import { drawIntegers, drawParameter, drawShares, drawValues } from './drawValues.ts';
import { type GoldenNetwork, type Results } from './goldenNetworks.ts';

/** What the kernels make of a golden network, under the names that `run_network` in `runNetwork.py` has. */
export const runNetwork = async (network: GoldenNetwork, updates: number, kernels: KernelModule): Promise<Results> =>
  new Map([
    ...runLayers(network, kernels),
    ...(await runGradients(network, kernels)),
    ...(await runUpdates(network, updates, kernels)),
  ]);

const runLayers = (network: GoldenNetwork, kernels: KernelModule): Results => {
  const { seed, model, steps: T, batch: B, inputSize: D, lengths } = network;
  const bench = new NetworkBench(kernels, { model, T, B, D, ...(lengths && { lengths }) });
  bench.x.set(drawValues(`${seed}/x`, T * B * D, 1.5));
  for (const { name, shape } of bench.plan.places) {
    bench.parameters.get(name.replace(/^rnn\./, ''))?.set(drawParameter(seed, name, shape).values);
  }
  for (const [name, values] of bench.states) values.set(drawValues(`${seed}/${name}`, values.length, 0.9));
  const { outputs, states } = bench.forward();
  const upstream = Float64Array.from(drawValues(`${seed}/upstream`, outputs.length, 1));
  for (let i = 0; i < upstream.length; i++) {
    const b = Math.floor(i / bench.width) % B;
    if (Math.floor(i / bench.width / B) >= (lengths?.[b] ?? T)) upstream[i] = 0;
  }
  const results = new Map<string, Float32Array>([['forward/outputs', Float32Array.from(outputs)]]);
  for (const [name, values] of states) results.set(`forward/${name}`, Float32Array.from(values));
  for (const [name, values] of bench.backward(upstream)) {
    const isOther = name === 'x' || bench.states.has(name);
    results.set(`layers/${isOther ? '' : 'rnn.'}${name}`, Float32Array.from(values));
  }
  return results;
};

const runGradients = async (network: GoldenNetwork, kernels: KernelModule): Promise<Results> => {
  // The first velocity of momentum is the gradient itself.
  const session = await openSession(network, kernels, { optimizer: 'momentum', averageDecay: 0 });
  const results = new Map<string, Float32Array>([
    ['forward/predictions', session.predict(examplesOf(network, 0)).slice()],
  ]);
  const { terms } = session.accumulate(examplesOf(network, 0), { carryState: false, dropoutSeed: 0 });
  session.update(terms, updateOf({}));
  const prefix = 'optimizer.momentum.';
  for (const [name, { values }] of session.readTrainingState()) {
    if (name.startsWith(prefix)) results.set(`gradients/${name.slice(prefix.length)}`, values);
  }
  await session.dispose();
  return results;
};

const runUpdates = async (network: GoldenNetwork, updates: number, kernels: KernelModule): Promise<Results> => {
  const { data, training } = network;
  const session = await openSession(network, kernels, training);
  const chunks = data.kind === 'symbols' ? data.chunks : 1;
  const losses = new Float32Array(updates);
  const norms = new Float32Array(updates);
  for (let update = 0; update < updates; update++) {
    const chunk = update % chunks;
    const examples = examplesOf(network, chunk);
    const { lossSum, terms } = session.accumulate(examples, { carryState: chunk > 0, dropoutSeed: 0 });
    losses[update] = lossSum / terms;
    norms[update] = session.update(terms, updateOf({ ...training, step: update + 1 })).gradNorm;
  }
  const results = new Map<string, Float32Array>([
    ['updates/losses', losses],
    ['updates/norms', norms],
  ]);
  const add = (prefix: string): void => {
    for (const [name, { values }] of session.readParameters()) results.set(`${prefix}${name}`, values);
  };
  add('updates/');
  if (training.averageDecay > 0) {
    session.withAverage(() => {
      add('updates/average/');
    });
  }
  await session.dispose();
  return results;
};

const openSession = async (
  network: GoldenNetwork,
  kernels: KernelModule,
  { optimizer, averageDecay }: Pick<SessionOptions['training'], 'optimizer' | 'averageDecay'>,
): Promise<Session> => {
  const { seed, steps, batch, model } = network;
  const { loss, huberDelta } = network.training;
  const session = await Session.create({
    shape: shapeOf(network),
    model: modelOf(model),
    training: { loss, huberDelta, optimizer, averageDecay, batchSize: batch, threads: 1 },
    steps,
    kernels,
  });
  session.load(sourceOf(network));
  const parameters = new Map<string, Tensor>();
  for (const [name, { shape }] of session.readParameters()) parameters.set(name, drawParameter(seed, name, shape));
  session.writeParameters(parameters);
  return session;
};

const shapeOf = ({ data, inputSize: size }: GoldenNetwork): NetworkShape => {
  switch (data.kind) {
    case 'windows':
      return { input: { kind: 'numbers', size }, outputSize: data.horizon * data.targets, everyStep: false };
    case 'rows':
      return { input: { kind: 'numbers', size }, outputSize: data.classes, everyStep: false };
    case 'symbols': {
      const { vocabulary } = data;
      return { input: { kind: 'symbols', vocabulary }, outputSize: vocabulary, everyStep: true };
    }
  }
};

const sourceOf = ({ seed, steps: T, batch: B, inputSize: D, lengths, data }: GoldenNetwork): Source => {
  if (data.kind === 'symbols') {
    const { vocabulary, chunks } = data;
    const ids = drawIntegers(`${seed}/ids`, B * (chunks * T + 1), vocabulary);
    return { kind: 'symbols', ids: Uint16Array.from(ids), vocabulary };
  }
  const x = drawValues(`${seed}/x`, T * B * D, 1.5); // (T, B, D)
  /** Sequence after sequence, each of so many rows of which the first T are x. */
  const bySequence = (rows: number): Float32Array => {
    const values = new Float32Array(B * rows * D);
    x.forEach((value, i) => {
      const [t, b] = [Math.floor(i / D / B), Math.floor(i / D) % B];
      values[(b * rows + t) * D + (i % D)] = value;
    });
    return values;
  };
  if (data.kind === 'rows') {
    const { classes } = data;
    const labels = drawIntegers(`${seed}/labels`, B, classes);
    const more = lengths && { lengths: Int32Array.from(lengths) };
    return { kind: 'rows', values: bySequence(T), steps: T, stepSize: D, labels, classes, ...more };
  }
  const { horizon, targets: targetColumns, missing } = data;
  const size = horizon * targetColumns;
  const rows = T + horizon;
  const targets = new Float32Array(B * rows * targetColumns).fill(NaN);
  const isThere = drawShares(`${seed}/missing`, B * size).map((share, i) => (i === 0 || share >= missing ? 1 : 0));
  drawValues(`${seed}/targets`, B * size, 1).forEach((value, i) => {
    const at = (Math.floor(i / size) * rows + T) * targetColumns + (i % size);
    if (isThere[i] === 1) targets[at] = value;
  });
  const lags = new Int32Array(horizon);
  return { kind: 'windows', values: bySequence(rows), columns: D, targets, targetColumns, horizon, lags };
};

/** The batch of all sequences, at a chunk of theirs. */
const examplesOf = ({ steps: T, batch: B, data }: GoldenNetwork, chunk: number): Int32Array => {
  const distance = data.kind === 'windows' ? T + data.horizon : data.kind === 'symbols' ? data.chunks * T + 1 : 1;
  return Int32Array.from({ length: B }, (_, b) => b * distance + chunk * T);
};
