import { appendFile, copyFile, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Config } from '../../../../../engine/config.ts';
import type { SearchEvent, SearchRecord, Trial, TuneParams } from '../../../../../engine/protocol.ts';
import { Engine } from '../../../../../engine/server/engine.ts';
import { readConfig } from '../../../../../engine/tasks/config/readConfig.ts';
import { Cancelled } from '../../../../../engine/unlessCancelled.ts';

const sample = (name: string): string => fileURLToPath(new URL(`../../../../../samples/${name}`, import.meta.url));

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnn-search-'));
  file = join(folder, 'months.csv');
  await copyFile(sample('airline-passengers.csv'), file);
});
afterEach(() => rm(folder, { recursive: true }));

const searches = (): string => join(folder, 'searches');
const training = { epochs: 3, threads: 1, learningRate: 0.01 };
/** Leaves cell and layers open: there are ten candidates. */
const few: Config = {
  data: { window: 12, horizon: 6 },
  model: { hiddenSize: 4, outputDropout: 0, dropout: 0, decoding: 'direct', normalisation: 'none' },
  training,
};
/** Leaves all open but how long it takes. */
const many: Config = { data: { horizon: 6 }, model: { hiddenSize: 4 }, training: { epochs: 3, threads: 1 } };

/** An engine whose search is cancelled after so many trials. */
class Searching {
  readonly events: SearchEvent[] = [];
  readonly source = new CancellationTokenSource();
  readonly engine: Engine;

  constructor(most = Infinity) {
    this.engine = new Engine({
      runEvents: () => Promise.resolve(),
      runStatus: () => undefined,
      generated: () => undefined,
      learningRatePoints: () => undefined,
      searchEvents: ({ event }) => {
        this.events.push(event);
        if (this.trials.length === most) this.source.cancel();
      },
    });
  }

  get trials(): Trial[] {
    return this.events.flatMap((event) => {
      if (event.event !== 'trial') return [];
      const { event: _, ...trial } = event;
      return [trial];
    });
  }

  tune(params: Partial<TuneParams> = {}) {
    const wanted = { file, config: few, searches: searches(), budget: 600, token: 'a', ...params };
    return this.engine.tune(wanted, this.source.token);
  }

  resume(search: string, budget?: number) {
    return this.engine.resumeTune({ search, token: 'a', ...(budget !== undefined && { budget }) }, this.source.token);
  }
}

const onlySearch = async (): Promise<string> => join(searches(), (await readdir(searches()))[0] ?? '');
const trialsIn = async (search: string): Promise<Trial[]> => {
  const lines = (await readFile(join(search, 'trials.jsonl'), 'utf8')).split('\n');
  expect(lines.pop()).toBe('');
  return lines.map((line) => JSON.parse(line) as Trial);
};
const recordIn = async (search: string): Promise<SearchRecord> =>
  JSON.parse(await readFile(join(search, 'search.json'), 'utf8')) as SearchRecord;
const which = (trials: readonly Trial[]): unknown[] =>
  trials.map(({ candidate, rung, changes }) => [candidate, rung, changes]);

describe('a search', () => {
  test('tries all there is, the config as it is first and last, and ranks what was trained longest first', async () => {
    const searching = new Searching();
    const result = await searching.tune();
    const { trials, ranking, measure, rungs } = result;
    expect(measure).toEqual({ metric: 'mae', lowerIsBetter: true, on: '5 folds of 6 rows before the test part' });
    expect(trials[0]).toMatchObject({ candidate: 0, rung: 0, changes: {} });
    expect(new Set(trials.filter(({ rung }) => rung === 0).map(({ candidate }) => candidate)).size).toBe(10);
    const longest = trials.filter(({ rung }) => rung === rungs.length - 1);
    expect(longest.map(({ candidate }) => candidate)).toContain(0);
    expect(ranking).toHaveLength(10);
    const values = longest.map(({ value }) => value ?? NaN);
    expect(ranking[0]?.value).toBe(Math.min(...values));
    expect(ranking[0]?.config).toMatchObject({ data: { horizon: 6 }, training });
    expect(searching.trials).toEqual(trials);
    expect(await readdir(folder)).not.toContain('runs');
  });

  test('keeps each trial as a line, and the best as a config to train with', async () => {
    const { search, trials, ranking } = await new Searching().tune();
    expect(search).toBe(await onlySearch());
    expect(basename(search)).toMatch(/^months-search-\d{8}-\d{6}-[0-9a-f]{4}$/);
    expect(await trialsIn(search)).toEqual(trials);
    const config = await readConfig(join(search, 'best.rnn.json'));
    expect(config).toEqual({ ...ranking[0]?.config, task: 'forecast', data: { ...few.data, file } });
    expect((await recordIn(search)).underWay).toBeUndefined();
  });

  test('tries the same with the same seed, and something else with another', async () => {
    const tried = async (seed: number): Promise<unknown[]> => {
      const searching = new Searching(4);
      await expect(searching.tune({ config: many, seed })).rejects.toThrow(Cancelled);
      return which(searching.trials.filter(({ rung }) => rung === 0));
    };
    const [once, again, other] = [await tried(1), await tried(1), await tried(2)];
    expect(again).toEqual(once);
    expect(other).not.toEqual(once);
  });

  test('of a text goes by the validation part', async () => {
    const config: Config = { data: { seqLength: 16 }, model: { hiddenSize: 8, cell: 'gru' }, training };
    const searching = new Searching(2);
    await expect(searching.tune({ file: sample('first-names.txt'), config })).rejects.toThrow(Cancelled);
    const [begun] = searching.events;
    expect(begun).toMatchObject({
      event: 'search',
      task: 'languageModel',
      measure: { metric: 'crossEntropy', lowerIsBetter: true, on: 'the validation part' },
      varied: ['model.numLayers', 'model.outputDropout', 'model.dropout'],
    });
    for (const { value } of searching.trials) expect(value).toBeGreaterThan(0);
  });

  test('leaves a run the table of what was tried', async () => {
    const searching = new Searching();
    const { search, ranking } = await searching.tune();
    const { config, candidate, value } = ranking[0] ?? { config: {}, candidate: 0 };
    const runs = join(folder, 'runs');
    const { folder: run, id } = await searching.engine.train({ file, config, runs, found: { search, candidate } });
    await searching.engine.stop({ id }).catch(() => undefined);
    const record = JSON.parse(await readFile(join(run, 'run.json'), 'utf8')) as Record<string, unknown>;
    expect(record['found']).toMatchObject({ search: basename(search), candidate });
    expect((record['found'] as { trials: Trial[] }).trials.map(({ candidate: each }) => each)).toEqual(
      ranking.map(({ candidate: each }) => each),
    );
    expect(record['choices']).toContainEqual(
      expect.stringContaining(`mae ${Number((value ?? NaN).toPrecision(4))} on 5 folds of 6 rows before the test part`),
    );
  });
});

