import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Notifications } from './notifications.ts';
import { eventually, lensesOf, press, runsOf, writeData } from './workspace.ts';

const blanks = [100, 101, 151];
/** Its label is the other one: a model doubts it, and leaves it. */
const doubtful = 40;
const labelOf = (row: number): string => ((row % 2 === 0) !== (row === doubtful) ? 'up, surely' : 'down');

/** Rows whose values go up or down, with the label that says so; some have none. Labels hold the delimiter. */
const csv = (): string => {
  const lines = Array.from({ length: 240 }, (_, row) => {
    const values = Array.from(
      { length: 6 },
      (_unused, step) => (row % 2 === 0 ? step : 5 - step) + ((row * 31) % 7) / 20,
    );
    const label = labelOf(row);
    const cell = blanks.includes(row) ? '' : label.includes(',') ? `"${label}"` : label;
    return [cell, ...values.map((value) => value.toFixed(2))].join(',');
  });
  return ['label,a,b,c,d,e,f', ...lines, ''].join('\n');
};

suite('filling empty cells', () => {
  let uri: vscode.Uri;
  let document: vscode.TextDocument;
  let notifications: Notifications;
  setup(async () => {
    notifications = new Notifications();
    uri = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, 'fill.csv');
    if ((await runsOf(uri)).length === 0) {
      await writeData('fill.csv', csv());
      const config = { task: 'classification', data: { file: 'fill.csv', label: 'label' }, training: { epochs: 15 } };
      await vscode.commands.executeCommand(
        'rnnStudio.trainWithConfig',
        await writeData('fill.rnn.json', JSON.stringify(config)),
      );
      await eventually('a finished run', async () => (await runsOf(uri)).some(({ status }) => status === 'finished'));
    }
    document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
  });
  teardown(() => notifications.restore());

  /** Besides that the run has finished. */
  const said = () => notifications.messages.filter((message) => !message.includes('has finished'));
  const fillLens = () =>
    eventually('a lens that fills', async () => (await lensesOf(uri)).find(({ title }) => title.startsWith('Fill ')));

  test('the lens above the header fills all of them as one undo step, and no cell that has something', async () => {
    const before = document.getText();
    const lens = await fillLens();
    assert.deepEqual([lens.line, lens.title], [1, 'Fill 3 empty cells']);
    await press(lens.command);
    const filled = before.split('\n').map((line, index) => {
      if (!blanks.includes(index - 1)) return line;
      return (index - 1) % 2 === 0 ? `"up, surely"${line}` : `down${line}`;
    });
    assert.deepEqual(document.getText().split('\n'), filled);
    assert.ok(!(await lensesOf(uri)).some(({ title }) => title.endsWith('· Insert')));
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), before);
    assert.deepEqual(said(), []);
    await document.save();
  });

  test('a row’s lens says by its tooltip what else its label may be', async () => {
    const lens = await eventually('a row lens', async () =>
      (await lensesOf(uri)).find(({ line }) => line === 102 + blanks.indexOf(100)),
    );
    assert.match(lens.command.tooltip ?? '', /^up, surely \d+\.\d %\ndown \d+\.\d %$/);
  });

  test('nothing is filled in a document that has changed since it was saved', async () => {
    const lens = await fillLens();
    const edit = new vscode.WorkspaceEdit();
    edit.insert(uri, new vscode.Position(0, 0), '#\n');
    await vscode.workspace.applyEdit(edit);
    const changed = document.getText();
    await press(lens.command);
    assert.equal(document.getText(), changed);
    assert.deepEqual(said(), ['The file has changed since it was predicted. Save it to update the predictions.']);
    await vscode.commands.executeCommand('undo');
    await document.save();
  });
});
