import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { Notifications } from './notifications.ts';
import { eventually, runsOf, waveCsv, workspaceFolder, writeData } from './workspace.ts';

const finished = (uri: vscode.Uri) =>
  eventually('a finished run', async () => (await runsOf(uri)).find(({ status }) => status === 'finished'));

/** A small gru, which nothing but its weights would make the choice. */
const config = {
  task: 'forecast',
  data: { file: 'source.csv', targets: ['level'], window: 12, horizon: 3 },
  model: { cell: 'gru', hiddenSize: 7, numLayers: 2 },
  training: { epochs: 3 },
};

suite('weights', () => {
  let notifications: Notifications;
  const { showQuickPick, showSaveDialog, showOpenDialog } = vscode.window;
  teardown(() => {
    notifications.restore();
    Object.assign(vscode.window, { showQuickPick, showSaveDialog, showOpenDialog });
  });

  for (const { format, ending } of [
    { format: 'PyTorch', ending: 'safetensors' },
    { format: 'Keras', ending: 'weights.h5' },
  ]) {
    test(`exported for ${format} by the asked ways, weights begin a training of the same network on another file`, async () => {
      notifications = new Notifications((_, buttons) => buttons.find((button) => button === 'Copy Python Code'));
      const source = await writeData('source.csv', waveCsv(200));
      await vscode.commands.executeCommand(
        'rnnStudio.trainWithConfig',
        await writeData('s.rnn.json', JSON.stringify(config)),
      );
      const run = await finished(source);

      const out = vscode.Uri.file(join(workspaceFolder(), `exported.${ending}`));
      Object.assign(vscode.window, {
        showQuickPick: (items: { label: string }[]) => Promise.resolve(items.find(({ label }) => label === format)),
        showSaveDialog: ({ defaultUri }: vscode.SaveDialogOptions) => {
          assert.equal(defaultUri?.path.split('/').at(-1), `source.${ending}`);
          return Promise.resolve(out);
        },
        showOpenDialog: () => Promise.resolve([out]),
      });
      await vscode.commands.executeCommand('rnnStudio.exportWeights', run.id);
      assert.ok((await stat(out.fsPath)).size > 1000);
      await eventually('the code', async () => (await vscode.env.clipboard.readText()).includes(`exported.${ending}`));

      const target = await writeData(`${format}.csv`, waveCsv(160));
      await vscode.window.showTextDocument(target);
      await vscode.commands.executeCommand('rnnStudio.importWeights');
      const { config: trained, choices } = await finished(target);
      assert.deepEqual(
        [trained.model.cell, trained.model.hiddenSize, trained.model.numLayers],
        ['gru', 7, 2],
        choices.join('\n'),
      );
      assert.equal((trained.data as { horizon?: number }).horizon, 3);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    });
  }

  test('an existing file is replaced only when the person says so, and the data of the run never; a small model says what it costs', async () => {
    let isAllowed = false;
    notifications = new Notifications((_, buttons) =>
      isAllowed ? buttons.find((name) => name === 'Replace') : undefined,
    );
    const source = await writeData('source.csv', waveCsv(200));
    await vscode.commands.executeCommand(
      'rnnStudio.trainWithConfig',
      await writeData('s.rnn.json', JSON.stringify(config)),
    );
    const run = await finished(source);
    const out = vscode.Uri.file(join(workspaceFolder(), 'precious.safetensors'));
    await writeFile(out.fsPath, 'precious');

    await vscode.commands.executeCommand('rnnStudio.exportWeights', run.id, out);
    assert.equal(notifications.messages.at(-1), 'precious.safetensors exists already. Replace it?');
    assert.equal(await readFile(out.fsPath, 'utf8'), 'precious');
    isAllowed = true;
    await vscode.commands.executeCommand('rnnStudio.exportWeights', run.id, out);
    assert.ok((await stat(out.fsPath)).size > 1000);

    const small = vscode.Uri.file(join(workspaceFolder(), 'small.safetensors'));
    Object.assign(vscode.window, {
      showQuickPick: (items: { label: string }[]) => Promise.resolve(items.find(({ label }) => label === 'int8')),
      showSaveDialog: ({ defaultUri }: vscode.SaveDialogOptions) => {
        assert.equal(defaultUri?.path.split('/').at(-1), 'source.int8.safetensors');
        return Promise.resolve(small);
      },
    });
    await vscode.commands.executeCommand('rnnStudio.exportWeights', run.id);
    assert.match(
      notifications.messages.at(-1) ?? '',
      /^The model is in small\.safetensors: [\d.]+ MB instead of [\d.]+ MB\. On the validation part its loss is [\d.]+, that of float32 [\d.]+\.$/,
    );

    await vscode.commands.executeCommand('rnnStudio.exportWeights', run.id, source);
    assert.match(notifications.messages.at(-1) ?? '', /source\.csv: is the data that the model was trained on/);
    assert.equal(await readFile(source.fsPath, 'utf8'), waveCsv(200));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  test('weights that do not fit are refused in one message that names the tensor', async () => {
    notifications = new Notifications();
    const table = await writeData('other.csv', 'date,a,b,c\n2020-01-01,1,2,3\n'.concat(waveCsv(0)));
    const weights = vscode.Uri.file(join(workspaceFolder(), 'broken.safetensors'));
    await vscode.workspace.fs.writeFile(weights, new TextEncoder().encode('no weights'));
    await vscode.commands.executeCommand('rnnStudio.importWeights', weights, table);
    assert.equal(notifications.messages.length, 1, notifications.messages.join('\n'));
    assert.match(notifications.messages[0] ?? '', /broken\.safetensors: is not a complete safetensors file/);
  });
});