describe('a search that was stopped', () => {
  const stopAfter = async (count: number): Promise<string> => {
    await expect(new Searching(count).tune()).rejects.toThrow(Cancelled);
    return onlySearch();
  };

  test('keeps what it found, and goes on to what it would have come to', async () => {
    const search = await stopAfter(5);
    expect(await trialsIn(search)).toHaveLength(5);
    const going = new Searching();
    const { trials } = await going.resume(search);
    expect(going.events[0]).toMatchObject({ event: 'search', trials: trials.slice(0, 5) });
    expect(going.trials).toEqual(trials.slice(5));
    await rm(searches(), { recursive: true });
    expect(which(trials)).toEqual(which((await new Searching().tune()).trials));
  });

  test('loses a line that a kill has cut short, and no other', async () => {
    const search = await stopAfter(4);
    await appendFile(join(search, 'trials.jsonl'), '{"candidate":9,"rung":0,"chan');
    const { trials } = await new Searching().resume(search);
    expect(await trialsIn(search)).toEqual(trials);
    expect(new Set(trials.map(({ candidate, rung }) => `${candidate} ${rung}`)).size).toBe(trials.length);
  });

  test('gives up on what its engine has ended over twice', async () => {
    const search = await stopAfter(3);
    const record = await recordIn(search);
    const { trials: all } = await new Searching().resume(search);
    const { candidate = 0, rung = 0 } = all[3] ?? {};
    const left = (await trialsIn(search)).slice(0, 3).map((trial) => `${JSON.stringify(trial)}\n`);
    await writeFile(join(search, 'trials.jsonl'), left.join(''));
    await writeFile(
      join(search, 'search.json'),
      JSON.stringify({ ...record, underWay: { candidate, rung, begun: 2 } }),
    );
    const { trials } = await new Searching().resume(search);
    expect(trials[3]).toMatchObject({ candidate, rung, value: null, failure: /ended each time/ });
    expect(trials.length).toBeGreaterThan(4);
  });

  test('goes on only with the file that it began with', async () => {
    const search = await stopAfter(2);
    await appendFile(file, '1961-01,450\n');
    await expect(new Searching().resume(search)).rejects.toThrow(
      `${file}: has changed since the search began: put it back as it was, or search anew on it`,
    );
  });

  test('goes on for as much longer as is said, where its time is up', async () => {
    const search = await stopAfter(2);
    const record = await recordIn(search);
    await writeFile(join(search, 'search.json'), JSON.stringify({ ...record, budget: 7, seconds: 7 }));
    await expect(new Searching().resume(search)).rejects.toThrow(
      'has spent the 7 s that it was given: say how much longer it may take',
    );
    const { budget } = await new Searching().resume(search, 500);
    expect(budget).toBe(507);
  });
});

describe('a search that cannot begin', () => {
  test('for want of time says how much it takes, and leaves nothing behind', async () => {
    const config = { ...few, model: { ...few.model, hiddenSize: 256 }, training: { ...training, epochs: 1000 } };
    await expect(new Searching().tune({ config, budget: 0.3 })).rejects.toThrow(
      /months\.csv: 0\.3 s are too short for one trial of the search(, which takes about [\d.]+ s here: give it at least [\d.]+ s|: give it more time)$/,
    );
    expect(await readdir(folder)).toEqual(['months.csv']);
  });

  test('for want of anything to vary names what there is', async () => {
    const config: Config = { ...few, model: { ...few.model, cell: 'gru', numLayers: 1 } };
    await expect(new Searching().tune({ config })).rejects.toThrow(
      `${file}: the config says all that a search would vary: leave model.cell, model.hiddenSize, `,
    );
  });

  test('for want of a validation part says so', async () => {
    const config: Config = { task: 'languageModel', data: { split: { valid: 0, test: 0.1 } }, training };
    await expect(new Searching().tune({ file: sample('first-names.txt'), config })).rejects.toThrow(
      'has no validation part by which settings could be compared; set data.split.valid above 0',
    );
  });

  test('with a config that cannot be trained says what is wrong with it', async () => {
    await expect(new Searching().tune({ config: { data: { window: 1000, horizon: 6 } } })).rejects.toThrow(
      /data\.window: window 1000/,
    );
  });
});
