/**
 * Times one training step (forward, loss, backward, clipping, Adam) of typical networks, ours and PyTorch's, in turns
 * in one run: `node test/bench/trainingStep.ts [--json]`. The better of PyTorch's one and two threads counts, and
 * best times are compared: whatever else the machine does only adds to a time.
 */
import { spawnSync } from 'node:child_process';
import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Session } from '../../engine/compute/session.ts';
import type { Source } from '../../engine/compute/source.ts';
import { plainModel, type Cell, type TrainingConfig } from '../../engine/config.ts';

/** `vocabulary` 0: numbers of `inputs` columns in, `outputs` numbers after the last step out, mean squares. */
interface Row {
  readonly name: string;
  readonly cell: Cell;
  readonly layers: number;
  readonly hidden: number;
  readonly vocabulary: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly steps: number;
  readonly batch: number;
}

interface Timing {
  /** Milliseconds a step. */
  readonly best: number;
  readonly median: number;
}

interface TorchTiming extends Timing {
  readonly threads: number;
  /** Of a matrix product of 512 rows and columns. */
  readonly gflops: number;
}

const text = { vocabulary: 65, inputs: 64, outputs: 65, steps: 50, batch: 50 };
const series = { layers: 1, vocabulary: 0, inputs: 8, outputs: 1 };
const rows: readonly Row[] = [
  { name: 'LSTM 2×128, V 65, T 50, B 50', cell: 'lstm', layers: 2, hidden: 128, ...text },
  { name: 'LSTM 2×512, V 65, T 50, B 50', cell: 'lstm', layers: 2, hidden: 512, ...text },
  { name: 'LSTM 1×64, D 8, T 48, B 32', cell: 'lstm', hidden: 64, steps: 48, batch: 32, ...series },
  { name: 'LSTM 1×32, D 8, T 24, B 16', cell: 'lstm', hidden: 32, steps: 24, batch: 16, ...series },
  { name: 'GRU 1×32, D 8, T 24, B 16', cell: 'gru', hidden: 32, steps: 24, batch: 16, ...series },
  { name: 'RNN 1×32, D 8, T 24, B 16', cell: 'rnn', hidden: 32, steps: 24, batch: 16, ...series },
  {
    name: 'RNN 28→128, T 28, B 128',
    cell: 'rnn',
    hidden: 128,
    steps: 28,
    batch: 128,
    ...series,
    inputs: 28,
    outputs: 10,
  },
];

const LENGTH = 20_000;

const sourceOf = (row: Row): Source =>
  row.vocabulary > 0
    ? {
        kind: 'symbols',
        ids: Uint16Array.from({ length: LENGTH }, (_, i) => (i * i + (i >> 3)) % row.vocabulary),
        vocabulary: row.vocabulary,
      }
    : {
        kind: 'windows',
        values: Float32Array.from({ length: LENGTH * row.inputs }, (_, i) => Math.sin(i * 0.1)),
        columns: row.inputs,
        targets: Float32Array.from({ length: LENGTH * row.outputs }, (_, i) => Math.cos(i * 0.1)),
        targetColumns: row.outputs,
        horizon: 1,
        lags: Int32Array.of(0),
      };

/** Best and median of at least `seconds` of steps, after a third of that to warm up. */
const timeSteps = (seconds: number, step: () => void): Timing => {
  const times: number[] = [];
  const began = performance.now();
  for (;;) {
    const start = performance.now();
    step();
    const end = performance.now();
    if (end - began > (seconds * 1000) / 3) times.push(end - start);
    if (end - began > seconds * 1000 && times.length >= 5) break;
  }
  times.sort((a, b) => a - b);
  return { best: times[0] ?? NaN, median: times[times.length >> 1] ?? NaN };
};

