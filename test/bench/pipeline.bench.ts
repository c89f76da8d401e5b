/**
 * How fast files become what a network reads, beside the CSV libraries alone, and how much of a training step is spent
 * outside the kernels. The files of 100 MB are made here and deleted afterwards. Best of three, by the clock and by the
 * processor's own time, which other work on the machine disturbs less.
 */
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import Papa from 'papaparse';
import { initParser } from 'udsv';
import { KERNEL_MEMORY, type KernelModule, bindKernels, loadKernels } from '../../engine/compute/loadKernels.ts';
import { SharedMemory } from '../../engine/compute/memory.ts';
import { Session } from '../../engine/network/session.ts';
import { encodeForecast } from '../../engine/tasks/forecast/encodeForecast.ts';
import { fitForecast } from '../../engine/tasks/forecast/fitForecast.ts';
import { readTable } from '../../engine/files/readTable.ts';
import { storageLimits } from '../../engine/files/tableStorage.ts';
import { OpenedFiles } from '../../engine/tasks/openedFiles.ts';
import { splitPoints } from '../../engine/encoding/splitPoints.ts';
import { encodeText, fitText } from '../../engine/tasks/languageModel/encodedText.ts';
import { surveyText } from '../../engine/encoding/textSurvey.ts';
import { prepareData } from '../unit/engine/tasks/prepareData.ts';
import type { ForecastData } from '../../engine/tasks/forecast/forecastFields.ts';
import type { TextData } from '../../engine/tasks/languageModel/textFields.ts';
import { planRun } from '../../engine/training/planRun.ts';
import { modelOf } from '../unit/engine/network/sessionOptions.ts';
import { tableOf, wordsOf } from './reading/largeContent.ts';

const bytes = 100_000_000;
const repeats = 3;

const measure = async (name: string, size: number, work: () => unknown): Promise<void> => {
  let clock = Infinity;
  let processor = Infinity;
  for (let repeat = 0; repeat < repeats; repeat++) {
    const begin = performance.now();
    const usage = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(usage);
    clock = Math.min(clock, (performance.now() - begin) / 1000);
    processor = Math.min(processor, (user + system) / 1e6);
  }
  const speed = (seconds: number): string => `${(size / 1e6 / seconds).toFixed(0)} MB/s`;
  console.log(`${name.padEnd(44)}${speed(clock).padStart(10)}${speed(processor).padStart(14)}`);
};

/** Whole lines of a file, 64 kB at a time. */
function* piecesOf(content: Buffer): Generator<string> {
  for (let begin = 0; begin < content.length;) {
    const limit = begin + (1 << 16);
    const end = limit < content.length ? content.lastIndexOf(10, limit) + 1 : content.length;
    yield content.toString('utf8', begin, end);
    begin = end;
  }
}

const columnsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    name: String(index),
    type: 's' as const,
    repl: { empty: undefined, NaN: undefined, null: undefined },
  }));

const libraries = {
  udsv: (content: Buffer): void => {
    const schema = { skip: 0, col: ',', row: '\n', encl: '', esc: '', trim: false, cols: columnsOf(5) };
    const parser = initParser(schema);
    for (const piece of piecesOf(content)) parser.stringArrs(piece, () => undefined);
  },
  papaparse: (content: Buffer): void => {
    const step = (): void => undefined;
    for (const piece of piecesOf(content)) Papa.parse(piece, { delimiter: ',', newline: '\n', step });
  },
};

const measureTable = async (file: string): Promise<void> => {
  const { size } = await stat(file);
  const content = await readFile(file);
  for (const [name, cut] of Object.entries(libraries)) {
    await measure(`CSV cut into strings by ${name} alone`, size, () => {
      cut(content);
    });
  }
  await measure('CSV read into typed columns', size, () => readTable(file));
  const { config } = await planRun({ file, config: {} });
  if (config.task !== 'forecast') throw new Error(`the table is taken for ${config.task}`);
  const data = config.data as ForecastData;
  await measure('CSV read, typed and scaled', size, async () => {
    const table = await readTable(file, data);
    const trainRows = splitPoints(table.rows, data.split).validStart;
    encodeForecast(table, data, fitForecast(table, data, trainRows), storageLimits.encoded);
  });
  await measure('the same with baselines and split', size, () => prepareData(config));
};

