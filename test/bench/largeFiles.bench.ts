/**
 * Trains for ten seconds on a text and a table of 100 MB each and prints the engine's largest resident memory and how
 * long reading took. The files are made here and deleted afterwards.
 */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createRandom } from '../../engine/compute/random.ts';
import * as protocol from '../../engine/protocol.ts';
import { startEngine } from './engineClient.ts';

const bytes = 100_000_000;
const seconds = 10;
const folder = await mkdtemp(join(tmpdir(), 'rnn-bench-'));
const random = createRandom(1);

/** Words of a made-up language. */
function* text(): Generator<string> {
  const syllables = ['ka', 'no', 'ri', 'te', 'lu', 'mo', 'sha', 'pi'];
  for (let written = 0; written < bytes;) {
    const line = Array.from({ length: 400 }, () => {
      const length = 1 + random.integer(4);
      return Array.from({ length }, () => syllables[random.integer(syllables.length)]).join('');
    }).join(' ');
    written += line.length + 1;
    yield `${line}\n`;
  }
}

/** Hourly measurements of five columns. */
function* table(): Generator<string> {
  yield 'time,load,temperature,wind,kind\n';
  let load = 0;
  for (let row = 0, written = 0; written < bytes;) {
    let piece = '';
    for (let count = 0; count < 1000; count++, row++) {
      load = 0.95 * load + random.normal();
      const time = new Date(Date.UTC(1800, 0, 1, row)).toISOString().slice(0, 19);
      const value = (Math.sin(row / 24) * 3 + load).toFixed(3);
      piece += `${time},${value},${(load + random.next()).toFixed(2)},${(random.next() * 20).toFixed(1)},k${row % 3}\n`;
    }
    written += piece.length;
    yield piece;
  }
}

try {
  for (const [name, content] of [
    ['large.txt', text],
    ['large.csv', table],
  ] as const) {
    const file = join(folder, name);
    await pipeline(content(), createWriteStream(file));
    const engine = startEngine();
    const begin = performance.now();
    await engine.connection.sendRequest(protocol.train, {
      file,
      config: {},
      runs: join(folder, 'runs'),
    });
    const reading = (performance.now() - begin) / 1000;
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    const memory = await engine.peakMemory();
    console.log(`${name}: training began after ${reading.toFixed(1)} s, at most ${memory ?? '?'} MB resident`);
    await engine.end();
    await rm(file);
  }
} finally {
  await rm(folder, { recursive: true });
}
