import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { eventually, lensesOf, press, runsOf, writeData } from './workspace.ts';

/** Small files that are easily read otherwise than they are meant; no part of the project. */
const cases = join(vscode.extensions.getExtension('rnn-studio.rnn-studio')?.extensionPath ?? '.', '../shared/cases');

const plain = String.raw`\d{2,3}\.\d\d`;
const threeDigits = String.raw`\d\d\.\d{3}`;
/** Of each series, what the first rows that are appended are like. */
const appended: Readonly<Record<string, readonly string[]>> = {
  'numbers/accounting-negative.csv': [String.raw`2021-09-17,(?:\d+\.\d|\(\d+\.\d\))`],
  'numbers/exponent.csv': [String.raw`240,\d\.\d{3}e-05`, String.raw`241,\d\.\d{3}e-05`],
  'numbers/huge.csv': [String.raw`\d\d\.\de300`],
  'numbers/missing-words.csv': [String.raw`2021-12-26,(?:\d{3})?,\d\d`],
  'numbers/percent-and-currency.csv': [String.raw`2024-03-25,(?:\d{3}\.\d%)?,"?\$\d{3}\.\d\d"?`],
  'numbers/thousands-comma.tsv': ['2021-08-08\t(?:\\d{3}|"?1,\\d{3}"?)'],
  'numbers/thousands-dot.csv': [String.raw`2021-08-08;(?:\d{3}|1\.\d{3})`],
  'numbers/unicode-minus.csv': [String.raw`2021-09-17,\u2212?\d+\.\d`],
  'season/no-time-period-168.csv': [threeDigits],
  'season/no-time-period-24.csv': [threeDigits],
  'season/no-time-period-30.csv': [threeDigits],
  'season/no-time-period-52.csv': [threeDigits],
  'season/ten-seconds-period-30.csv': [`2024-01-01 01:06:40,${threeDigits}`],
  'tables/excel-sep-line.csv': [String.raw`2021-09-17;\d\d,\d\d`],
  'tables/hash-header.csv': [`2021-07-29,${plain}`],
  'tables/hash-rows.csv': [`,${plain}`],
  'tables/stacked-stores.csv': [String.raw`north,2021-08-28,\d{2,3}\.\d`],
  'tables/year-columns.csv': [String.raw`1,,\d\d\.\d`],
  'time/am-pm.csv': [`01/11/2022 08:00 AM,${plain}`, `01/11/2022 09:00 AM,${plain}`],
  'time/clock-change-offsets.csv': [String.raw`2023-11-24T01:00\+01:00,${plain}`],
  'time/clock-change.csv': [`2023-11-24 01:00,${plain}`],
  'time/epoch-1990.csv': [`632016000,${plain}`],
  'time/epoch-microseconds.csv': [`1700014400000000,${plain}`],
  'time/european.csv': [`22/07/2022,${plain}`],
  'time/excel-serial.csv': [`44400,${plain}`],
  'time/iso-week.csv': [`2026-W53,${plain}`, `2027-W01,${plain}`],
  'time/microseconds.csv': [String.raw`2024-05-01T00:00:00\.080000,${threeDigits}`],
  'time/milliseconds.csv': [String.raw`2024-05-01T00:00:04\.000,${threeDigits}`],
  'time/monday-to-saturday.csv': [`2022-11-02,${plain}`],
  'time/month-names.csv': [`22 Jul 2022,${plain}`],
  'time/monthly-28th.csv': [`2020-01-28,${plain}`, `2020-02-28,${plain}`],
  'time/monthly-30th.csv': [`2020-01-30,${plain}`, `2020-02-29,${plain}`, `2020-03-30,${plain}`],
  'time/monthly-last-business-day.csv': [`2020-01-31,${plain}`, `2020-02-28,${plain}`, `2020-03-31,${plain}`],
  'time/offset-short.csv': [String.raw`2022-01-11 08:00:00\+00,${plain}`],
  'time/quarters.csv': [`2020Q1,${plain}`, `2020Q2,${plain}`],
  'time/seven-hourly-bars.csv': [`2022-03-14 09:00,${plain}`],
  'time/sunday-to-thursday.csv': [`2023-01-02,${plain}`],
  'time/us-newest-first.csv': [`07/22/2022,${plain}`],
  'time/utc-word.csv': [`2022-01-11 08:00:00 UTC,${plain}`],
  'time/years.csv': [`2000,${plain}`, `2001,${plain}`],
};
/** Of each file of labels, what the lens of a row without one is like. */
const labelled: Readonly<Record<string, string>> = {
  'labels/decimal-like.csv': String.raw`code ≈ 1\.(?:1|10|2)`,
  'labels/exponent-like.csv': 'code ≈ (?:1E1|10|2E1)',
  'labels/leading-zeros.csv': 'code ≈ (?:01|1|10)',
  'labels/trailing-space.csv': 'animal ≈ (?:cat|dog)',
  'tables/pandas-header.csv': 'label ≈ [ab]',
};

