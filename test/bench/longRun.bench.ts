/**
 * Whether a long run stays small: trains one small network for an hour, or `minutes=3`, and looks every minute at the
 * engine's resident memory and at what lies in the run's folder. Without a setting it writes
 * test/bench/results/longRun.md. It takes Linux.
 */
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, release, tmpdir, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Config } from '../../engine/config.ts';
import * as protocol from '../../engine/protocol.ts';
import { startEngine } from './client/engineClient.ts';
import { markdownTable } from './speed/markdownTable.ts';

const setting = /^minutes=(\d+)$/.exec(process.argv[2] ?? '')?.[1];
const minutes = Number(setting ?? 60);
const rows = 3000;
const config: Config = {
  task: 'forecast',
  model: { cell: 'gru', hiddenSize: 8, numLayers: 1 },
  data: { window: 24, horizon: 1 },
  training: { epochs: 1_000_000, patience: 0, threads: 1, seed: 1 },
};

interface Look {
  readonly minute: number;
  readonly epoch: number;
  readonly megabytes: number;
  /** Of `metrics.jsonl`. */
  readonly journalBytes: number;
  /** Of all files of the run. */
  readonly runBytes: number;
}

const sizesIn = async (folder: string): Promise<Map<string, number>> => {
  const names = await readdir(folder);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return new Map(names.map((name, index) => [name, sizes[index] ?? 0]));
};

const measure = async (folder: string): Promise<Look[]> => {
  const file = join(folder, 'wave.csv');
  const lines = Array.from({ length: rows }, (_, row) => (10 * Math.sin(row / 4) + 3 * Math.sin(row * 7.3)).toFixed(3));
  await writeFile(file, `value\n${lines.join('\n')}\n`);
  const engine = startEngine();
  let epoch = 0;
  const { promise: done, resolve: finish } = Promise.withResolvers<protocol.RunEvent>();
  engine.connection.onNotification(protocol.runEvents, ({ events }) => {
    for (const event of events) {
      if (event.event === 'epoch') epoch = event.epoch;
      if (event.event === 'done' || event.event === 'error') finish(event);
    }
  });
  const run = await engine.connection.sendRequest(protocol.train, { file, config, runs: join(folder, 'runs') });
  const looks: Look[] = [];
  for (let minute = 1; minute <= minutes; minute++) {
    await sleep(60_000);
    const sizes = await sizesIn(run.folder);
    const look = {
      minute,
      epoch,
      megabytes: (await engine.residentMemory()) ?? NaN,
      journalBytes: sizes.get('metrics.jsonl') ?? 0,
      runBytes: [...sizes.values()].reduce((sum, size) => sum + size, 0),
    };
    looks.push(look);
    console.log(JSON.stringify(look));
  }
  await engine.connection.sendRequest(protocol.stop, { id: run.id });
  await done;
  await engine.end();
  return looks;
};

/** Least squares, in MB an hour, over the looks after the first tenth. */
const slopeOf = (looks: readonly Look[]): number => {
  const settled = looks.slice(Math.ceil(looks.length / 10));
  const meanMinute = settled.reduce((sum, { minute }) => sum + minute, 0) / settled.length;
  const meanMegabytes = settled.reduce((sum, { megabytes }) => sum + megabytes, 0) / settled.length;
  let product = 0;
  let square = 0;
  for (const { minute, megabytes } of settled) {
    product += (minute - meanMinute) * (megabytes - meanMegabytes);
    square += (minute - meanMinute) ** 2;
  }
  return (60 * product) / square;
};

const describe = (looks: readonly Look[]): string => {
  const shown = looks.filter(({ minute }) => minute === 1 || minute % 5 === 0);
  const rowsOfTable = shown.map(({ minute, epoch, megabytes, journalBytes, runBytes }) => [
    String(minute),
    epoch.toLocaleString('en'),
    String(megabytes),
    (journalBytes / 1e6).toFixed(2),
    (runBytes / 1e6).toFixed(2),
  ]);
  const table = markdownTable(
    ['minute', 'epoch', 'resident memory, MB', '`metrics.jsonl`, MB', 'run folder, MB'],
    rowsOfTable,
  );
  const memory = looks.map(({ megabytes }) => megabytes);
  return `# What a long run takes

\`npm run bench -- longRun\`, ${new Date().toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })}.
${cpus()[0]?.model.trim()}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB; ${type()} ${release()}; Node ${process.version}.

One training of a GRU of 8 units on ${rows.toLocaleString('en')} rows, in one thread, for ${minutes} minutes; a look every minute, every fifth in the
table. Resident memory of the engine was ${Math.min(...memory)} to ${Math.max(...memory)} MB; a straight line through the looks, but for the first tenth, grows
${slopeOf(looks).toFixed(1)} MB an hour.

${table}
`;
};

const folder = await mkdtemp(join(tmpdir(), 'rnn-bench-'));
try {
  const looks = await measure(folder);
  const page = describe(looks);
  console.log(`\n${page}`);
  if (setting === undefined) await writeFile(fileURLToPath(new URL('./results/longRun.md', import.meta.url)), page);
} finally {
  await rm(folder, { recursive: true });
}
