/**
 * Trains on a table of 2 GB (a time and eight numbers a row), stops, and lets the run be evaluated on 2 % of the rows.
 * Prints how long it took to the first step and the engine's largest resident memory. The file, and what the engine
 * puts beside it on the disk, some 3 GB, are gone afterwards.
 */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createRandom } from '../../engine/compute/random.ts';
import type { Config } from '../../engine/config.ts';
import * as protocol from '../../engine/protocol.ts';
import { startEngine } from './engineClient.ts';

const bytes = 2_000_000_000;
const trainingSeconds = 20;
const config: Config = { data: { split: { valid: 0.02, test: 0.02 } }, training: { epochs: 1 } };

/** Minutes with eight measurements each; the measurements come back after a thousand rows, moved a little. */
function* minutes(): Generator<string> {
  const random = createRandom(1);
  const names = Array.from({ length: 8 }, (_, index) => `sensor${index + 1}`);
  yield `time,${names.join(',')}\n`;
  for (let row = 0, written = 0; written < bytes;) {
    let piece = '';
    const levels = names.map(() => random.normal() * 10);
    const cells = levels.map((level) => Array.from({ length: 100 }, () => (level + random.normal()).toFixed(5)));
    for (let count = 0; count < 1000; count++, row++) {
      const time = new Date(Date.UTC(1980, 0, 1, 0, row)).toISOString().slice(0, 19);
      piece += time;
      for (let index = 0; index < cells.length; index++) piece += `,${cells[index]?.[(count * (index + 7)) % 100]}`;
      piece += '\n';
    }
    written += piece.length;
    yield piece;
  }
}

const folder = await mkdtemp(join(tmpdir(), 'rnn-bench-'));
try {
  const file = join(folder, 'minutes.csv');
  await pipeline(minutes(), createWriteStream(file));
  const { size } = await stat(file);
  const engine = startEngine();
  let firstStep = NaN;
  const begin = performance.now();
  const seconds = (): number => (performance.now() - begin) / 1000;
  const { promise: done, resolve: finish } = Promise.withResolvers<protocol.RunEvent>();
  engine.connection.onNotification(protocol.runEvents, ({ events }) => {
    for (const event of events) {
      if (event.event === 'step' && Number.isNaN(firstStep)) firstStep = seconds();
      if (event.event === 'done' || event.event === 'error') finish(event);
    }
  });
  const { id } = await engine.connection.sendRequest(protocol.train, { file, config, runs: join(folder, 'runs') });
  await new Promise((resolve) => setTimeout(resolve, trainingSeconds * 1000));
  const speed = (size / 1e6 / firstStep).toFixed(0);
  console.log(`${(size / 1e9).toFixed(2)} GB: the first step came after ${firstStep.toFixed(1)} s, ${speed} MB/s`);
  console.log(`in training: at most ${(await engine.peakMemory()) ?? '?'} MB resident`);
  const stopped = engine.connection.sendRequest(protocol.stop, { id });
  const event = await done;
  await stopped;
  console.log(`with the evaluation (${event.event}): at most ${(await engine.peakMemory()) ?? '?'} MB resident`);
  await engine.end();
} finally {
  await rm(folder, { recursive: true });
}
