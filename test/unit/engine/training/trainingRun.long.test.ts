import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setImmediate } from 'node:timers';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Config, ScheduleConfig } from '../../../../engine/config.ts';
import type { RunEvent } from '../../../../engine/protocol.ts';
import { readSafetensors } from '../../../../engine/runs/safetensors.ts';
import type { RunListener, StartedRun } from '../../../../engine/training/assembleRun.ts';
import { LateBaselines } from '../../../../engine/training/lateBaselines.ts';
import { resumeRun } from '../../../../engine/training/resumeRun.ts';
import { startRun } from '../../../../engine/training/startRun.ts';
import type { TrainingRun } from '../../../../engine/training/trainingRun.ts';

const table = fileURLToPath(new URL('../../../../samples/airline-passengers.csv', import.meta.url));
let folder: string;
let text: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnn-run-'));
  text = join(folder, 'text.txt');
  await writeFile(text, 'she sells sea shells by the sea shore\n'.repeat(40));
});
afterAll(() => rm(folder, { recursive: true }));

const optimizers = ['gd', 'sgd', 'momentum', 'nesterov', 'rmsprop', 'adam', 'adamw'] as const;
const schedules = ['cosine', 'oneCycle', 'step', 'exponential', 'plateau', 'linear', 'constant'] as const;

const cutsOf: Partial<Record<ScheduleConfig['kind'], Partial<ScheduleConfig>>> = {
  step: { stepEpochs: 2, factor: 0.7 },
  exponential: { factor: 0.7 },
  plateau: { patience: 0, factor: 0.7 },
};

/** Everything at once that a checkpoint must carry: every optimiser, each with another schedule. */
const configOf = (index: number, seed = 3): Config => ({
  model: { cell: 'lstm', hiddenSize: 7, numLayers: 2, dropout: 0.3, recurrentDropout: 0.2 },
  training: {
    optimizer: optimizers[index]!,
    learningRate: 0.01,
    batchSize: 8,
    epochs: 5,
    patience: 0,
    // gd takes all batches of an epoch.
    ...(optimizers[index] !== 'gd' && { accumulationSteps: 2 }),
    averageDecay: 0.9,
    weightDecay: 0.01,
    clipValue: 0.05,
    schedule: { kind: schedules[index]!, warmupSteps: 3, ...cutsOf[schedules[index]!] },
    seed,
    threads: 1,
  },
});

interface Telling extends Pick<RunListener, 'limits'> {
  readonly told?: RunEvent[];
}

/** Trains to the end, or to the first event after which `isEnough`. */
const finish = async (
  begin: (listener: RunListener) => Promise<StartedRun>,
  isEnough: (event: RunEvent) => boolean = () => false,
  { told = [], limits = {} }: Telling = {},
): Promise<StartedRun['folder']> => {
  const runs: TrainingRun[] = [];
  const { run, session, folder } = await begin({
    report: (_, event) => {
      if (event.event === 'error') throw new Error(event.message);
      told.push(event);
      if (isEnough(event)) runs[0]?.stop();
    },
    setStatus: () => undefined,
    limits,
  });
  runs.push(run);
  await run.run();
  await session.dispose();
  return folder;
};

const start = (file: string, config: Config, isEnough?: (event: RunEvent) => boolean, telling?: Telling) =>
  finish((listener) => startRun({ file, config, runs: join(folder, 'runs') }, listener), isEnough, telling);
const resume = (run: string, isEnough?: (event: RunEvent) => boolean) =>
  finish((listener) => resumeRun({ run }, listener), isEnough);

/** Epochs and the result on the test split as the run recorded them, without the clock's part. */
const historyOf = async (run: string): Promise<unknown[]> => {
  const lines = (await readFile(join(run, 'metrics.jsonl'), 'utf8')).trimEnd().split('\n');
  const events = lines.map((line) => JSON.parse(line) as RunEvent);
  const done = events.filter((event) => event.event === 'done').at(-1);
  const epochs = events.filter((event) => event.event === 'epoch');
  return [...epochs.map(({ seconds, perSecond, eta, ...rest }) => rest), done?.test, done?.best];
};

describe.each([
  ['forecast', () => table],
  ['languageModel', () => text],
] as const)('a %s with dropout, averaged weights and several batches an update', (_, file) => {
  test.each(optimizers.map((optimizer, index) => [optimizer, schedules[index]!, index] as const))(
    'by %s on the schedule %s: one seed twice gives the same files byte by byte, another seed others',
    async (__, ___, index) => {
      const [first, again] = [await start(file(), configOf(index)), await start(file(), configOf(index))];
      for (const name of ['best', 'last'] as const) {
        expect((await readFile(first[name])).equals(await readFile(again[name])), name).toBe(true);
      }
      expect(await historyOf(again.path)).toEqual(await historyOf(first.path));
      const other = await start(file(), configOf(index, 4));
      expect((await readSafetensors(other.last)).tensors).not.toEqual((await readSafetensors(first.last)).tensors);
    },
  );

  test.each(optimizers.map((optimizer, index) => [optimizer, schedules[index]!, index] as const))(
    'by %s on the schedule %s: stopped within the first epoch and after the third, and resumed, it has the weights and moments of one never stopped, byte by byte',
    async (__, ___, index) => {
      const whole = await start(file(), configOf(index));
      const { path } = await start(file(), configOf(index), ({ event }) => event === 'step');
      await resume(path, (event) => event.event === 'epoch' && event.epoch === 3);
      const parts = await resume(path);
      for (const name of ['best', 'last'] as const) {
        const [found, expected] = [await readSafetensors(parts[name]), await readSafetensors(whole[name])];
        expect([...found.tensors], name).toEqual([...expected.tensors]);
      }
      expect(await historyOf(parts.path)).toEqual(await historyOf(whole.path));
    },
  );
});

