/**
 * Trains for ten seconds on a text and a table of 100 MB each and prints the engine's largest resident memory and how
 * long reading took. The files are made here and deleted afterwards.
 */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as protocol from '../../engine/protocol.ts';
import { startEngine } from './client/engineClient.ts';
import { tableOf, wordsOf } from './reading/largeContent.ts';

const bytes = 100_000_000;
const seconds = 10;
const folder = await mkdtemp(join(tmpdir(), 'rnn-bench-'));

try {
  for (const [name, content] of [
    ['large.txt', wordsOf],
    ['large.csv', tableOf],
  ] as const) {
    const file = join(folder, name);
    await pipeline(content(bytes), createWriteStream(file));
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
