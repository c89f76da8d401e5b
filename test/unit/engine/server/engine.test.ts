import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { Engine } from '../../../../engine/server/engine.ts';

test('a run can be resumed by whoever hears that it has finished, while its threads still end', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rnn-engine-'));
  const file = fileURLToPath(new URL('../../../../samples/airline-passengers.csv', import.meta.url));
  let run = '';
  const resumed: Promise<{ readonly id: string }>[] = [];
  const { promise: finishedTwice, resolve: finish } = Promise.withResolvers<undefined>();
  const engine = new Engine({
    runEvents: () => Promise.resolve(),
    runStatus: ({ status }) => {
      if (status !== 'finished') return;
      if (resumed.length > 0) finish(undefined);
      else resumed.push(engine.resume({ run, epochs: 2 }));
    },
    generated: () => undefined,
    learningRatePoints: () => undefined,
  });
  const config = { model: { hiddenSize: 4, numLayers: 1 }, training: { epochs: 1 } };
  const first = await engine.train({ file, config, runs: folder });
  run = first.folder;
  await finishedTwice;
  expect((await resumed[0])?.id).toBe(first.id);
  await engine.dispose();
  await rm(folder, { recursive: true });
});
