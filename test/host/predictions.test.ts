import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { mostRowLenses } from '../../src/predictions/csvCodeLens.ts';
import { eventually, lensesOf, press, runsOf, waveCsv, writeData } from './workspace.ts';

const finished = (uri: vscode.Uri) =>
  eventually('a finished run', async () => (await runsOf(uri)).find(({ status }) => status === 'finished'));

const trainWith = async (name: string, config: object): Promise<void> => {
  const uri = await writeData(`${name}.rnn.json`, JSON.stringify(config));
  await vscode.commands.executeCommand('rnnStudio.trainWithConfig', uri);
};

suite('predictions in the editor', () => {
  test('rows beyond the CodeLenses carry their prediction as a hint at the empty cell', async () => {
    const blanks = Array.from({ length: mostRowLenses + 10 }, (_, index) => 100 + 3 * index);
    const uri = await writeData('hints.csv', waveCsv(800, blanks));
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const data = { file: 'hints.csv', targets: ['level'], window: 8, horizon: 2 };
    await trainWith('hints', { task: 'forecast', data, training: { epochs: 2 } });
    await finished(uri);
    await eventually('row lenses', async () => {
      const rows = (await lensesOf(uri)).filter(({ title }) => title.endsWith('· Insert'));
      return rows.length === mostRowLenses;
    });
    const whole = new vscode.Range(0, 0, document.lineCount - 1, 0);
    const ask = 'vscode.executeInlayHintProvider';
    const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(ask, uri, whole);
    assert.deepEqual(
      hints.map(({ position }) => position.line),
      blanks.slice(mostRowLenses).map((row) => row + 1),
    );
    for (const { label, position, tooltip } of hints) {
      assert.ok(typeof tooltip === 'string');
      assert.match(tooltip, /^The (forecast|network) .*\nThe bounds are made to hold 80 %/);
      const text = typeof label === 'string' ? label : label.map(({ value }) => value).join('');
      assert.match(text, /≈ -?\d+\.\d/);
      assert.equal(position.character, document.lineAt(position.line).text.length);
    }
  });

  test('a row without its label gets the most likely one above it', async () => {
    const lines = Array.from({ length: 240 }, (_, row) => {
      const isUp = row % 2 === 0;
      const values = Array.from({ length: 6 }, (_unused, step) => (isUp ? step : 5 - step) + ((row * 31) % 7) / 20);
      return [...values.map((value) => value.toFixed(2)), row === 100 ? '' : isUp ? 'up' : 'down'].join(',');
    });
    const uri = await writeData('classes.csv', ['a,b,c,d,e,f,label', ...lines, ''].join('\n'));
    await vscode.window.showTextDocument(uri);
    const data = { file: 'classes.csv', label: 'label' };
    await trainWith('classes', { task: 'classification', data, training: { epochs: 15 } });
    await finished(uri);
    const lens = await eventually('a lens', async () => (await lensesOf(uri)).find(({ line }) => line === 102));
    assert.match(lens.title, /^label ≈ up \(\d+ %\) · Insert$/);
  });

  test('a row without its number gets it above the line, with bounds, from the text of the row', async () => {
    const words = ['poor', 'plain', 'good', 'great'];
    const score = (row: number): number => (row % 4) + 2 * ((row >> 2) % 4);
    const lines = Array.from({ length: 240 }, (_, row) => {
      const text = `the room was ${words[row % 4]} and the food ${words[(row >> 2) % 4]} on day ${row}`;
      return `${text},${row % 60 === 7 ? '' : (score(row) + (row % 10) / 100).toFixed(2)}`;
    });
    const uri = await writeData('remarks.csv', ['remark,score', ...lines, ''].join('\n'));
    await vscode.window.showTextDocument(uri);
    const config = { model: { hiddenSize: 16 }, training: { epochs: 14, learningRate: 0.01 } };
    await trainWith('remarks', { task: 'regression', data: { file: 'remarks.csv' }, ...config });
    await finished(uri);
    const rows = await eventually('lenses', async () => {
      const all = (await lensesOf(uri)).filter(({ title }) => title.endsWith('· Insert'));
      return all.length > 0 && all;
    });
    assert.deepEqual(
      rows.map(({ line }) => line),
      [9, 69, 129, 189],
    );
    for (const { line, title } of rows) {
      const [, value = NaN] = /^score ≈ (-?\d+\.\d\d) \(-?\d+\.\d\d … -?\d+\.\d\d\) · Insert$/.exec(title) ?? [];
      assert.ok(Math.abs(Number(value) - score(line - 2)) < 1.5, `line ${line}: ${title}`);
    }
  });

  test('Insert writes a label as the file has to have it, into its cell behind cells of several lines', async () => {
    const label = (row: number): string => (row % 2 === 0 ? '"up, ""far"""' : 'down');
    const values = (row: number): string =>
      Array.from({ length: 6 }, (_, step) => (row % 2 === 0 ? step : 5 - step) + ((row * 31) % 7) / 20).join(',');
    const lines = Array.from(
      { length: 240 },
      (_, row) => `"😀 note\r\nof ${row}",${values(row)},${row === 100 ? '' : label(row)},ä`,
    );
    const text = ['# x,y', 'note,a,b,c,d,e,f,label,g', ...lines, ''].join('\r\n');
    const uri = await writeData('notes.csv', `\ufeff${text}`);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const data = { file: 'notes.csv', label: 'label', inputs: ['a', 'b', 'c', 'd', 'e', 'f'] };
    await trainWith('notes', { task: 'classification', data, training: { epochs: 15 } });
    await finished(uri);
    const lens = await eventually('a lens', async () =>
      (await lensesOf(uri)).find(({ title }) => title.endsWith('· Insert')),
    );
    assert.match(lens.title, /^label ≈ up, "far" \(\d+ %\) · Insert$/);
    assert.equal(document.getText(), text);
    const empty = `of 100",${values(100)},`;
    await press(lens.command);
    assert.equal(document.getText(), text.replace(`${empty},`, `${empty}${label(100)},`));
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), text);
  });

  test('the next rows are put above the newest where that stands first, and above a total', async () => {
    const [header = '', ...lines] = waveCsv(400).trimEnd().split('\n');
    const newestFirst = [header, ...lines.toReversed(), ''].join('\n');
    const withTotal = [header, ...lines, 'Total,,4000.0', ''].join('\n');
    for (const [name, text, dateAt] of [
      ['newestFirst', newestFirst, (row: number) => 2 - row],
      ['withTotal', withTotal, (row: number) => 401 + row],
    ] as const) {
      const uri = await writeData(`${name}.csv`, text);
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document);
      const data = { file: `${name}.csv`, targets: ['level'], window: 8, horizon: 2 };
      await trainWith(name, { task: 'forecast', data, training: { epochs: 1 } });
      await finished(uri);
      const lens = await eventually('the next rows', async () =>
        (await lensesOf(uri)).find(({ title }) => title === 'Append 2 rows'),
      );
      assert.equal(lens.line, name === 'newestFirst' ? 2 : 402);
      await press(lens.command);
      const dates = [0, 1].map((row) => document.lineAt(dateAt(row)).text.slice(0, 10));
      assert.deepEqual(dates, ['2021-02-04', '2021-02-05']);
      assert.equal(document.lineCount, text.split('\n').length + 2);
      assert.equal(document.lineAt(403).text, name === 'newestFirst' ? '' : 'Total,,4000.0');
    }
  });

  test('settings turn each kind off and on again while the file is open', async () => {
    const blanks = Array.from({ length: mostRowLenses + 5 }, (_, index) => 100 + 3 * index);
    const uri = await writeData('settings.csv', waveCsv(800, blanks));
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const data = { file: 'settings.csv', targets: ['level'], window: 8, horizon: 2 };
    await trainWith('settings', { task: 'forecast', data, training: { epochs: 2 } });
    await finished(uri);
    const settings = vscode.workspace.getConfiguration('rnnStudio');
    const titles = async (): Promise<readonly string[]> => (await lensesOf(uri)).map(({ title }) => title);
    const whole = new vscode.Range(0, 0, document.lineCount - 1, 0);
    const hints = async (): Promise<number> =>
      (await vscode.commands.executeCommand<vscode.InlayHint[]>('vscode.executeInlayHintProvider', uri, whole)).length;
    await eventually('row lenses', async () => (await titles()).some((title) => title.endsWith('· Insert')));
    assert.equal(await hints(), 5);
    try {
      await settings.update('codeLens.train', false);
      assert.ok(!(await titles()).includes('Train RNN on file'));
      await settings.update('codeLens.predictions', false);
      assert.deepEqual(await titles(), []);
      assert.equal(await hints(), blanks.length);
      await settings.update('inlayHints', false);
      assert.equal(await hints(), 0);
      await settings.update('codeLens.predictions', undefined);
      assert.ok((await titles()).some((title) => title.startsWith('Next:')));
    } finally {
      for (const name of ['codeLens.train', 'codeLens.predictions', 'inlayHints'])
        await settings.update(name, undefined);
    }
    assert.ok((await titles()).includes('Train RNN on file'));
  });

  test('the setting for threads holds for a run whose config says nothing of them', async () => {
    const uri = await writeData('threads.csv', waveCsv(800));
    const settings = vscode.workspace.getConfiguration('rnnStudio');
    await settings.update('threads', 1);
    try {
      const training = { epochs: 1, batchSize: 64 };
      const data = { file: 'threads.csv', targets: ['level'] };
      await trainWith('threads', { task: 'forecast', data, training });
      assert.equal((await finished(uri)).config.training.threads, 1);
      await trainWith('threads', { task: 'forecast', data, training: { ...training, threads: 2 } });
      await eventually("the config's own", async () =>
        (await runsOf(uri)).find(({ status, config }) => status === 'finished' && config.training.threads === 2),
      );
    } finally {
      await settings.update('threads', undefined);
    }
  });
});
