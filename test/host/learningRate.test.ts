import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Config } from '../../engine/config.ts';
import { Notifications } from './notifications.ts';
import { eventually, runsOf, waveCsv, writeData } from './workspace.ts';

const data = { targets: ['level'], window: 12, horizon: 3 };

const find = (uri: vscode.Uri, config?: Config) =>
  vscode.commands.executeCommand<number | undefined>('rnnStudio.findLearningRate', uri, config);

const panel = (name: string) => eventually(`the panel of ${name}`, () => panels(name)[0]);

const panels = (name: string): vscode.Tab[] =>
  vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ label }) => label === `Learning rate: ${name}`);

suite('learning rate', () => {
  let notifications: Notifications;
  setup(() => (notifications = new Notifications()));
  teardown(async () => {
    notifications.restore();
    const open = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs);
    await vscode.window.tabGroups.close(open.filter(({ label }) => label.startsWith('Learning rate: ')));
  });

  test('Find learning rate opens a panel on the file, gives the proposed rate, and leaves no run behind', async () => {
    const uri = await writeData('rate.csv', waveCsv(200));
    const rate = await find(uri);
    assert.ok(rate !== undefined && rate > 1e-4 && rate < 1, String(rate));
    await panel('rate.csv');
    assert.deepEqual(await runsOf(uri), []);
    assert.deepEqual(notifications.messages, []);
  });

  test('the panel of a file too large for extensions to read stands beside it', async () => {
    const lines = waveCsv(12_000).split('\n');
    const uri = await writeData('largeRate.csv', lines.join(`${' '.repeat(5000)}\n`));
    await vscode.commands.executeCommand('vscode.open', uri);
    const file = await eventually('the tab of largeRate.csv', () => {
      const { activeTab } = vscode.window.tabGroups.activeTabGroup;
      return activeTab?.label === 'largeRate.csv' && activeTab;
    });
    assert.equal(vscode.window.activeTextEditor, undefined);
    await find(uri, { data });
    const { group } = await panel('largeRate.csv');
    assert.notEqual(group.viewColumn, file.group.viewColumn);
    await vscode.window.tabGroups.close(file);
  });

  test('the rate is that of the config given; a second search takes the place of the first in its panel', async () => {
    const uri = await writeData('rate.csv', waveCsv(200));
    const adam = await find(uri, { data, training: { optimizer: 'adam' } });
    await panel('rate.csv');
    const descent = await find(uri, { data, training: { optimizer: 'sgd' } });
    assert.ok(adam !== undefined && descent !== undefined && descent > adam, `${adam}, ${descent}`);
    // Tabs are told of in order: a second panel would be known before this one.
    await vscode.window.showTextDocument(uri);
    assert.equal(panels('rate.csv').length, 1);
  });

  test('a file that cannot be read is told of in the panel alone', async () => {
    const lines = waveCsv(200).split('\n');
    lines[151] = '2020-05-30,"note, 150",n/x';
    const uri = await writeData('badRate.csv', lines.join('\n'));
    assert.equal(await find(uri, { task: 'forecast', data }), undefined);
    await panel('badRate.csv');
    assert.deepEqual(notifications.messages, []);
  });

  test('a changed document is searched only as the person decides', async () => {
    const uri = await writeData('dirtyRate.csv', waveCsv(200));
    const editor = await vscode.window.showTextDocument(uri);
    await editor.edit((edit) => edit.insert(new vscode.Position(1, 0), '2019-12-31,first,9.0\n'));
    assert.equal(await find(uri), undefined);
    assert.deepEqual(notifications.shown, [
      {
        message: 'dirtyRate.csv has changes that are not saved.',
        buttons: ['Save and Search', 'Search on the Saved Version'],
      },
    ]);
    assert.equal(panels('dirtyRate.csv').length, 0);
    await editor.document.save();
  });

  test('closing the panel ends the search', async () => {
    const uri = await writeData('longRate.csv', waveCsv(2000));
    let hasEnded = false;
    const model = { hiddenSize: 1024, numLayers: 2 };
    const search = Promise.resolve(find(uri, { data, model })).finally(() => (hasEnded = true));
    const tab = await panel('longRate.csv');
    assert.ok(!hasEnded);
    await vscode.window.tabGroups.close(tab);
    assert.equal(await search, undefined);
  });
});