const measureText = async (file: string): Promise<void> => {
  const { size } = await stat(file);
  await measure('text surveyed', size, () => surveyText(file, { lowercase: false }));
  const { config } = await planRun({ file, config: {} });
  if (config.task !== 'languageModel') throw new Error(`the text is taken for ${config.task}`);
  const opened = await new OpenedFiles().open(file);
  const codec = await fitText(opened, config.data as TextData);
  await measure('text encoded', size, () => encodeText(opened, codec, undefined));
};

/** Every kernel, with a body that does nothing. */
const idleKernels = async (names: readonly string[]): Promise<KernelModule> => {
  const text = (name: string): number[] => [name.length, ...Buffer.from(name)];
  const unsigned = (value: number): number[] =>
    value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >> 7)];
  const section = (id: number, content: readonly number[]): number[] => [id, ...unsigned(content.length), ...content];
  const returnOne = [0, 0x44, ...new Uint8Array(Float64Array.of(1).buffer), 0x0b];
  const binary = Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 0, 1, 0x7c]),
    ...section(3, [1, 0]),
    ...section(7, [...unsigned(names.length), ...names.flatMap((name) => [...text(name), 0, 0])]),
    ...section(10, [1, returnOne.length, ...returnOne]),
  ]);
  return { kind: 'wasm', name: 'none', module: await WebAssembly.compile(binary) };
};

/** Milliseconds of a step, the best of `count`. */
const timeStep = async (kernels: KernelModule, count: number): Promise<number> => {
  const [steps, batchSize, columns] = [48, 32, 8];
  const session = await Session.create({
    kernels,
    shape: { input: { kind: 'numbers', size: columns }, outputSize: 1, everyStep: false },
    model: modelOf({ inputSize: columns, hiddenSize: 128 }),
    training: { loss: 'mse', huberDelta: 1, optimizer: 'adam', batchSize, threads: 1, averageDecay: 0 },
    steps,
  });
  const rows = 20_000;
  const values = Float32Array.from({ length: rows * columns }, (_, at) => Math.sin(at * 0.1));
  const targets = Float32Array.from({ length: rows }, (_, at) => Math.cos(at * 0.1));
  session.load({ kind: 'windows', values, columns, targets, targetColumns: 1, horizon: 1, lags: Int32Array.of(0) });
  session.initialise(1);
  let best = Infinity;
  for (let step = 1; step <= count; step++) {
    const examples = Int32Array.from({ length: batchSize }, (_, lane) => (lane * 599 + step * 7) % (rows - steps - 1));
    const begin = performance.now();
    const { terms } = session.accumulate(examples, { carryState: false, dropoutSeed: step });
    session.update(Math.max(1, terms), { ...adam, step });
    best = Math.min(best, performance.now() - begin);
  }
  await session.dispose();
  return best;
};

const adam = {
  learningRate: 1e-3,
  momentum: 0.9,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0,
  gradClip: 1,
  clipValue: 0,
  averageDecay: 0,
} as const;

const measureStep = async (): Promise<void> => {
  const wasm = await loadKernels('wasm');
  const kernels = await loadKernels('auto');
  const bound = Object.entries(bindKernels(wasm, new SharedMemory(KERNEL_MEMORY).memory));
  const names = bound.flatMap(([name, kernel]) => (typeof kernel === 'function' ? name : []));
  const outside = await timeStep(await idleKernels(names), 2000);
  const whole = await timeStep(kernels, 500);
  const share = ((100 * outside) / whole).toFixed(1);
  console.log(
    `LSTM 1×128, D 8, T 48, B 32, one thread: ${whole.toFixed(2)} ms a step (${kernels.name}), ` +
      `${outside.toFixed(3)} ms of them outside the kernels: ${share} %`,
  );
};

const folder = await mkdtemp(join(tmpdir(), 'rnn-bench-'));
try {
  console.log(`${''.padEnd(44)}${'by clock'.padStart(10)}${'by processor'.padStart(14)}`);
  const table = join(folder, 'table.csv');
  await pipeline(tableOf(bytes), createWriteStream(table));
  await measureTable(table);
  await rm(table);
  const text = join(folder, 'words.txt');
  await pipeline(wordsOf(bytes), createWriteStream(text));
  await measureText(text);
  await rm(text);
  await measureStep();
} finally {
  await rm(folder, { recursive: true });
}
