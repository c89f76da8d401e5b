import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Notifications } from './notifications.ts';
import { endless, quick, trainWith } from './waveRuns.ts';
import { eventually, lensesOf, press, runsOf, waveCsv, workspaceFolder, writeData } from './workspace.ts';

const finishedRun = (uri: vscode.Uri) =>
  eventually('a finished run', async () => (await runsOf(uri)).find(({ status }) => status === 'finished'));

suite('training', () => {
  let notifications: Notifications;
  setup(() => (notifications = new Notifications()));
  teardown(() => notifications.restore());

  test('Train RNN on file trains a sample to its end with nothing else asked', async () => {
    const uri = vscode.Uri.joinPath(vscode.Uri.file(workspaceFolder()), 'airline-passengers.csv');
    await vscode.commands.executeCommand('rnnStudio.trainOnFile', uri);
    const record = await finishedRun(uri);
    assert.equal(record.config.task, 'forecast');
    assert.ok(record.test, 'no result on the test split');
    assert.ok(record.epoch > 0);
    assert.deepEqual(
      notifications.messages.filter((message) => !message.includes('has finished')),
      [],
    );
  });

  test('a CSV with a model offers it above the header, predictions above rows that miss theirs, and the next rows', async () => {
    const blanks = [150, 160];
    const uri = await writeData('wave.csv', waveCsv(200, [3, ...blanks]));
    await vscode.window.showTextDocument(uri);
    assert.deepEqual(
      (await lensesOf(uri)).map(({ title }) => title),
      ['Train RNN on file'],
    );
    await trainWith('wave.rnn.json', 'wave.csv', quick);
    await finishedRun(uri);
    const lenses = await eventually('predictions', async () => {
      const all = await lensesOf(uri);
      return all.some(({ title }) => title.startsWith('Next:')) && all;
    });
    const header = lenses.filter(({ line }) => line === 1).map(({ title }) => title);
    assert.equal(header[0], 'Train RNN on file');
    assert.match(header[1] ?? '', /^(\$\(check\)\u00a0)?\w+ \d+ · (test )?MAE \d.* \(naive \d.*\)$/);
    assert.deepEqual(header.slice(2), ['Forecast next 3', 'Retrain', 'Open run', header[5], 'Fill 2 empty cells']);
    assert.match(header[5] ?? '', /^\$\(info\)\u00a0\d empty cells of level count as the value before\. \(1 more\)$/);
    const rows = lenses.filter(({ title }) => title.endsWith('· Insert'));
    assert.deepEqual(
      rows.map(({ line }) => line),
      blanks.map((row) => row + 2),
    );
    for (const { title } of rows) assert.match(title, /^level ≈ -?\d+\.\d( \(.* … .*\))? · Insert$/);
    const early = lenses.filter(({ line }) => line === 5);
    assert.deepEqual(
      early.map(({ title }) => title),
      // The wave comes back after 6 π rows, and is held against itself then.
      ['No prediction: it takes 19 rows above'],
    );
    const last = lenses.filter(({ line }) => line === 202);
    assert.match(last[0]?.title ?? '', /^Next: 2020-07-19 level ≈ /);
    const trust =
      /^(The forecast is |The network adds nothing ).*\.\nThe bounds are made to hold 80 % .* held \d+ %\.$/;
    for (const { command } of [...rows, ...last.slice(0, 1)]) assert.match(command.tooltip ?? '', trust);
    assert.equal(last[1]?.title, 'Append 3 rows');
  });

  test('Insert fills the empty cell of its row, behind a quoted one, as one undo step', async () => {
    const uri = vscode.Uri.joinPath(vscode.Uri.file(workspaceFolder()), 'wave.csv');
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const before = document.getText();
    const lens = await eventually('a row lens', async () => (await lensesOf(uri)).find(({ line }) => line === 152));
    const value = /≈ (-?[\d.]+)/.exec(lens.title)?.[1] ?? '';
    await press(lens.command);
    assert.equal(document.lineAt(151).text, `2020-05-30,"note, 150",${value}`);

    const after = await lensesOf(uri);
    assert.ok(!after.some(({ line }) => line === 152), 'the row that has its value still has a lens');
    assert.ok(
      after.some(({ line }) => line === 162),
      'the other row lost its lens',
    );
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), before);
  });

  test('an edit by hand drops the predictions until the file is saved', async () => {
    const uri = vscode.Uri.joinPath(vscode.Uri.file(workspaceFolder()), 'wave.csv');
    const document = await vscode.workspace.openTextDocument(uri);
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.insert(new vscode.Position(2, 0), '2020-01-01,x,10.0\n'));
    const titles = (await lensesOf(uri)).map(({ title }) => title);
    assert.ok(titles.includes('Save to update predictions'), titles.join(' | '));
    assert.ok(!titles.some((title) => title.endsWith('Insert')));
    await vscode.commands.executeCommand('undo');
    await document.save();
    await eventually('predictions', async () => (await lensesOf(uri)).some(({ title }) => title.startsWith('Next:')));
  });

  test('Append puts the next rows after the last one', async () => {
    const uri = vscode.Uri.joinPath(vscode.Uri.file(workspaceFolder()), 'wave.csv');
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const append = await eventually('Append', async () =>
      (await lensesOf(uri)).find(({ title }) => title === 'Append 3 rows'),
    );
    const { lineCount } = document;
    await eventually('three more rows', async () => {
      // Refused while the predictions are those of before the last save.
      await press(append.command);
      return document.lineCount === lineCount + 3;
    });
    assert.match(document.lineAt(lineCount - 1).text, /^2020-07-19,,-?\d+\.\d$/);
    assert.equal(document.lineAt(document.lineCount - 1).text, '');
    await vscode.commands.executeCommand('undo');
    assert.equal(document.lineCount, lineCount);
  });

  test('Append right after a save gives no date a second time', async () => {
    const uri = await writeData('saved.csv', waveCsv(200));
    const document = await vscode.workspace.openTextDocument(uri);
    const editor = await vscode.window.showTextDocument(document);
    await trainWith('saved.rnn.json', 'saved.csv', quick);
    await finishedRun(uri);
    const append = await eventually('Append', async () =>
      (await lensesOf(uri)).find(({ title }) => title === 'Append 3 rows'),
    );
    await editor.edit((edit) => edit.insert(new vscode.Position(201, 0), '2020-07-19,x,10.0\n'));
    await document.save();
    await press(append.command);
    const dates = document
      .getText()
      .trimEnd()
      .split('\n')
      .map((line) => line.split(',')[0]);
    assert.equal(new Set(dates).size, dates.length);
  });

  test('Pause and Continue reach the run', async () => {
    const uri = await writeData('paused.csv', waveCsv(400));
    await trainWith('paused.rnn.json', 'paused.csv', endless);
    const statusIs = (status: string) =>
      eventually(status, async () => (await runsOf(uri)).find((record) => record.status === status));
    const { id } = await statusIs('running');
    await vscode.commands.executeCommand('rnnStudio.pause', id);
    const paused = await statusIs('paused');
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal((await runsOf(uri))[0]?.step, paused.step);
    await vscode.commands.executeCommand('rnnStudio.continue', id);
    await eventually('more steps', async () => ((await runsOf(uri))[0]?.step ?? 0) > paused.step);
    await vscode.commands.executeCommand('rnnStudio.stop', id);
    await statusIs('stopped');
  });
});
