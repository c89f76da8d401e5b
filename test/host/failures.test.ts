import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { Notifications } from './notifications.ts';
import { eventually, lensesOf, runsOf, waveCsv, workspaceFolder, writeData } from './workspace.ts';

suite('failures', () => {
  let notifications: Notifications;
  setup(() => (notifications = new Notifications()));
  teardown(() => notifications.restore());

  test('text in a number column is told once, with its place, and underlined until the next edit', async () => {
    const lines = waveCsv(300).split('\n');
    lines[251] = '2020-09-07,"note, 250",n/x';
    const uri = await writeData('bad.csv', lines.join('\n'));
    const config = { task: 'forecast', data: { file: 'bad.csv', targets: ['level'] } };
    await vscode.commands.executeCommand(
      'rnnStudio.trainWithConfig',
      await writeData('bad.rnn.json', JSON.stringify(config)),
    );

    assert.equal(notifications.shown.length, 1, notifications.messages.join('\n'));
    const [{ message, buttons }] = notifications.shown as [{ message: string; buttons: readonly string[] }];
    assert.match(message, /^samples\/bad\.csv:252:\d+: .*n\/x/);
    assert.deepEqual(buttons, ['Open at Line', 'Show Log']);

    const [diagnostic] = vscode.languages.getDiagnostics(uri);
    assert.ok(diagnostic, 'nothing is underlined');
    const document = await vscode.workspace.openTextDocument(uri);
    assert.equal(document.getText(diagnostic.range), 'n/x');
    assert.match(diagnostic.message, /^'?"?n\/x/);
    assert.deepEqual(await runsOf(uri), []);

    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.replace(diagnostic.range, '10.0'));
    assert.deepEqual(vscode.languages.getDiagnostics(uri), []);
    await document.save();
  });

  test('a misspelt key of a run config is told with its place in the config', async () => {
    const uri = await writeData(
      'typo.rnn.json',
      '{\n  "data": { "file": "bad.csv" },\n  "model": { "hidenSize": 8 }\n}',
    );
    await vscode.commands.executeCommand('rnnStudio.trainWithConfig', uri);
    assert.match(notifications.messages.join('\n'), /^samples\/typo\.rnn\.json:3:\d+: .*hidenSize.*hiddenSize/);
    assert.equal(vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'RNN Studio').length, 1);
  });

  test('an empty file, a header alone, a missing file and a file that is not on disk each get one sentence', async () => {
    const cases: [vscode.Uri, RegExp][] = [
      [await writeData('empty.csv', ''), /^samples\/empty\.csv: is empty/],
      [await writeData('header.csv', 'a,b,c\n'), /^samples\/header\.csv:1: .* no rows/],
      [vscode.Uri.file('/nowhere/at/all.csv'), /all\.csv/],
      [vscode.Uri.from({ scheme: 'vscode-vfs', path: '/repo/data.csv' }), /data\.csv is not on disk/],
    ];
    for (const [uri, expected] of cases) {
      notifications.shown.length = 0;
      await vscode.commands.executeCommand('rnnStudio.trainOnFile', uri);
      assert.equal(notifications.shown.length, 1, `${uri.path}: ${notifications.messages.join('\n')}`);
      assert.match(notifications.messages[0]!, expected);
    }
  });

  test('a changed document is trained on only as the person decides', async () => {
    const uri = await writeData('dirty.csv', waveCsv(300));
    const document = await vscode.workspace.openTextDocument(uri);
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.insert(new vscode.Position(1, 0), '2019-12-31,first,9.0\n'));
    await vscode.commands.executeCommand('rnnStudio.trainOnFile', uri);
    assert.deepEqual(notifications.shown, [
      {
        message: 'dirty.csv has changes that are not saved.',
        buttons: ['Save and Train', 'Train on the Saved Version'],
      },
    ]);
    assert.deepEqual(await runsOf(uri), []);

    notifications.restore();
    notifications = new Notifications((_, buttons) => buttons.find((button) => button === 'Save and Train'));
    await vscode.commands.executeCommand('rnnStudio.trainOnFile', uri);
    assert.ok(!document.isDirty);
    const { id } = await eventually('a run', async () => (await runsOf(uri))[0]);
    await vscode.commands.executeCommand('rnnStudio.stop', id);
  });

  for (const moment of ['while it trains', 'in the moment it ends'] as const) {
    test(`a run that is deleted ${moment} leaves no folder`, async () => {
      const uri = await writeData('gone.csv', waveCsv(300));
      await vscode.commands.executeCommand('rnnStudio.trainOnFile', uri);
      const { id } = await eventually('a run', async () => (await runsOf(uri))[0]);
      notifications.restore();
      notifications = new Notifications((_, buttons) => buttons[0]);
      // The file tells it before the engine does.
      if (moment === 'in the moment it ends') while ((await runsOf(uri))[0]?.status !== 'finished');
      await vscode.commands.executeCommand('rnnStudio.deleteRun', id);
      assert.deepEqual(await runsOf(uri), []);
      await rm(uri.fsPath);
    });
  }

  test('a mistake of the program is told in one sentence without its stack, with the log beside it', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const { showQuickPick } = vscode.window;
    const broken = (): never => {
      throw new TypeError(
        'x is not a function in /opt/rnn/dist/extension.cjs:1:20\n    at y (/opt/rnn/dist/extension.cjs)',
      );
    };
    Object.assign(vscode.window, { showQuickPick: broken });
    try {
      await vscode.commands.executeCommand('rnnStudio.trainOnFile');
    } finally {
      Object.assign(vscode.window, { showQuickPick });
    }
    const said = 'x is not a function in a file of RNN Studio';
    const message = `Something went wrong inside RNN Studio (${said}); the log has the details.`;
    assert.deepEqual(notifications.shown, [{ message, buttons: ['Show Log'] }]);
  });

  test('a run whose folder is deleted behind the back of VS Code is known no more', async () => {
    const uri = await writeData('removed.csv', waveCsv(300));
    await vscode.window.showTextDocument(uri);
    await vscode.commands.executeCommand('rnnStudio.trainOnFile', uri);
    const { id } = await eventually('a run', async () => (await runsOf(uri)).find(({ epoch }) => epoch > 0));
    await vscode.commands.executeCommand('rnnStudio.stop', id);
    const hasModel = async (): Promise<boolean> => (await lensesOf(uri)).some(({ title }) => title === 'Open run');
    await eventually('the model above the header', hasModel);
    await rm(join(workspaceFolder(), '.rnn-studio', 'runs', id), { recursive: true });
    await eventually('the header without a model', async () => !(await hasModel()));
  });
});
