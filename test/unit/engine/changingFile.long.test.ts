import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Config } from '../../../engine/config.ts';
import { Engine } from '../../../engine/server/engine.ts';
import type { RunEvent } from '../../../engine/protocol.ts';
import { atReads } from './files/atReads.ts';
import { changes } from './files/changes.ts';

const wave = Array.from({ length: 120 }, (_, row) => `${row},${(10 + 5 * Math.sin(row / 3)).toFixed(2)}`);
const kinds = [
  { kind: 'a table', name: 'wave.csv', content: `day,x\n${wave.join('\n')}\n` },
  { kind: 'a text', name: 'shells.txt', content: 'she sells sea shells by the sea shore\n'.repeat(30) },
] as const;

const events: RunEvent[] = [];
let ended: () => void;
const engine = new Engine({
  runEvents: async (params) => {
    events.push(...params.events);
  },
  runStatus: ({ status }) => {
    if (status === 'finished' || status === 'failed') ended();
  },
  generated: () => undefined,
  learningRatePoints: () => undefined,
});
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnn-changing-'));
});
afterAll(async () => {
  await engine.dispose();
  await rm(folder, { recursive: true });
});

const config: Config = {
  model: { cell: 'rnn', hiddenSize: 2, numLayers: 1 },
  training: { epochs: 1, threads: 1 },
};

/** Resolves when the run that `begin` starts has come to its end. */
const toTheEnd = async (begin: () => Promise<{ readonly folder: string }>): Promise<string> => {
  const end = new Promise<void>((resolve) => (ended = resolve));
  const { folder: run } = await begin();
  await end;
  expect(events.at(-1)).toMatchObject({ event: 'done' });
  return run;
};

describe.each(kinds)('$kind that changes while it is read', ({ name, content }) => {
  let file: string;
  let runs: string;
  let run: string;
  beforeAll(async () => {
    file = join(folder, name);
    runs = join(folder, `runs of ${name}`);
    await writeFile(file, content);
    run = await toTheEnd(() => engine.train({ file, config, runs }));
  });

  const works: Readonly<Record<string, () => Promise<unknown>>> = {
    'to inspect it': () => engine.inspect({ file, config: {} }),
    'to propose a training': () => engine.propose({ file, config }),
    'to train on it': () => toTheEnd(() => engine.train({ file, config, runs })),
    'to go on with a training on it': () => toTheEnd(() => engine.resume({ run })),
    'to evaluate on it': () => engine.evaluate({ model: run, file }),
    'to find a learning rate for it': () =>
      engine.findLearningRate({ file, config, token: '' }, new CancellationTokenSource().token),
    ...(name === 'wave.csv' && {
      'to predict it': () => engine.predict({ model: run, file, out: join(folder, 'out.csv') }),
    }),
  };

  /** Does the work on a file of its own, since what was read of another may be kept, with `act` at each reading. */
  const attempt = async (
    work: () => Promise<unknown>,
    when: 'before' | 'after',
    act: (nth: number) => void,
  ): Promise<{ readonly error: unknown; readonly readings: number }> => {
    await rm(file, { force: true });
    await writeFile(file, content);
    const end = await atReads(file, when, act);
    const error: unknown = await work().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    return { error, readings: end() };
  };

  test.each(Object.entries(works))('%s is refused at whatever reading that is, and leaves nothing', async (_, work) => {
    const { error, readings } = await attempt(work, 'before', () => undefined);
    expect(error).toBeUndefined();
    expect(readings).toBeGreaterThanOrEqual(2);
    const left = async (): Promise<unknown> => [
      (await readdir(folder, { recursive: true })).filter((path) => path !== name && !/free-\d+\.json$/.test(path)),
      await readFile(join(run, 'run.json'), 'utf8'),
    ];
    const before = await left();
    for (let nth = 1; nth <= readings; nth++) {
      const { happen, message } = changes[nth % changes.length]!;
      for (const when of ['before', 'after'] as const) {
        const refused = await attempt(work, when, (count) => {
          if (count === nth) happen(file);
        });
        expect(String(refused.error), `${when} reading ${nth} of ${readings}`).toMatch(message);
        expect(await left()).toEqual(before);
      }
    }
  });
});
