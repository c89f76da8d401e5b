import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Engine } from '../../../../engine/server/engine.ts';
import type { RunEvent } from '../../../../engine/protocol.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnn-long-'));
});
afterEach(() => rm(folder, { recursive: true }));

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const heap = (): number => {
  collectGarbage();
  return process.memoryUsage().heapUsed;
};

test('a run of 20,000 epochs grows neither its engine nor its folder with them, and says that it keeps a selection', async () => {
  const file = join(folder, 'short.csv');
  await writeFile(file, `value\n${Array.from({ length: 12 }, (_, index) => `${index % 4}`).join('\n')}\n`);
  const heaps: number[] = [];
  const logs: string[] = [];
  let epochs = 0;
  const { promise: finished, resolve: finish } = Promise.withResolvers<string>();
  const engine = new Engine({
    runEvents: async ({ events }) => {
      for (const event of events) {
        if (event.event === 'log') logs.push(event.message);
        if (event.event === 'epoch' && (epochs = event.epoch) >= 5000 * (heaps.length + 1)) heaps.push(heap());
      }
    },
    runStatus: ({ status }) => {
      if (status !== 'running') finish(status);
    },
    generated: () => undefined,
    learningRatePoints: () => undefined,
  });
  const run = await engine.train({
    file,
    config: {
      task: 'forecast',
      data: { window: 2, horizon: 1 },
      model: { cell: 'rnn', hiddenSize: 1, numLayers: 1 },
      training: { epochs: 20_000, patience: 0, threads: 1, seed: 1 },
    },
    runs: join(folder, 'runs'),
  });
  expect(await finished).toBe('finished');
  await engine.dispose();
  expect(epochs).toBe(20_000);
  expect(heaps).toHaveLength(4);
  // 15,000 reports of an epoch are more than 10 MB; the code that the engine of JavaScript makes meanwhile is up to 3.
  expect(heaps[3]! - heaps[0]!).toBeLessThan(5_000_000);

  const metrics = join(run.folder, 'metrics.jsonl');
  const events = (await readFile(metrics, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as RunEvent);
  const kept = events.flatMap((event) => (event.event === 'epoch' ? [event.epoch] : []));
  expect(kept.length).toBeLessThanOrEqual(2502);
  expect(kept.slice(0, 3)).toEqual([1, 9, 17]);
  expect(kept.at(-1)).toBe(20_000);
  expect((await stat(metrics)).size).toBeLessThan(4_000_000);
  expect(logs).toEqual([
    'the run is long: from here on its journal keeps every 2nd epoch, every 4th from epoch 8193 on and so forth, always with the best and the newest',
  ]);
});
