import { execFileSync } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunEvent, SearchBegun, Trial, TuneResult } from '../../engine/protocol.ts';
import { Events, type Started, Workspace, parseLines, readRecord } from './rnnStudio.ts';

const workspace = new Workspace();

/** Leave cell and layers open. */
const few = [
  ...['data.window=12', 'data.horizon=6', 'model.hiddenSize=4', 'model.outputDropout=0', 'model.dropout=0'],
  ...['model.decoding=direct', 'model.normalisation=none'],
  ...['training.epochs=3', 'training.threads=1', 'training.learningRate=0.01'],
].flatMap((setting) => ['--set', setting]);
/** Does not end by itself. */
const long = ['model.hiddenSize=4', 'training.epochs=30', 'training.threads=1'].flatMap((each) => ['--set', each]);

interface TuneEvents {
  readonly begun: SearchBegun;
  readonly trials: readonly Trial[];
  readonly result?: TuneResult;
  readonly run: Events;
}

const eventsOf = (stdout: string): TuneEvents => {
  const lines = parseLines(stdout) as { readonly event: string }[];
  const of = (kind: string): unknown[] => lines.filter(({ event }) => event === kind);
  const others = lines.filter(({ event }) => !['search', 'trial', 'searched'].includes(event));
  const [result] = of('searched') as TuneResult[];
  return {
    begun: of('search')[0] as SearchBegun,
    trials: of('trial') as Trial[],
    ...(result && { result }),
    run: new Events(others as unknown as RunEvent[]),
  };
};

const startLong = (...more: readonly string[]): Started =>
  workspace.start(['tune', 'airline-passengers.csv', '--budget', '10m', ...long, ...more]);

describe('a search for settings', () => {
  test('shows each trial, a table of them, and trains the best as a run that keeps the table', async () => {
    const { code, stdout, stderr } = await workspace.run('tune', 'airline-passengers.csv', '--budget', '5m', ...few);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(
      /^search for airline-passengers\.csv \(forecast\): MAE on 5 folds of 6 rows before the test/,
    );
    expect(stdout).toMatch(/\ntrial 1 {2}1\/9 {2}MAE [\d.]+ {2}[\d.]+ s {2}as it is\n/);
    expect(stdout).toMatch(/\nsettings +trained for +MAE +seconds\n/);
    expect(stdout).toMatch(/\n\d+ trials in [\d.]+ m?s\. (The best, |After as long a training none did better)/);
    const runs = await workspace.runIds();
    expect(runs.length).toBeGreaterThan(0);
    const { found, config } = await readRecord(workspace.path('.rnn-studio', 'runs', runs[0] ?? ''));
    expect(found?.trials.length).toBe(10);
    expect(config.training.epochs).toBe(3);
    expect(await readdir(workspace.path('.rnn-studio', 'searches'))).toEqual([found?.search]);
  });

  test('tells programs each trial, the ranking, and what a training tells', async () => {
    const words = ['tune', 'airline-passengers.csv', '--budget', '5m', '--runs', '1', ...few, '--json'];
    const { stdout } = await workspace.run(...words);
    const { begun, trials, result, run } = eventsOf(stdout);
    expect(begun.varied).toEqual(['model.cell', 'model.numLayers']);
    expect(trials).toEqual(result?.trials.map((trial) => ({ event: 'trial', ...trial })));
    expect(run.one('config').config.model.cell).toBe(result?.ranking[0]?.changes['model.cell'] ?? 'lstm');
    expect(run.one('done').reason).not.toBe('stopped');
  });

  test('ends with the way out where its time is too short, no time at all, or not said', async () => {
    const refused = async (...words: readonly string[]): Promise<string> => {
      const { code, stderr } = await workspace.run('tune', ...words);
      expect(code).toBe(2);
      return stderr;
    };
    expect(await refused('airline-passengers.csv', '--budget', '0.01s')).toMatch(
      /airline-passengers\.csv: 0\.01 s are too short for one trial of the search/,
    );
    expect(await refused('airline-passengers.csv')).toContain('no budget; say how long the search may take');
    expect(await refused('airline-passengers.csv', '--budget', '10')).toContain("--budget: '10' is no time; write 90s");
    expect(await refused('--resume', 'nothing')).toContain("no search 'nothing' in ");
    expect(await workspace.runIds()).toEqual([]);
  });
});

describe('a search that is ended from outside', () => {
  test('by Ctrl-C keeps what it found, says how to go on, and goes on', async () => {
    const search = startLong();
    await search.sees(/\ntrial 4 /);
    search.signal('SIGINT');
    const { code, stdout, stderr } = await search.finished;
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/\nsettings +trained for/);
    const [, again = ''] = /go on with: rnn-studio tune --resume (\S+)\n$/.exec(stdout) ?? [];
    const trials = parseLines(await readFile(workspace.path(again, 'trials.jsonl'), 'utf8')) as Trial[];
    expect(stdout.match(/^trial /gm)).toHaveLength(trials.length);
    expect(await workspace.runIds()).toEqual([]);

    const going = workspace.start(['tune', '--resume', basename(again), '--json']);
    await going.sees(/"event":"trial"/);
    going.signal('SIGINT');
    const { begun, trials: more } = eventsOf((await going.finished).stdout);
    expect(begun.trials).toEqual(trials);
    const tried = [...trials, ...more].map(({ candidate, rung }) => `${candidate} ${rung}`);
    expect(new Set(tried).size).toBe(tried.length);
  });

  test('by the death of its engine goes on with another', async () => {
    const search = startLong('--json');
    await search.sees(/"event":"trial"/);
    const children = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).matchAll(/(\d+) +(\d+)/g);
    const [, engine] = [...children].find(([, , parent]) => Number(parent) === search.child.pid) ?? [];
    process.kill(Number(engine), 'SIGKILL');
    await search.sees(/"event":"search"[^]*"event":"search"[^]*"event":"trial"/);
    search.signal('SIGINT');
    const { code, stdout, stderr } = await search.finished;
    expect(code).toBe(0);
    expect(stderr).toContain('the engine ended unexpectedly (SIGKILL): the search goes on');
    const tried = eventsOf(stdout).trials.map(({ candidate, rung }) => `${candidate} ${rung}`);
    expect(new Set(tried).size).toBe(tried.length);
  });
});
