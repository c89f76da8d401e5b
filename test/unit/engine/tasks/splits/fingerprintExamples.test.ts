import { CancellationTokenSource } from 'vscode-jsonrpc';
import { expect, test } from 'vitest';
import type { RunConfig } from '../../../../../engine/config.ts';
import { onErrand } from '../../../../../engine/errands/errand.ts';
import type { Stage } from '../../../../../engine/protocol.ts';
import { Cancelled } from '../../../../../engine/unlessCancelled.ts';
import { temporaryFile } from '../../files/temporaryFile.ts';
import { completeFile } from '../completeFile.ts';
import { prepareData } from '../prepareData.ts';

const rows = 12_000;
const charactersOf = (text: number): string => `${'some words that are alike '.repeat(10)}and ${text % 11_000}`;
const lines = Array.from({ length: rows }, (_, row) =>
  JSON.stringify({
    kind: row % 2 === 0 ? 'ham' : 'spam',
    day: (row * 7) % rows,
    who: row % 900,
    body: charactersOf(row),
  }),
);
const file = temporaryFile(`${lines.join('\n')}\n`, '.jsonl');
const split = { together: true, group: 'who', time: 'day', valid: 0.1, test: 0.1 };

const configOf = async (): Promise<RunConfig> =>
  (
    await completeFile(file, {
      task: 'textClassification',
      data: { file, text: 'body', label: 'kind', split },
    })
  ).config;

const splitting = ['looking for duplicates', 'sharing out rows', 'sorting by time', 'counting duplicates'];

test('looking for duplicates tells how far it is, again and again until it is done, and so does all that comes of it', async () => {
  const told: Stage[] = [];
  const cancel = new CancellationTokenSource().token;
  const config = await configOf();
  const { dropped, splits } = await onErrand({ cancel, tell: (stage) => told.push(stage) }, () => prepareData(config));
  expect(told.map(({ doing }) => doing)).toEqual(expect.arrayContaining([...splitting]));
  const shares = told.filter(({ doing }) => doing === 'looking for duplicates').map(({ share }) => share ?? NaN);
  expect(shares.length).toBeGreaterThanOrEqual(Math.floor((rows * charactersOf(0).length) / 2 ** 19));
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect([shares[0], shares.at(-1)! > 0.5, shares.at(-1)! < 1]).toEqual([0, true, true]);
  expect(dropped.join(' ')).not.toContain('to the last value');
  expect(splits.train.length + splits.valid.length + splits.test.length).toBe(rows);
});

test.each(splitting)('who is cancelled while it is %s hears nothing more of it', async (doing) => {
  const source = new CancellationTokenSource();
  const after: Stage[] = [];
  const tell = (stage: Stage): void => {
    if (source.token.isCancellationRequested) after.push(stage);
    if (stage.doing === doing) source.cancel();
  };
  const config = await configOf();
  await expect(onErrand({ cancel: source.token, tell }, () => prepareData(config))).rejects.toThrow(Cancelled);
  expect(after).toEqual([]);
});
