/**
 * What it costs to look at gradients: medians of plain and of diagnosed training steps on one thread, the latter with
 * their event and its line of text, taken in turns, and the share of all training time that the shortest interval makes
 * of it.
 */
import { Session } from '../../engine/network/session.ts';
import type { Source } from '../../engine/compute/source.ts';
import { plainModel, type Cell, type RunConfig } from '../../engine/config.ts';
import { diagnosisInterval } from '../../engine/training/diagnosisInterval.ts';
import { gradientsEvent } from '../../engine/training/gradients/gradientsEvent.ts';
import { startPosition } from '../../engine/training/trainer.ts';

/** `vocabulary` 0: eight numbers in, one out after the last step. */
interface Row {
  readonly name: string;
  readonly cell: Cell;
  readonly numLayers: number;
  readonly hiddenSize: number;
  readonly vocabulary: number;
  readonly steps: number;
  readonly batchSize: number;
}

const series = { numLayers: 1, hiddenSize: 32, vocabulary: 0, steps: 24, batchSize: 16 };
const rows: readonly Row[] = [
  {
    name: 'LSTM 2×128, V 65, T 50, B 50',
    cell: 'lstm',
    numLayers: 2,
    hiddenSize: 128,
    vocabulary: 65,
    steps: 50,
    batchSize: 50,
  },
  { name: 'LSTM 1×64, D 8, T 48, B 32', cell: 'lstm', ...series, hiddenSize: 64, steps: 48, batchSize: 32 },
  { name: 'LSTM 1×32, D 8, T 24, B 16', cell: 'lstm', ...series },
  { name: 'GRU 1×32, D 8, T 24, B 16', cell: 'gru', ...series },
  { name: 'RNN 1×32, D 8, T 24, B 16', cell: 'rnn', ...series },
];

const length = 20_000;
const seconds = 2;
/** Plain steps to each diagnosed one in the measurement. */
const plainSteps = 4;

const sourceOf = ({ vocabulary }: Row): Source =>
  vocabulary > 0
    ? { kind: 'symbols', ids: Uint16Array.from({ length }, (_, i) => (i * i + (i >> 3)) % vocabulary), vocabulary }
    : {
        kind: 'windows',
        values: Float32Array.from({ length: length * 8 }, (_, i) => Math.sin(i * 0.1)),
        columns: 8,
        targets: Float32Array.from({ length }, (_, i) => Math.cos(i * 0.1)),
        targetColumns: 1,
        horizon: 1,
        lags: Int32Array.of(0),
      };

const medianOf = (times: number[]): number => times.sort((a, b) => a - b)[times.length >> 1] ?? NaN;

const measure = async (row: Row, kernels: 'auto' | 'wasm') => {
  const { cell, numLayers, hiddenSize, vocabulary, steps, batchSize } = row;
  const isText = vocabulary > 0;
  const model = {
    cell,
    activation: 'tanh',
    inputSize: 8,
    hiddenSize,
    numLayers,
    dropout: 0,
    embeddingSize: isText ? 64 : 0,
    initializer: 'pytorch',
    outputActivation: 'none',
    ...plainModel,
  } as const;
  const training = {
    loss: isText ? 'crossEntropy' : 'mse',
    huberDelta: 1,
    optimizer: 'adam',
    learningRate: 1e-3,
    momentum: 0.9,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    weightDecay: 0,
    gradClip: 5,
    clipValue: 0,
    batchSize,
    averageDecay: 0,
    threads: 1,
    kernels,
  } as const;
  const session = await Session.create({
    shape: {
      input: isText ? { kind: 'symbols', vocabulary } : { kind: 'numbers', size: 8 },
      outputSize: isText ? vocabulary : 1,
      everyStep: isText,
    },
    model,
    training,
    steps,
    diagnosable: true,
  });
  session.initialise(1);
  session.load(sourceOf(row));
  // What the verdicts read of a config.
  const config = { task: isText ? 'languageModel' : 'forecast', data: {}, model, training } as unknown as RunConfig;
  const examples = new Int32Array(batchSize);
  const position = startPosition();
  const times: { plain: number[]; diagnosed: number[] } = { plain: [], diagnosed: [] };
  const began = performance.now();
  let bytes = 0;
  while (performance.now() - began < seconds * 1000) {
    const diagnose = position.step % (plainSteps + 1) === 0;
    position.step += 1;
    for (let b = 0; b < batchSize; b++) examples[b] = (b * 97 + position.step * 31) % (length - steps - 1);
    const start = performance.now();
    if (diagnose && isText) session.lookBack(examples, { carryState: true, dropoutSeed: position.step });
    const { terms } = session.accumulate(examples, { carryState: isText, dropoutSeed: position.step, diagnose });
    const { diagnostics } = session.update(terms, { ...training, step: position.step });
    if (diagnostics) {
      const event = gradientsEvent({ ...diagnostics, clippedUpdates: 0 }, config, position, training.learningRate);
      bytes = JSON.stringify(event).length;
    }
    const end = performance.now();
    // The first third warms up.
    if (start - began > (seconds * 1000) / 3) times[diagnose ? 'diagnosed' : 'plain'].push(end - start);
  }
  const result = {
    backend: session.kernels,
    plain: medianOf(times.plain),
    diagnosed: medianOf(times.diagnosed),
    interval: diagnosisInterval(0, 6 * session.parameterCount * steps * batchSize, isText),
    bytes,
  };
  await session.dispose();
  return result;
};

console.log('| training step, median ms | backend | plain | diagnosed | every | share of the time | bytes |');
console.log('|---|---|---|---|---|---|---|');
for (const row of rows) {
  for (const kernels of ['auto', 'wasm'] as const) {
    const { backend, plain, diagnosed, interval, bytes } = await measure(row, kernels);
    const share = (100 * (diagnosed - plain)) / (interval * plain);
    const [before, after] = [plain.toPrecision(3), diagnosed.toPrecision(3)];
    console.log(`| ${row.name} | ${backend} | ${before} | ${after} | ${interval} | ${share.toFixed(2)} % | ${bytes} |`);
  }
}
