import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Loss } from '../../../../engine/network/passOptions.ts';
import { Session } from '../../../../engine/network/session.ts';
import type { RunEvent, RunRecord, RunStatus } from '../../../../engine/protocol.ts';
import { readSafetensors } from '../../../../engine/runs/safetensors.ts';
import { resumeRun } from '../../../../engine/training/resumeRun.ts';
import { startRun } from '../../../../engine/training/startRun.ts';
import { SurvivingRun } from '../../../../engine/training/survivingRun.ts';

const file = fileURLToPath(new URL('../../../../samples/airline-passengers.csv', import.meta.url));
const config = { model: { hiddenSize: 6 }, training: { epochs: 6, patience: 0, seed: 2, threads: 1 } };

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'rnn-surviving-'))));
afterAll(() => rm(folder, { recursive: true }));

let log = '';
beforeEach(() => {
  log = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    log += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** The compute session breaks at these of its calls, counted over all sessions, as when a thread has ended. */
const breakAt = (isBroken: (call: number) => boolean): void => {
  // As a function whose `this` is given at each call.
  const { accumulate } = Session.prototype as {
    readonly accumulate: (this: Session, ...args: Parameters<Session['accumulate']>) => Loss;
  };
  let call = 0;
  vi.spyOn(Session.prototype, 'accumulate').mockImplementation(function (this: Session, ...args) {
    if (isBroken(++call)) throw new Error('A compute thread has ended.\n    at wait (/opt/dist/engine.mjs:1:1)');
    return accumulate.apply(this, args);
  });
};

interface Trained {
  readonly path: string;
  readonly events: readonly RunEvent[];
  readonly statuses: readonly RunStatus[];
}

const trainToTheEnd = async (onEvent: (event: RunEvent, run: SurvivingRun) => void = () => undefined) => {
  const events: RunEvent[] = [];
  const statuses: RunStatus[] = [];
  const runs: SurvivingRun[] = [];
  const listener = {
    report: (_: string, event: RunEvent) => {
      events.push(event);
      const [run] = runs;
      if (run) onEvent(event, run);
    },
    setStatus: (_: string, status: RunStatus) => statuses.push(status),
  };
  const run = new SurvivingRun(await startRun({ file, config, runs: join(folder, 'runs') }, listener), listener);
  runs.push(run);
  await run.run();
  return { path: run.folder, events, statuses } satisfies Trained;
};

const readRecord = async (path: string): Promise<RunRecord> =>
  JSON.parse(await readFile(join(path, 'run.json'), 'utf8')) as RunRecord;
const logsOf = ({ events }: Trained): string[] =>
  events.flatMap((event) => (event.event === 'log' ? [event.message] : []));
const errorOf = ({ events }: Trained): RunEvent | undefined => events.find(({ event }) => event === 'error');

/** What a run has learned and recorded, without the clock's part. */
const resultOf = async (path: string): Promise<unknown> => {
  const lines = (await readFile(join(path, 'metrics.jsonl'), 'utf8')).trimEnd().split('\n');
  const events = lines.map((line) => JSON.parse(line) as RunEvent);
  const epochs = events.flatMap((event) => {
    if (event.event !== 'epoch') return [];
    const { seconds, perSecond, eta, ...rest } = event;
    return [rest];
  });
  const tensors = await Promise.all(
    ['best', 'last'].map(async (name) => [...(await readSafetensors(join(path, `${name}.safetensors`))).tensors]),
  );
  return { epochs, tensors };
};

test('a run whose session breaks goes on by itself, says so once, and comes to what one never broken does', async () => {
  const whole = await trainToTheEnd();
  breakAt((call) => call === 12);
  const broken = await trainToTheEnd();
  expect(await resultOf(broken.path)).toEqual(await resultOf(whole.path));
  expect(broken.statuses).toEqual(['finished']);
  expect(errorOf(broken)).toBeUndefined();
  expect(logsOf(broken)).toEqual([
    'something went wrong inside RNN Studio (A compute thread has ended); starting over',
  ]);
  expect((await readRecord(broken.path)).recovered).toEqual({
    epoch: 0,
    step: 0,
    message: 'something went wrong inside RNN Studio (A compute thread has ended)',
  });
  expect(log).toContain('engine.mjs');
});

test('a run that breaks twice at the same place fails with a message for people, and can be resumed by a person', async () => {
  breakAt((call) => call >= 12);
  const broken = await trainToTheEnd();
  const message =
    'Failed twice at the same place (epoch 1, step 0): ' +
    'something went wrong inside RNN Studio (A compute thread has ended). The log has the details.';
  expect(broken.statuses).toEqual(['failed']);
  expect(errorOf(broken)).toEqual({ event: 'error', message, isInputError: false });
  expect(logsOf(broken)).toHaveLength(1);
  expect(await readRecord(broken.path)).toMatchObject({ status: 'failed', error: { message } });
  expect(await readFile(join(broken.path, 'metrics.jsonl'), 'utf8')).not.toMatch(/engine\.mjs|\\n/);

  vi.restoreAllMocks();
  const listener = { report: () => undefined, setStatus: () => undefined };
  await new SurvivingRun(await resumeRun({ run: broken.path }, listener), listener).run();
  expect(await readRecord(broken.path)).toMatchObject({ status: 'finished', epoch: config.training.epochs });
});

test('a run that breaks where its data has changed meanwhile fails by that', async () => {
  const own = join(folder, 'own.csv');
  await writeFile(own, await readFile(file));
  const events: RunEvent[] = [];
  const listener = { report: (_: string, event: RunEvent) => events.push(event), setStatus: () => undefined };
  const started = await startRun({ file: own, config, runs: join(folder, 'runs') }, listener);
  await writeFile(own, (await readFile(file, 'utf8')).replace('112', '113'));
  breakAt((call) => call === 2);
  await new SurvivingRun(started, listener).run();
  expect(events.at(-1)).toMatchObject({ event: 'error', isInputError: true, place: { file: own } });
});

test('a stop while the run is read again holds for the run that goes on', async () => {
  breakAt((call) => call === 12);
  const stopped = await trainToTheEnd((event, run) => {
    if (event.event === 'log') run.stop();
  });
  expect(stopped.statuses).toEqual(['stopped']);
  expect((await readRecord(stopped.path)).epoch).toBeLessThan(config.training.epochs);
});
