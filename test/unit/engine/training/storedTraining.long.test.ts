import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRandom } from '../../../../engine/compute/random.ts';
import type { Source } from '../../../../engine/compute/source.ts';
import type { Config } from '../../../../engine/config.ts';
import { OpenedFiles } from '../../../../engine/tasks/openedFiles.ts';
import { type StorageLimits, storageLimits } from '../../../../engine/files/tableStorage.ts';
import { Engine } from '../../../../engine/server/engine.ts';
import type {
  EvaluateResult,
  RunEvent,
  RunEventParams,
  RunRecord,
  RunStatusParams,
} from '../../../../engine/protocol.ts';
import { ScratchFile } from '../../../../engine/scratchFile.ts';
import { planRun } from '../../../../engine/training/planRun.ts';
import { temporaryFile, temporaryFolder } from '../files/temporaryFile.ts';

interface Case {
  readonly name: string;
  readonly content: () => string;
  readonly extension: string;
  readonly config: Config;
  /** What of the source lies in a file once nothing may stay in memory. */
  readonly stored: (source: Source) => unknown;
}

const training: Config['training'] = { epochs: 1, batchSize: 700, threads: 2, seed: 4 };

/** Two numbers, a word and the time, hour by hour, with some cells missing; more rows than two pages. */
const series: Case = {
  name: 'a table',
  content: () => {
    const random = createRandom(3);
    const lines = Array.from({ length: 150_000 }, (_, row) => {
      const time = new Date(Date.UTC(2000, 0, 1, row)).toISOString().slice(0, 16);
      const load = Math.sin((row * Math.PI) / 12) * 3 + random.normal();
      const wind = row % 997 === 5 ? '' : (random.next() * 20).toFixed(2);
      return `${time},${row % 5003 === 70 ? '' : load.toFixed(4)},${wind},${'abc'[row % 3]}`;
    });
    return `time,load,wind,kind\n${lines.join('\n')}\n`;
  },
  extension: '.csv',
  config: {
    data: { targets: ['load'], window: 6, horizon: 3, season: 24, anchor: 'seasonal' },
    model: { cell: 'gru', hiddenSize: 5, numLayers: 1 },
    training,
  },
  stored: (source) => source.kind === 'windows' && source.values,
};

/** Rows of six numbers and a class, some of them short, some without class; more than a page. */
const labelled: Case = {
  name: 'a labelled table',
  content: () => {
    const random = createRandom(5);
    const lines = Array.from({ length: 70_000 }, (_, row) => {
      const level = row % 3;
      const cells = Array.from({ length: 6 }, (_, place) =>
        row % 101 === 7 && place > 3 ? '' : (level * place + random.normal()).toFixed(3),
      );
      return `${cells.join(',')},${row % 1009 === 3 ? '' : 'xyz'[level]}`;
    });
    return `a,b,c,d,e,f,label\n${lines.join('\n')}\n`;
  },
  extension: '.csv',
  config: {
    task: 'classification',
    data: { stepSize: 2 },
    model: { cell: 'lstm', hiddenSize: 4, numLayers: 1 },
    training,
  },
  stored: (source) => source.kind === 'rows' && source.values,
};

/** Symbols of one, two and four bytes; more than a piece that is read at once. */
const text: Case = {
  name: 'a text',
  content: () => {
    const random = createRandom(7);
    const symbols = ['a', 'b', 'é', '😀', '\r\n'];
    return Array.from({ length: 300_000 }, () => symbols[random.integer(symbols.length)]).join('');
  },
  extension: '.txt',
  config: {
    data: { seqLength: 12, stepLength: 9 },
    model: { cell: 'gru', hiddenSize: 5, numLayers: 1 },
    training: { ...training, batchSize: 200 },
  },
  stored: (source) => source.kind === 'symbols' && source.ids,
};

interface Outcome {
  readonly events: readonly unknown[];
  readonly record: Pick<RunRecord, 'choices' | 'best' | 'test'>;
  readonly plot: string | undefined;
  readonly prediction: unknown;
  readonly evaluation: EvaluateResult;
  readonly written: string | undefined;
}

/** What of a run does not depend on the clock. */
const withoutTime = (event: RunEvent): unknown => {
  if (event.event === 'epoch') {
    const { trainLoss, validLoss, metrics, baselines } = event;
    return { trainLoss, validLoss, metrics, baselines };
  }
  return event.event === 'done' ? { best: event.best, test: event.test } : undefined;
};

const trainOn = async (file: string, config: Config, folder: string, limits: StorageLimits): Promise<Outcome> => {
  const events: RunEvent[] = [];
  const { promise: finished, resolve: finish } = Promise.withResolvers<undefined>();
  const listener = {
    runEvents: async (params: RunEventParams) => void events.push(...params.events),
    runStatus: ({ status }: RunStatusParams) => {
      if (status !== 'running') finish(undefined);
    },
    generated: () => undefined,
    learningRatePoints: () => undefined,
  };
  const engine = new Engine(listener, limits);
  const run = await engine.train({ file, config, runs: join(temporaryFolder, folder) });
  await finished;
  const out = join(temporaryFolder, `${folder}.csv`);
  const params = { model: run.folder, file };
  const isTable = file.endsWith('.csv');
  const plot = await readFile(join(run.folder, 'forecast.json'), 'utf8').catch(() => undefined);
  const outcome = {
    events: events.map(withoutTime).filter((event) => event !== undefined),
    record: JSON.parse(await readFile(join(run.folder, 'run.json'), 'utf8')) as RunRecord,
    plot,
    prediction: isTable ? await engine.predict({ ...params, out }) : undefined,
    evaluation: await engine.evaluate(params),
    written: isTable ? await readFile(out, 'utf8') : undefined,
  };
  await engine.dispose();
  const { choices, best, test: held } = outcome.record;
  return { ...outcome, record: { choices, ...(best && { best }), ...(held && { test: held }) } };
};

test.for([series, labelled, text])(
  '$name in a file trains, predicts and is evaluated bit for bit as in memory',
  async ({ name, content, extension, config, stored }) => {
    const file = temporaryFile(content(), extension);
    const inMemory = await trainOn(file, config, `${name} in memory`, storageLimits);
    expect(inMemory.events).toHaveLength(2);
    expect(inMemory.plot === undefined).toBe(name !== series.name);
    const limits = { table: 0, encoded: 0 };
    const { data } = await planRun({ file, config }, undefined, new OpenedFiles(limits));
    expect(stored(data.source)).toBeInstanceOf(ScratchFile);
    expect(await trainOn(file, config, `${name} stored`, limits)).toEqual(inMemory);
  },
);