const timeOurs = async (
  row: Row,
  threads: number,
  kernels: TrainingConfig['kernels'],
): Promise<Timing & { backend: string; threads: number }> => {
  const isText = row.vocabulary > 0;
  const session = await Session.create({
    shape: {
      input: isText ? { kind: 'symbols', vocabulary: row.vocabulary } : { kind: 'numbers', size: row.inputs },
      outputSize: row.outputs,
      everyStep: isText,
    },
    model: {
      cell: row.cell,
      activation: 'tanh',
      inputSize: row.inputs,
      hiddenSize: row.hidden,
      numLayers: row.layers,
      dropout: 0,
      embeddingSize: isText ? row.inputs : 0,
      initializer: 'pytorch',
      outputActivation: 'none',
      ...plainModel,
    },
    training: {
      loss: isText ? 'crossEntropy' : 'mse',
      huberDelta: 1,
      optimizer: 'adam',
      batchSize: row.batch,
      averageDecay: 0,
      threads,
      kernels,
    },
    steps: row.steps,
  });
  session.initialise(1);
  session.load(sourceOf(row));
  const options = { learningRate: 1e-3, momentum: 0.9, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 };
  const examples = new Int32Array(row.batch);
  let step = 0;
  const timing = timeSteps(3, () => {
    step++;
    for (let b = 0; b < row.batch; b++) examples[b] = (b * 97 + step * 31) % (LENGTH - row.steps - 1);
    const { terms } = session.accumulate(examples, { carryState: isText, dropoutSeed: step });
    session.update(terms, { ...options, gradClip: 5, clipValue: 0, averageDecay: 0, step });
  });
  const result = { ...timing, backend: session.kernels, threads: session.threads };
  await session.dispose();
  return result;
};

/** Null when there is no PyTorch. */
const timeTorch = (row: Row): { version: string; timings: readonly TorchTiming[] } | null => {
  const script = fileURLToPath(new URL('./trainingStep.py', import.meta.url));
  // Debian sets these for its OpenBLAS; they slow it down on machines it does not know.
  const { OPENBLAS_CORETYPE: _core, OPENBLAS_L2_SIZE: _cache, ...env } = process.env;
  const { status, stdout } = spawnSync('/usr/bin/python3', [script, JSON.stringify(row)], { env, encoding: 'utf8' });
  return status === 0 ? (JSON.parse(stdout) as { version: string; timings: TorchTiming[] }) : null;
};

const threads = availableParallelism();
const results = [];
for (const row of rows) {
  // Once, where nothing is native.
  const ours = new Map<string, Awaited<ReturnType<typeof timeOurs>>>();
  for (const kernels of ['auto', 'wasm'] as const) {
    const timing = await timeOurs(row, threads, kernels);
    ours.set(timing.backend, timing);
  }
  const torch = timeTorch(row);
  const best = torch?.timings.reduce((fastest, timing) => (timing.best < fastest.best ? timing : fastest)) ?? null;
  for (const timing of ours.values()) {
    const speed = best && best.best / timing.best;
    results.push({ row: row.name, ours: timing, torch: best, speed, torchVersion: torch?.version });
  }
}

if (process.argv.includes('--json')) {
  for (const result of results) console.log(JSON.stringify(result));
} else {
  const [first] = results;
  const torch = first?.torch
    ? `PyTorch ${first.torchVersion} on a BLAS of ${first.torch.gflops.toFixed(0)} GFLOP/s`
    : 'PyTorch missing';
  console.log(`${cpus()[0]?.model}, ${threads} cores; Node ${process.version}; ${torch}`);
  if (first?.torch && first.torch.gflops < 30) {
    console.log('That is the reference BLAS: install libopenblas0-pthread for a fair comparison.');
  }
  console.log('\n| training step, best ms (median) | backend | ours | threads | PyTorch | threads | our speed |');
  console.log('|---|---|---|---|---|---|---|');
  const show = ({ median, best }: Timing): string => `${best.toPrecision(3)} (${median.toPrecision(3)})`;
  for (const { row, ours, torch, speed } of results) {
    const theirs = torch ? `${show(torch)} | ${torch.threads} | ${speed?.toFixed(2)} ×` : '– | – | –';
    console.log(`| ${row} | ${ours.backend} | ${show(ours)} | ${ours.threads} | ${theirs} |`);
  }
}
