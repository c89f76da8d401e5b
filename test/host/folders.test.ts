import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { Notifications } from './notifications.ts';
import { eventually, runsOf, waveCsv, workspaceFolder } from './workspace.ts';

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

  test('Train RNN on folder learns its pictures, with the folders in it as labels', async () => {
    const uri = vscode.Uri.file(join(workspaceFolder(), 'stripes'));
    for (const label of ['across', 'along']) {
      await mkdir(join(uri.fsPath, label), { recursive: true });
      for (let picture = 0; picture < 30; picture++) {
        const pixels = Uint8Array.from({ length: 36 }, (_, at) => {
          const [row, column] = [Math.floor(at / 6), at % 6];
          const isDark = ((label === 'across' ? row : column) + picture) % 2 === 0;
          return (isDark ? 40 : 200) + ((at * 31 + picture * 17) % 20);
        });
        await writeFile(
          join(uri.fsPath, label, `${picture}.pgm`),
          Buffer.concat([Buffer.from('P5\n6 6\n255\n'), pixels]),
        );
      }
    }
    await vscode.commands.executeCommand('rnnStudio.trainOnFolder', uri);
    const { config, test: result } = await eventually('a finished run', async () =>
      (await runsOf(uri)).find(({ status }) => status === 'finished'),
    );
    assert.equal(config.task, 'classification');
    assert.equal((config.data as { readonly label?: unknown }).label, 'label');
    assert.ok((result?.metrics['accuracy'] ?? 0) > 0.9, JSON.stringify(result));
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
