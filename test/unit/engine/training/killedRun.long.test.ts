import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Config } from '../../../../engine/config.ts';
import type { RunEvent } from '../../../../engine/protocol.ts';
import { readSafetensors } from '../../../../engine/runs/safetensors.ts';
import { bundleScript } from '../../../bundleScript.ts';

const table = fileURLToPath(new URL('../../../../samples/airline-passengers.csv', import.meta.url));
const config: Config = {
  model: { cell: 'lstm', hiddenSize: 24, numLayers: 1, dropout: 0.2 },
  training: { epochs: 600, patience: 0, averageDecay: 0.9, seed: 7, threads: 1 },
};

let folder: string;
let child: string;
/** A model to begin from. */
let init: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnn-killed-'));
  child = await bundleScript(fileURLToPath(new URL('trainInChild.ts', import.meta.url)));
  init = join(
    await trainWhole('first', { ...config, training: { ...config.training, epochs: 1 } }),
    'best.safetensors',
  );
});
afterAll(() => rm(folder, { recursive: true }));

const begin = (how: 'start' | 'resume', params: unknown): ChildProcess =>
  spawn(process.execPath, [child, how, JSON.stringify(params)], { stdio: ['ignore', 'pipe', 'pipe'] });

/** Resolves when the process has said `word`, or has ended, with all it said. */
const until = async (process: ChildProcess, word: string): Promise<string> => {
  let text = '';
  for (const stream of [process.stdout!, process.stderr!]) {
    stream.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  }
  const ended = once(process, 'close');
  while (!text.includes(word)) {
    const next = await Promise.race([ended.then(() => 'ended'), once(process.stdout!, 'data')]);
    if (next === 'ended') break;
  }
  return text;
};

const runsOf = (name: string): string => join(folder, name);

const trainWhole = async (name: string, itsConfig: Config, itsInit?: string): Promise<string> => {
  const params = { file: table, config: itsConfig, runs: runsOf(name), ...(itsInit && { init: itsInit }) };
  expect(await until(begin('start', params), 'ended')).toContain('ended');
  const [id = ''] = await readdir(runsOf(name));
  return join(runsOf(name), id);
};

const linesOf = async (run: string, name: string): Promise<RunEvent[]> => {
  const lines = (await readFile(join(run, name), 'utf8')).split('\n');
  expect(lines.pop(), name).toBe('');
  return lines.map((line) => JSON.parse(line) as RunEvent);
};

/** All of a run that does not depend on the clock. */
const resultOf = async (run: string): Promise<unknown> => {
  const metrics = await linesOf(run, 'metrics.jsonl');
  const epochs = metrics.flatMap((event) => {
    if (event.event !== 'epoch') return [];
    const { seconds, perSecond, eta, ...rest } = event;
    return [rest];
  });
  const steps = metrics.flatMap((event) => (event.event === 'step' ? [event.step] : []));
  expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
  const done = metrics.filter(({ event }) => event === 'done').map((event) => ({ ...event, run: '', seconds: 0 }));
  const tensors = await Promise.all(
    ['best.safetensors', 'last.safetensors'].map(async (file) => [...(await readSafetensors(join(run, file))).tensors]),
  );
  return { epochs, done, tensors, gradients: await linesOf(run, 'gradients.jsonl') };
};

describe.each([
  ['seeded weights', () => undefined],
  ['the weights of a model', () => init],
])('a run that begins with %s and is killed again and again', (name, initOf) => {
  test('comes to what one never killed comes to, bit for bit, with every report once, and leaves nothing else', async () => {
    const params = { file: table, config, runs: runsOf(name), ...(initOf() && { init: initOf() }) };
    const whole = await resultOf(await trainWhole(`${name}, whole`, config, initOf()));
    let run: string | undefined;
    let kills = 0;
    // The first kills come before, while and after the folder is made.
    for (const [index, milliseconds] of [20, 100, 180, 0, 30, 60, 120].entries()) {
      const training = run === undefined ? begin('start', params) : begin('resume', { run });
      await until(training, index < 3 ? 'begins' : 'trains');
      await setTimeout(milliseconds);
      training.kill('SIGKILL');
      if (training.exitCode === null && training.signalCode === null) await once(training, 'close');
      kills += training.signalCode === 'SIGKILL' ? 1 : 0;
      const ids = await readdir(runsOf(name)).catch(() => []);
      run = ids.map((id) => join(runsOf(name), id)).find((path) => existsSync(join(path, 'run.json')));
    }
    expect(kills).toBeGreaterThan(4);
    expect(await until(begin('resume', { run, epochs: 600 }), 'ended')).toContain('ended');
    expect(await resultOf(run!)).toEqual(whole);
    expect((await readdir(run!)).filter((file) => /\.tmp$|^lock/.test(file))).toEqual([]);
  });
});
