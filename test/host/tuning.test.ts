import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { TuneState } from '../../webview/protocol.ts';
import { Notifications } from './notifications.ts';
import { eventually, runsOf, waveCsv, workspaceFolder, writeData } from './workspace.ts';

/** Leaves the cell open. */
const few = {
  data: { targets: ['level'], window: 12, horizon: 3 },
  model: { hiddenSize: 4, numLayers: 1, outputDropout: 0, dropout: 0, decoding: 'direct', normalisation: 'none' },
  training: { epochs: 2, learningRate: 0.01 },
};

const tune = (uri: vscode.Uri, wish?: object) =>
  vscode.commands.executeCommand<TuneState | undefined>('rnnStudio.tuneNetwork', uri, wish);

const panels = (name: string): vscode.Tab[] =>
  vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ label }) => label === `Settings: ${name}`);

suite('tuning', () => {
  let notifications: Notifications;
  const pick = vscode.window.showQuickPick;
  setup(() => (notifications = new Notifications()));
  teardown(async () => {
    notifications.restore();
    Object.assign(vscode.window, { showQuickPick: pick });
    const open = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs);
    await vscode.window.tabGroups.close(open.filter(({ label }) => label.startsWith('Settings: ')));
  });

  test('Tune Network asks for the time, tries settings in a panel, and trains the best as a run that keeps the table', async () => {
    const uri = await writeData('tuned.csv', waveCsv(200));
    const offered: string[] = [];
    const showQuickPick = async (items: readonly vscode.QuickPickItem[]): Promise<vscode.QuickPickItem | undefined> => {
      offered.push(...items.map(({ label }) => label));
      return items[0];
    };
    Object.assign(vscode.window, { showQuickPick });
    const state = await tune(uri, { config: few });
    assert.equal(offered[0], '10 minutes');
    assert.equal(state?.state, 'finished', JSON.stringify(state?.error));
    assert.equal(state.budget, 600);
    assert.deepEqual(state.search?.varied, ['model.cell']);
    assert.equal(new Set(state.trials.map(({ candidate }) => candidate)).size, 5);
    assert.equal(panels('tuned.csv').length, 1);
    const [run, ...others] = await runsOf(uri);
    assert.deepEqual(others, []);
    assert.equal(run?.id, state.run?.id);
    assert.equal(run?.found?.trials.length, 5);
    assert.deepEqual(notifications.messages, []);
  });

  test('closing the panel ends the search, and what was tried is kept', async () => {
    const uri = await writeData('longTuned.csv', waveCsv(400));
    const many = { data: few.data, training: { epochs: 40 } };
    const running = Promise.resolve(tune(uri, { config: many, budget: 3600 }));
    const tab = await eventually('the panel', () => panels('longTuned.csv')[0]);
    const searches = join(workspaceFolder(), '.rnn-studio', 'searches');
    const kept = async (): Promise<string | undefined> =>
      (await readdir(searches).catch(() => [])).find((name) => name.startsWith('longTuned-'));
    const name = await eventually('a trial', kept);
    await vscode.window.tabGroups.close(tab);
    const state = await running;
    assert.equal(state?.state, 'stopped');
    assert.ok((await readdir(join(searches, name))).includes('trials.jsonl'));
    assert.deepEqual(await runsOf(uri), []);

    // Another command offers to go on with it.
    const showQuickPick = async (items: readonly vscode.QuickPickItem[]): Promise<vscode.QuickPickItem | undefined> =>
      items.find(({ label }) => label.startsWith('Go on with the search of '));
    Object.assign(vscode.window, { showQuickPick });
    const going = Promise.resolve(tune(uri));
    const next = await eventually('the panel', () => panels('longTuned.csv')[0]);
    await eventually('another trial', async () => {
      const text = await readFile(join(searches, name, 'trials.jsonl'), 'utf8');
      return text.split('\n').length > state.trials.length + 1;
    });
    await vscode.window.tabGroups.close(next);
    const more = await going;
    assert.deepEqual(more?.trials.slice(0, state.trials.length), state.trials);
    assert.equal(more.search?.search, state.search?.search);
  });

  test('a file that cannot be trained on is told of in the panel alone', async () => {
    const uri = await writeData('badTuned.csv', 'date,level\n2020-01-01,1\n');
    const state = await tune(uri, { config: few, budget: 60 });
    assert.equal(state?.state, 'failed');
    assert.ok(state.error?.message);
    assert.deepEqual(notifications.messages, []);
  });
});