describe('a run that ends when validation gets no better', () => {
  /** Good at first, then all over the place. */
  const impatient: Config = {
    data: { transform: 'none' },
    model: { cell: 'gru', hiddenSize: 6, numLayers: 1 },
    training: { learningRate: 0.01, schedule: { kind: 'constant' }, epochs: 60, patience: 4, seed: 2, threads: 1 },
  };

  test('ends at the same epoch with the same weights wherever it was stopped and resumed', async () => {
    const whole = await start(table, impatient);
    const history = await historyOf(whole.path);
    const epochs = history.length - 2;
    expect(epochs).toBeGreaterThan(5);
    expect(epochs).toBeLessThan(60);
    for (let stopped = 1; stopped < epochs; stopped++) {
      const { path } = await start(table, impatient, (event) => event.event === 'epoch' && event.epoch === stopped);
      const parts = await resume(path);
      expect(await historyOf(parts.path), `stopped after epoch ${stopped}`).toEqual(history);
      expect([...(await readSafetensors(parts.last)).tensors]).toEqual([
        ...(await readSafetensors(whole.last)).tensors,
      ]);
    }
  });

  test('has all its patience again when it is resumed after having used it up', async () => {
    const { path } = await start(table, impatient);
    const before = (await historyOf(path)).length;
    const { path: resumed } = await resume(path);
    expect((await historyOf(resumed)).length).toBeGreaterThanOrEqual(before + 4);
  });
});

describe('a split that takes too long to evaluate after a stop', () => {
  const limits: RunListener['limits'] = { evaluation: 0 };

  const eventsOf = async (run: string): Promise<RunEvent[]> =>
    (await readFile(join(run, 'metrics.jsonl'), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as RunEvent);

  test.each([
    ['forecast', () => table],
    ['languageModel', () => text],
  ] as const)('is left out of a %s, which says so and goes on to what one never stopped comes to', async (_, file) => {
    const whole = await start(file(), configOf(5));
    const told: RunEvent[] = [];
    const cut = await start(file(), configOf(5), ({ event }) => event === 'step', { told, limits });
    const events = await eventsOf(cut.path);
    // What cannot be scored is null to who listens as to who reads the journal.
    expect(told.at(-1)).toEqual(events.at(-1));
    expect(events.filter(({ event }) => event === 'log').map((event) => 'message' in event && event.message)).toEqual([
      'the valid split is not scored: that takes longer than 0 s after the stop',
      'the test split is not scored: that takes longer than 0 s after the stop',
    ]);
    expect(events.at(-1)).toMatchObject({
      reason: 'stopped',
      best: { epoch: 0, validLoss: null },
      test: { loss: null, metrics: {}, baselines: {} },
    });
    expect(await historyOf((await resume(cut.path)).path)).toEqual(await historyOf(whole.path));
  });

  test('is not waited for at the end of an epoch, which is evaluated when the run goes on', async () => {
    // One update an epoch: after the report of it comes the evaluation.
    const config = configOf(0);
    const whole = await start(table, config);
    const runs: TrainingRun[] = [];
    const {
      run,
      session,
      folder: cut,
    } = await startRun(
      { file: table, config, runs: join(folder, 'runs') },
      {
        report: (_, { event }) => {
          if (event === 'step') setImmediate(() => runs[0]?.stop());
        },
        setStatus: () => undefined,
        limits,
      },
    );
    runs.push(run);
    await run.run();
    await session.dispose();
    const events = await eventsOf(cut.path);
    expect(events.filter(({ event }) => event === 'step' || event === 'epoch').map(({ event }) => event)).toEqual([
      'step',
    ]);
    expect(events.at(-1)).toMatchObject({ event: 'done', reason: 'stopped', epochs: 0 });
    expect(await historyOf((await resume(cut.path)).path)).toEqual(await historyOf(whole.path));
  });
});

test('an epoch whose baselines the end of the engine cuts off is not told, and trained again when the run goes on', async () => {
  const whole = await start(text, configOf(5));
  const waiting = vi.spyOn(LateBaselines.prototype, 'get');
  const told: RunEvent[] = [];
  const {
    run,
    session,
    folder: cut,
  } = await startRun(
    { file: text, config: configOf(5), runs: join(folder, 'runs') },
    { report: (_, event) => told.push(event), setStatus: () => undefined },
  );
  waiting.mockImplementationOnce(() => {
    run.abandon();
    return Promise.resolve({ valid: {}, test: {} });
  });
  await run.run().finally(() => {
    waiting.mockRestore();
  });
  await session.dispose();
  expect(told.filter(({ event }) => event === 'epoch' || event === 'done')).toEqual([]);
  expect(await historyOf((await resume(cut.path)).path)).toEqual(await historyOf(whole.path));
});
