import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { EngineFault } from '../../../../engine/errors.ts';
import type { RunEvent, RunRecord } from '../../../../engine/protocol.ts';
import { readSafetensors } from '../../../../engine/runs/safetensors.ts';
import { resumeRun } from '../../../../engine/training/resumeRun.ts';
import { startRun } from '../../../../engine/training/startRun.ts';

const file = fileURLToPath(new URL('../../../../samples/airline-passengers.csv', import.meta.url));
const cause = 'the engine ended unexpectedly (SIGKILL)';
const epochs = 4;

let folder: string;
let events: RunEvent[] = [];
let onEvent: ((event: RunEvent) => void) | undefined;
const listener = {
  report: (_: string, event: RunEvent) => {
    events.push(event);
    onEvent?.(event);
  },
  setStatus: () => undefined,
};
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'rnn-recovery-'))));
beforeEach(() => (events = []));
afterAll(() => rm(folder, { recursive: true }));

type Started = Awaited<ReturnType<typeof startRun>>;

/** Trains to the end, or until `isEnough`, and leaves the run as an engine that was killed then does. */
const cutOff = async ({ run, session }: Started, isEnough?: (event: RunEvent) => boolean): Promise<void> => {
  onEvent = (event) => {
    if (isEnough?.(event)) run.abandon();
  };
  await run.run();
  onEvent = undefined;
  await session.dispose();
};
const begin = () =>
  startRun(
    {
      file,
      config: { model: { hiddenSize: 6 }, training: { epochs, patience: 0, seed: 1, threads: 1 } },
      runs: join(folder, 'runs'),
    },
    listener,
  );
const readRecord = async (run: string): Promise<RunRecord> =>
  JSON.parse(await readFile(join(run, 'run.json'), 'utf8')) as RunRecord;
const change = async (run: string, patch: Partial<RunRecord>): Promise<void> =>
  writeFile(join(run, 'run.json'), JSON.stringify({ ...(await readRecord(run)), ...patch }));

test('a run whose engine ends while its last scores are taken gets them when it is resumed, and its time goes on', async () => {
  const started = await begin();
  const { path } = started.folder;
  await cutOff(started, ({ event }) => {
    const isAfterLast = events.some((earlier) => earlier.event === 'epoch' && earlier.epoch === epochs);
    return event === 'plot' && isAfterLast;
  });
  const told = Math.max(...events.map((event) => (event.event === 'epoch' ? event.seconds : 0)));
  const { status, epoch, test: scores } = await readRecord(path);
  expect({ status, epoch, scores }).toEqual({ status: 'running', epoch: epochs, scores: undefined });
  // As it is when the kill comes between the checkpoint and the record.
  await change(path, { seconds: 0 });

  events = [];
  const again = await resumeRun({ run: path }, listener);
  await again.run.run();
  await again.session.dispose();
  expect(events.filter(({ event }) => event === 'epoch')).toEqual([]);
  const ended = await readRecord(path);
  expect(ended.status).toBe('finished');
  expect(ended.test?.metrics['mae']).toBeGreaterThan(0);
  expect(ended.seconds).toBeGreaterThan(told);
});

describe('a run that goes on by itself', () => {
  test('does so once from the same checkpoint, then is failed, and again from a later one', async () => {
    const started = await begin();
    const { path } = started.folder;
    await cutOff(started, ({ event }) => event === 'step');
    const { step } = await readRecord(path);

    const again = await resumeRun({ run: path, recover: cause }, listener);
    expect(events.at(-1)).toEqual({
      event: 'log',
      message: expect.stringMatching(
        new RegExp(`^the engine ended unexpectedly \\(SIGKILL\\); going on from epoch \\d+, step ${step}$`),
      ) as string,
    });
    expect(await readRecord(path)).toMatchObject({ status: 'running', recovered: { step, message: cause } });
    await again.folder.release();
    await again.session.dispose();

    const refused = resumeRun({ run: path, recover: cause }, listener);
    await expect(refused).rejects.toThrow(EngineFault);
    await expect(refused).rejects.toThrow(/^Failed twice at the same place \(epoch \d+, step \d+\): the engine ended/);
    const failed = await readRecord(path);
    expect(failed.status).toBe('failed');
    expect(failed.error?.message).toContain(cause);

    events = [];
    await cutOff(await resumeRun({ run: path }, listener), (event) => event.event === 'step' && event.step > step);
    const later = await readRecord(path);
    expect(later.step).toBeGreaterThan(step);
    const more = await resumeRun({ run: path, recover: cause }, listener);
    expect((await readRecord(path)).recovered?.step).toBe(later.step);
    await more.folder.release();
    await more.session.dispose();
  });

  test.each(['running', 'finished', 'stopped', 'failed'] as const)(
    'after its last epoch, recorded as %s, has only its end left to do, and trains no more',
    async (status) => {
      const started = await begin();
      const { path } = started.folder;
      await cutOff(started);
      const { tensors } = await readSafetensors(join(path, 'last.safetensors'));
      await change(path, { status });
      await cutOff(await resumeRun({ run: path, recover: cause }, listener));
      expect(await readRecord(path)).toMatchObject({
        status: 'finished',
        epoch: epochs,
        config: { training: { epochs } },
      });
      expect([...(await readSafetensors(join(path, 'last.safetensors'))).tensors]).toEqual([...tensors]);
    },
  );

  test('after it has run out of patience has only its end left to do', async () => {
    const params = {
      file,
      config: {
        model: { cell: 'gru' as const, hiddenSize: 6 },
        training: { learningRate: 0.01, epochs: 60, patience: 4, seed: 2, threads: 1 },
      },
      runs: join(folder, 'runs'),
    };
    const started = await startRun(params, listener);
    const { path } = started.folder;
    await cutOff(started);
    const { epoch } = await readRecord(path);
    expect(epoch).toBeLessThan(60);
    await change(path, { status: 'running' });
    events = [];
    await cutOff(await resumeRun({ run: path, recover: cause }, listener));
    expect(events.at(-1)).toMatchObject({ event: 'done', reason: 'early-stopping', epochs: epoch });
  });
});
