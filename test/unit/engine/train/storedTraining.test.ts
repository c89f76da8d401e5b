import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createRandom } from '../../../../engine/compute/random.ts';
import type { Config } from '../../../../engine/config.ts';
import { prepareData } from '../../../../engine/data/prepareData.ts';
import { dropTable } from '../../../../engine/data/readTable.ts';
import { storageLimits } from '../../../../engine/data/tableStorage.ts';
import { Engine } from '../../../../engine/engine.ts';
import type { EvaluateResult, ForecastPrediction, RunEvent, RunRecord } from '../../../../engine/protocol.ts';
import { planRun } from '../../../../engine/train/planRun.ts';
import { temporaryFile, temporaryFolder } from '../data/temporaryFile.ts';

const limits = { ...storageLimits };

afterEach(() => {
  Object.assign(storageLimits, limits);
  dropTable();
});

/** Two numbers, a word and the time, hour by hour, with some cells missing; more rows than two pages. */
const rows = 150_000;
const content = (): string => {
  const random = createRandom(3);
  const lines = Array.from({ length: rows }, (_, row) => {
    const time = new Date(Date.UTC(2000, 0, 1, row)).toISOString().slice(0, 16);
    const load = Math.sin((row * Math.PI) / 12) * 3 + random.normal();
    const wind = row % 997 === 5 ? '' : (random.next() * 20).toFixed(2);
    return `${time},${row % 5003 === 70 ? '' : load.toFixed(4)},${wind},${'abc'[row % 3]}`;
  });
  return `time,load,wind,kind\n${lines.join('\n')}\n`;
};

const config: Config = {
  data: { targets: ['load'], window: 6, horizon: 3, season: 24, anchor: 'seasonal' },
  model: { cell: 'gru', hiddenSize: 5, numLayers: 1 },
  training: { epochs: 1, batchSize: 700, threads: 2, seed: 4 },
};

interface Outcome {
  readonly events: readonly unknown[];
  readonly record: Pick<RunRecord, 'choices' | 'best' | 'test'>;
  readonly plot: string;
  readonly prediction: ForecastPrediction;
  readonly evaluation: EvaluateResult;
  readonly written: string;
}

/** What of a run does not depend on the clock. */
const withoutTime = (event: RunEvent): unknown => {
  if (event.event === 'epoch') {
    const { trainLoss, validLoss, metrics, baselines } = event;
    return { trainLoss, validLoss, metrics, baselines };
  }
  return event.event === 'done' ? { best: event.best, test: event.test } : undefined;
};

const trainOn = async (file: string, folder: string): Promise<Outcome> => {
  const events: RunEvent[] = [];
  const { promise: finished, resolve: finish } = Promise.withResolvers<undefined>();
  const engine = new Engine({
    runEvents: (params) => events.push(...params.events),
    runStatus: ({ status }) => {
      if (status !== 'running') finish(undefined);
    },
    generated: () => undefined,
    learningRatePoints: () => undefined,
  });
  const run = await engine.train({ file, config, runs: join(temporaryFolder, folder) });
  await finished;
  const out = join(temporaryFolder, `${folder}.csv`);
  const params = { model: run.folder, file };
  const outcome = {
    events: events.map(withoutTime).filter((event) => event !== undefined),
    record: JSON.parse(await readFile(join(run.folder, 'run.json'), 'utf8')) as RunRecord,
    plot: await readFile(join(run.folder, 'forecast.json'), 'utf8'),
    prediction: (await engine.predict({ ...params, out })) as ForecastPrediction,
    evaluation: await engine.evaluate(params),
    written: await readFile(out, 'utf8'),
  };
  await engine.dispose();
  const { choices, best, test: held } = outcome.record;
  return { ...outcome, record: { choices, ...(best && { best }), ...(held && { test: held }) } };
};

test('a table in files trains, predicts and is evaluated bit for bit as in memory', async () => {
  const file = temporaryFile(content());
  const inMemory = await trainOn(file, 'inMemory');
  expect(inMemory.events).toHaveLength(2);
  dropTable();
  Object.assign(storageLimits, { table: 0, encoded: 0 });
  const plan = await planRun({ file, config });
  expect((await prepareData(plan.config)).source.kind).toBe('storedWindows');
  expect(await trainOn(file, 'stored')).toEqual(inMemory);
}, 120_000);
