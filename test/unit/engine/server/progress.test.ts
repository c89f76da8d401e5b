import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Config } from '../../../../engine/config.ts';
import type { ProgressParams } from '../../../../engine/protocol.ts';
import { Engine } from '../../../../engine/server/engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'rnn-progress-'));
let told: ProgressParams[] = [];
let hear: (stage: ProgressParams) => void = () => undefined;
let finish: () => void = () => undefined;
const engine = new Engine({
  runEvents: () => Promise.resolve(),
  runStatus: ({ status }) => {
    if (status === 'finished') finish();
  },
  generated: () => undefined,
  learningRatePoints: () => undefined,
  progress: (stage) => {
    told.push(stage);
    hear(stage);
  },
});
afterAll(async () => {
  await engine.dispose();
  rmSync(folder, { recursive: true });
});

const write = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};

/** Cancels what `ask` asks for as soon as it is told to do something of this kind; the milliseconds that it then takes. */
const cancelAt = async (
  kind: RegExp,
  ask: (cancel: CancellationTokenSource['token']) => Promise<unknown>,
): Promise<number> => {
  const source = new CancellationTokenSource();
  let since = NaN;
  hear = ({ doing }) => {
    if (!kind.test(doing) || !Number.isNaN(since)) return;
    since = performance.now();
    source.cancel();
  };
  told = [];
  await expect(ask(source.token)).rejects.toMatchObject({ name: 'Cancelled' });
  const shares = told.map(({ share = 0 }) => share);
  expect(told.at(-1)?.doing).toMatch(kind);
  expect(new Set(told.map(({ token }) => token))).toEqual(new Set(['it']));
  expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...shares)).toBeLessThanOrEqual(1);
  return performance.now() - since;
};

/** A second of the person's, and as much again for a machine that is busy. */
const soon = 2000;

/** Words that are none, all different: byte pairs of them take a while to learn. */
const manyWords = (): string => {
  let state = 1;
  const random = (below: number): number => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
  const word = (): string => Array.from({ length: 4 + random(8) }, () => String.fromCharCode(97 + random(26))).join('');
  return Array.from({ length: 30_000 }, (_, at) => `${word()}${at % 9 === 8 ? '\n' : ' '}`).join('');
};

test('a training that is cancelled while byte pairs are learned ends soon and leaves no run', async () => {
  const file = write('words.txt', manyWords());
  const config: Config = { task: 'languageModel', data: { unit: 'bytePairs', pieces: 8000 } };
  const runs = join(folder, 'none');
  const took = await cancelAt(/^learning byte pairs$/, (cancel) =>
    engine.train({ file, config, runs, token: 'it' }, cancel),
  );
  expect(took).toBeLessThan(soon);
  expect(() => readdirSync(runs)).toThrow('ENOENT');
});

describe('translations of many rows', () => {
  let run = '';
  const letters = (row: number): string =>
    String.fromCharCode(97 + (row % 5), 97 + ((row * 7) % 5), 97 + ((row * 3) % 5));
  const pairs = (rows: number): string =>
    `from,to\n${Array.from({ length: rows }, (_, row) => `${letters(row)},${letters(row + 1)}\n`).join('')}`;
  beforeAll(async () => {
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const config: Config = {
      task: 'translation',
      data: { source: 'from', target: 'to', unit: 'characters', targetUnit: 'characters' },
      model: { hiddenSize: 8, embeddingSize: 4 },
      training: { epochs: 1, threads: 1 },
    };
    ({ folder: run } = await engine.train({ file: write('few.csv', pairs(40)), config, runs: join(folder, 'runs') }));
    await finished;
  });

  test.each([
    ['predicted', 20_000, /^translating$/, (file: string) => ({ file, out: join(folder, 'out.csv') })],
    // So many that a quick machine has not scored them before it first says how far it is.
    ['scored', 150_000, /^evaluating$/, undefined],
  ] as const)('that are %s can be cancelled, and end soon', async (_, rows, kind, predict) => {
    const file = write('many.csv', pairs(rows));
    const took = await cancelAt(kind, (cancel) =>
      predict
        ? engine.predict({ model: run, token: 'it', ...predict(file) }, cancel)
        : engine.evaluate({ model: run, token: 'it', file }, cancel),
    );
    expect(took).toBeLessThan(soon);
    expect(readdirSync(folder)).not.toContain('out.csv');
  });

  test('go on to be made of other files afterwards, and tell nothing where no token names whom', async () => {
    told = [];
    const { rows } = await engine.predict({ model: run, file: write('gaps.csv', 'from,to\nabc,\n') });
    expect(rows).toHaveLength(1);
    expect(told).toEqual([]);
  });
});