/** Trains a tiny network on a copy of a case, which is `edit`ed, and opens it. */
const open = async (file: string, edit = (text: string): string => text): Promise<vscode.TextDocument> => {
  const name = file.replace('/', '-');
  const uri = await writeData(name, edit(await readFile(join(cases, file), 'utf8')));
  const config = { data: { file: name }, model: { hiddenSize: 2, numLayers: 1 }, training: { epochs: 1, threads: 1 } };
  await vscode.commands.executeCommand(
    'rnnStudio.trainWithConfig',
    await writeData(`${name}.rnn.json`, JSON.stringify(config)),
  );
  await eventually('a finished run', async () => (await runsOf(uri)).some(({ status }) => status === 'finished'));
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document);
  return document;
};

const storeOf = (row = ''): string => row.split(',')[0] ?? '';

suite('files like those that neighbouring tools stumble over', () => {
  if (!existsSync(cases)) {
    test(`there is no ${cases}`);
    return;
  }
  teardown(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  for (const [file, rows] of Object.entries(appended)) {
    test(`${file} is gone on with as it is written`, async () => {
      const document = await open(file);
      const before = document.getText();
      const lens = await eventually('the next rows', async () =>
        (await lensesOf(document.uri)).find(({ title }) => /^Append \d+ rows?$/.test(title)),
      );
      const isNewestFirst = file === 'time/us-newest-first.csv';
      const count = Number(/\d+/.exec(lens.title)?.[0]);
      await press(lens.command);
      const kept = before.split('\n');
      const lines = document.getText().split('\n');
      // What stood there still does, in its order; all else is new.
      const fresh = lines.filter((line) => line !== kept[0] || kept.shift() === undefined);
      assert.deepEqual([kept, fresh.length], [[], count]);
      // The rows of a store stand together, and those to come with them.
      const isInBlocks = file === 'tables/stacked-stores.csv';
      const from = isNewestFirst ? 1 : before.split('\n').length - 1;
      if (isInBlocks) for (const row of fresh) assert.equal(storeOf(lines[lines.indexOf(row) - 1]), storeOf(row));
      else assert.deepEqual(lines.slice(from, from + count), fresh);
      if (isNewestFirst) fresh.reverse();
      for (const [at, row] of rows.entries()) assert.match(fresh[at] ?? '', new RegExp(`^${row}$`));
      await vscode.commands.executeCommand('undo');
      assert.equal(document.getText(), before);
    });
  }

  for (const [file, label] of Object.entries(labelled)) {
    test(`${file} has its own labels above a row without one`, async () => {
      const document = await open(
        file,
        (text) =>
          `${text}${text
            .trimEnd()
            .split('\n')
            .at(-1)
            ?.replace(/[^,]*$/, '')}\n`,
      );
      const lens = await eventually('the lens of the row', async () =>
        (await lensesOf(document.uri)).find(({ title }) => title.endsWith('· Insert')),
      );
      assert.equal(lens.line, document.lineCount - 1);
      assert.match(lens.title, new RegExp(`^${label} \\(\\d+ %\\) · Insert$`));
    });
  }

  test('all of them are here', async () => {
    const names = await readdir(cases, { recursive: true });
    const files = names.filter((name) => /\.(?:csv|tsv)$/.test(name)).map((name) => name.replaceAll('\\', '/'));
    assert.deepEqual([...Object.keys(appended), ...Object.keys(labelled)].sort(), files.sort());
  });
});
