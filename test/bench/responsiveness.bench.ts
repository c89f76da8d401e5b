/**
 * How long a person waits: from the command to the first point of the curve with the engine not yet started, and for
 * the predictions of a 1,000-row table. Prints milliseconds, the median of several tries.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as protocol from '../../engine/protocol.ts';
import { startEngine } from './client/engineClient.ts';

const samples = fileURLToPath(new URL('../../samples/', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'rnn-bench-'));

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

const timeFirstPoint = async (file: string): Promise<number> => {
  const begin = performance.now();
  const engine = startEngine();
  const firstPoint = new Promise<number>((resolve) => {
    engine.connection.onNotification(protocol.runEvents, ({ events }) => {
      if (events.some(({ event }) => event === 'step')) resolve(performance.now() - begin);
    });
  });
  await engine.connection.sendRequest(protocol.train, { file, config: {}, runs: join(folder, 'runs') });
  const milliseconds = await firstPoint;
  await engine.end();
  return milliseconds;
};

const timePredictions = async (): Promise<{ first: number; again: number }> => {
  const rows = Array.from({ length: 1000 }, (_, row) => `${row},${Math.sin(row / 9).toFixed(4)}`);
  const file = join(folder, 'wave.csv');
  await writeFile(file, `step,value\n${rows.join('\n')}\n`);
  const engine = startEngine();
  const done = new Promise<string>((resolve) => {
    engine.connection.onNotification(protocol.runEvents, ({ events }) => {
      for (const event of events) if (event.event === 'done') resolve(event.run);
    });
  });
  const config = { training: { epochs: 2 } };
  await engine.connection.sendRequest(protocol.train, { file, config, runs: join(folder, 'runs') });
  const model = await done;
  const out = join(folder, 'predictions.csv');
  const times: number[] = [];
  for (let count = 0; count < 9; count++) {
    const begin = performance.now();
    await engine.connection.sendRequest(protocol.predict, { model, file, out });
    times.push(performance.now() - begin);
  }
  await engine.end();
  return { first: times[0] ?? NaN, again: median(times.slice(1)) };
};

try {
  for (const name of ['airline-passengers.csv', 'weather.csv', 'digits.csv', 'first-names.txt']) {
    const times: number[] = [];
    for (let count = 0; count < 3; count++) times.push(await timeFirstPoint(join(samples, name)));
    console.log(`first point of the curve, ${name}, engine not started: ${median(times).toFixed(0)} ms`);
  }
  const { first, again } = await timePredictions();
  console.log(`every row of 1,000 predicted and written: first ${first.toFixed(0)} ms, again ${again.toFixed(0)} ms`);
} finally {
  await rm(folder, { recursive: true });
}
