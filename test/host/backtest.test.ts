import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { BacktestResult } from '../../engine/protocol.ts';
import { Notifications } from './notifications.ts';
import { eventually, runsOf, waveCsv, writeData } from './workspace.ts';

const config = {
  data: { targets: ['level'], window: 12, horizon: 3 },
  model: { hiddenSize: 4 },
  training: { epochs: 2 },
};

const backtest = (uri: vscode.Uri, wish?: object) =>
  vscode.commands.executeCommand<BacktestResult | undefined>('rnnStudio.backtestForecast', uri, wish);

const panels = (name: string): vscode.Tab[] =>
  vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ label }) => label === `Backtest: ${name}`);

const panel = (name: string) => eventually(`the panel of ${name}`, () => panels(name)[0]);

suite('backtest', () => {
  let notifications: Notifications;
  const askForText = vscode.window.showInputBox;
  setup(() => (notifications = new Notifications()));
  teardown(async () => {
    notifications.restore();
    Object.assign(vscode.window, { showInputBox: askForText });
    const open = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs);
    await vscode.window.tabGroups.close(open.filter(({ label }) => label.startsWith('Backtest: ')));
  });

  test('Backtest Forecast asks for horizon and folds, with what the engine proposes filled in, and opens a panel', async () => {
    const uri = await writeData('backtested.csv', waveCsv(200));
    const questions: vscode.InputBoxOptions[] = [];
    const showInputBox = async (options: vscode.InputBoxOptions): Promise<string | undefined> => {
      questions.push(options);
      return options.value;
    };
    Object.assign(vscode.window, { showInputBox });
    const result = await backtest(uri, { config });
    assert.deepEqual(
      questions.map(({ value }) => value),
      ['3', '5'],
    );
    assert.ok(await questions[1]?.validateInput?.('61'));
    assert.equal(await questions[1]?.validateInput?.('60'), undefined);
    assert.ok(result);
    assert.deepEqual([result.folds, result.horizon], [5, 3]);
    assert.ok((result.overall['model']?.['mae'] ?? NaN) > 0);
    await panel('backtested.csv');
    assert.deepEqual(await runsOf(uri), []);
    assert.deepEqual(notifications.messages, []);
  });

  test('a second backtest takes the place of the first in its panel', async () => {
    const uri = await writeData('backtested.csv', waveCsv(200));
    for (const refit of [false, true]) {
      const result = await backtest(uri, { config, horizon: 3, folds: 2, refit });
      assert.equal(result?.refit, refit);
    }
    await panel('backtested.csv');
    assert.equal(panels('backtested.csv').length, 1);
  });

  test('more folds than there is room for are told of in the panel alone', async () => {
    const uri = await writeData('short.csv', waveCsv(40));
    assert.equal(await backtest(uri, { config, horizon: 3, folds: 30 }), undefined);
    await panel('short.csv');
    assert.deepEqual(notifications.messages, []);
  });

  test('closing the panel ends the backtest', async () => {
    const uri = await writeData('longBacktest.csv', waveCsv(2000));
    let hasEnded = false;
    const long = { ...config, model: { hiddenSize: 256 }, training: { epochs: 100_000, patience: 0 } };
    const running = Promise.resolve(backtest(uri, { config: long, horizon: 3, folds: 2 })).finally(
      () => (hasEnded = true),
    );
    const tab = await panel('longBacktest.csv');
    assert.ok(!hasEnded);
    await vscode.window.tabGroups.close(tab);
    assert.equal(await running, undefined);
  });
});
