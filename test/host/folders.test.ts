import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { Notifications } from './notifications.ts';
import { eventually, runsOf, waveCsv } from './workspace.ts';

suite('folders', () => {
  test('a file outside every folder is trained on, its run kept by the extension', async () => {
    const notifications = new Notifications();
    const folder = await mkdtemp(join(tmpdir(), 'rnn-studio-outside-'));
    try {
      const uri = vscode.Uri.file(join(folder, 'outside.csv'));
      await writeFile(uri.fsPath, waveCsv(200));
      await vscode.commands.executeCommand('rnnStudio.trainOnFile', uri);
      assert.deepEqual(
        notifications.messages.filter((message) => !message.includes('has finished')),
        [],
      );
      assert.deepEqual(await runsOf(uri), [], 'the run went to a folder that does not hold the file');
      assert.deepEqual(await runsOf(uri, folder), [], 'the run went beside a file that is in no workspace folder');
    } finally {
      // Ends the run, unless it has ended already.
      await vscode.commands.executeCommand('rnnStudio.stop');
      notifications.restore();
      await rm(folder, { recursive: true });
    }
  });

  test('in a workspace of several folders a run goes to the folder that holds its file', async () => {
    // A second folder cannot be added here: VS Code restarts the extension host for it.
    const second = vscode.workspace.workspaceFolders?.[1];
    assert.ok(second, 'the suite needs a workspace of two folders');
    const uri = vscode.Uri.joinPath(second.uri, 'second.csv');
    await writeFile(uri.fsPath, waveCsv(200));
    await vscode.commands.executeCommand('rnnStudio.trainOnFile', uri);
    const finished = await eventually('a finished run', async () =>
      (await runsOf(uri, second.uri.fsPath)).find(({ status }) => status === 'finished'),
    );
    assert.equal(finished.file, uri.fsPath);
    assert.deepEqual(await runsOf(uri), []);
  });
});
