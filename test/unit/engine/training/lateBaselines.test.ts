import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunEvent } from '../../../../engine/protocol.ts';
import type { PreparedData, SplitBaselines } from '../../../../engine/tasks/preparedData.ts';
import { LateBaselines } from '../../../../engine/training/lateBaselines.ts';
import { startRun } from '../../../../engine/training/startRun.ts';
import { Cancelled } from '../../../../engine/unlessCancelled.ts';
import { temporaryFile } from '../files/temporaryFile.ts';

const known = { valid: { simple: { loss: 2 } }, test: { simple: { loss: 3 } } };

/** Data whose late baselines come of `made`, unless they are called off. */
const dataWith = (made: () => Promise<SplitBaselines & { readonly note?: string }>): PreparedData =>
  ({
    baselines: known,
    lateBaselines: {
      what: 'counting',
      make: (signal: AbortSignal) => {
        const cancelled = Promise.withResolvers<never>();
        signal.addEventListener('abort', () => {
          cancelled.reject(new Cancelled());
        });
        return Promise.race([made(), cancelled.promise]);
      },
    },
  }) as unknown as PreparedData;

test('what is made late stands in the place of what was there, with its note in the log', async () => {
  const told: string[] = [];
  const all = { valid: { strong: { loss: 1 } }, test: { strong: { loss: 1 } } };
  const late = new LateBaselines(
    dataWith(() => Promise.resolve({ ...all, note: 'as far as there was room' })),
    (message) => told.push(message),
  );
  late.begin();
  expect(await late.get()).toEqual(all);
  expect(told).toEqual(['as far as there was room']);
});

test('a run that had taken its last update before it was cut off has them too', async () => {
  const all = { valid: { strong: { loss: 1 } }, test: { strong: { loss: 1 } } };
  const late = new LateBaselines(
    dataWith(() => Promise.resolve(all)),
    () => undefined,
  );
  expect(await late.get()).toEqual(all);
});

test('nothing is begun for a run that nobody asks about any more', async () => {
  const late = new LateBaselines(
    dataWith(() => Promise.reject(new Error('is not to be begun'))),
    (message) => expect.unreachable(message),
  );
  late.dispose();
  expect(await late.get()).toEqual(known);
});

test('a run that has to end gets what there is, and says that the rest was cut off', async () => {
  const told: string[] = [];
  const late = new LateBaselines(
    dataWith(() => new Promise(() => undefined)),
    (message) => told.push(message),
  );
  late.begin();
  late.hurry(1);
  expect(await late.get()).toEqual(known);
  expect(told).toEqual(['counting was cut off: the model is held against less']);
});

test('a thread that fails costs a run its late baselines and nothing else', async () => {
  const told: string[] = [];
  const late = new LateBaselines(
    dataWith(() => Promise.reject(new Error('no memory'))),
    (message) => told.push(message),
  );
  late.begin();
  expect(await late.get()).toEqual(known);
  expect(told).toEqual(['counting has failed: the model is held against less']);
});

test('the n-grams of a long text stand in every epoch, at the end, and in run.json', async () => {
  const file = temporaryFile('she sells sea shells by the sea shore\n'.repeat(2000), '.txt');
  const events: RunEvent[] = [];
  const { run, session, folder } = await startRun(
    {
      file,
      runs: join(dirname(file), 'runs'),
      config: { model: { hiddenSize: 4, numLayers: 1 }, training: { epochs: 2, threads: 1 } },
    },
    { report: (_, event) => events.push(event), setStatus: () => undefined },
  );
  await run.run();
  await session.dispose();
  const names = { config: [] as string[], epoch: [] as string[], done: [] as string[] };
  for (const event of events) {
    if (event.event === 'config') names.config.push(...Object.keys(event.baselines));
    if (event.event === 'epoch') names.epoch.push(Object.keys(event.baselines).join(' '));
    if (event.event === 'done') names.done.push(Object.keys(event.test.baselines).join(' '));
  }
  expect(names.config).toEqual(['unigram']);
  expect(names.epoch).toHaveLength(2);
  expect(new Set([...names.epoch, ...names.done]).size).toBe(1);
  expect(names.done[0]).toMatch(/^unigram ngram[2-8]$/);
  const record = JSON.parse(await readFile(join(folder.path, 'run.json'), 'utf8')) as { baselines: object };
  expect(Object.keys(record.baselines).join(' ')).toBe(names.done[0]);
});
