/**
 * Inspects 2 GB of a series, of one with remarks, of a labelled table and of text, and 300 MB of labelled texts, trains on
 * them anew, stops, lets each run be evaluated on 2 % of it, and has the model of a series say what comes next.
 * Prints how long it took to the first step and the engine's largest resident memory up to then. The files, and what the engine
 * puts beside them on the disk, some 3 GB at a time, are gone afterwards. `file=opinions` is for those whose names have it.
 */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Config } from '../../engine/config.ts';
import * as protocol from '../../engine/protocol.ts';
import { startEngine } from './client/engineClient.ts';
import { minutesOf, opinionsOf, remarksOf, sequencesOf, wordsOf } from './reading/largeContent.ts';

const trainingSeconds = 20;
const config: Config = { data: { split: { valid: 0.02, test: 0.02 } }, training: { epochs: 1 } };

const contents = {
  'opinions.jsonl': [opinionsOf, 300_000_000],
  'series.csv': [minutesOf, 2_000_000_000],
  'remarks.csv': [remarksOf, 2_000_000_000],
  'labelled.csv': [sequencesOf, 2_000_000_000],
  'text.txt': [wordsOf, 2_000_000_000],
} as const;

const measure = async (folder: string, name: keyof typeof contents): Promise<void> => {
  const file = join(folder, name);
  const [content, bytes] = contents[name];
  await pipeline(content(bytes), createWriteStream(file));
  const { size } = await stat(file);
  const looking = startEngine();
  const inspected = await looking.connection.sendRequest(protocol.inspect, { file, config: {} });
  const lookedAt = (await looking.peakMemory()) ?? '?';
  console.log(
    `${name}, ${(size / 1e9).toFixed(2)} GB: inspected as ${inspected.kind}, at most ${lookedAt} MB resident`,
  );
  await looking.end();
  const engine = startEngine();
  let firstStep = NaN;
  const begin = performance.now();
  const seconds = (): number => (performance.now() - begin) / 1000;
  const { promise: started, resolve: start } = Promise.withResolvers<undefined>();
  const { promise: done, resolve: finish } = Promise.withResolvers<protocol.RunEvent>();
  engine.connection.onNotification(protocol.runEvents, ({ events }) => {
    for (const event of events) {
      if (event.event === 'step' && Number.isNaN(firstStep)) {
        firstStep = seconds();
        start(undefined);
      }
      if (event.event === 'done' || event.event === 'error') finish(event);
    }
  });
  const { id, folder: run } = await engine.connection.sendRequest(protocol.train, {
    file,
    config,
    runs: join(folder, 'runs'),
  });
  await Promise.race([started, done]);
  await new Promise((resolve) => setTimeout(resolve, trainingSeconds * 1000));
  const speed = (size / 1e6 / firstStep).toFixed(0);
  console.log(`  first step after ${firstStep.toFixed(1)} s, ${speed} MB/s`);
  console.log(`  in training: at most ${(await engine.peakMemory()) ?? '?'} MB resident`);
  const stopped = engine.connection.sendRequest(protocol.stop, { id });
  const event = await done;
  await stopped;
  console.log(`  with the evaluation (${event.event}): at most ${(await engine.peakMemory()) ?? '?'} MB resident`);
  await engine.end();
  if (name !== 'series.csv') return;
  const predicting = startEngine();
  await predicting.connection.sendRequest(protocol.predict, { file, model: join(run, 'last.safetensors') });
  console.log(`  predicted in a process of its own: at most ${(await predicting.peakMemory()) ?? '?'} MB resident`);
  await predicting.end();
};

const folder = await mkdtemp(join(tmpdir(), 'rnn-bench-'));
try {
  const wanted = process.argv.find((word) => word.startsWith('file='))?.slice('file='.length) ?? '';
  for (const name of (Object.keys(contents) as (keyof typeof contents)[]).filter((each) => each.includes(wanted))) {
    await measure(folder, name);
    await rm(join(folder, name));
  }
} finally {
  await rm(folder, { recursive: true });
}
