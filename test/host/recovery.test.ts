import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { RunEvent, RunRecord } from '../../engine/protocol.ts';
import { Notifications } from './notifications.ts';
import { endless, trainWith } from './waveRuns.ts';
import { eventually, runsOf, waveCsv, workspaceFolder, writeData } from './workspace.ts';

suite('recovery', () => {
  let notifications: Notifications;
  setup(() => (notifications = new Notifications()));
  teardown(() => notifications.restore());

  const start = async (name: string): Promise<vscode.Uri> => {
    const uri = await writeData(`${name}.csv`, waveCsv(400));
    await trainWith(`${name}.rnn.json`, `${name}.csv`, endless);
    return uri;
  };
  const recordOf = async (uri: vscode.Uri): Promise<RunRecord | undefined> => (await runsOf(uri)).at(-1);
  const recordWhere = (what: string, uri: vscode.Uri, isSo: (record: RunRecord) => boolean): Promise<RunRecord> =>
    eventually(what, async () => {
      const record = await recordOf(uri);
      return record && isSo(record) && record;
    });
  const logsOf = async ({ id }: RunRecord): Promise<string[]> => {
    const text = await readFile(join(workspaceFolder(), '.rnn-studio', 'runs', id, 'metrics.jsonl'), 'utf8');
    const events = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as RunEvent);
    return events.flatMap((event) => (event.event === 'log' ? [event.message] : []));
  };
  const stop = async (uri: vscode.Uri): Promise<void> => {
    await vscode.commands.executeCommand('rnnStudio.stop', (await recordOf(uri))?.id);
    await recordWhere('the stopped run', uri, ({ status }) => status === 'stopped');
  };

  test('when the engine is killed both its runs go on by themselves, and no notification is shown', async () => {
    const uris = [await start('killed'), await start('killed-too')];
    const running = await Promise.all(uris.map((uri) => recordWhere('two epochs', uri, ({ epoch }) => epoch >= 2)));
    const [first, second] = running as [RunRecord, RunRecord];
    assert.equal(first.pid, second.pid);
    process.kill(first.pid, 'SIGKILL');
    for (const [index, uri] of uris.entries()) {
      const before = running[index]!;
      const after = await recordWhere(
        'the run that goes on',
        uri,
        (record) => record.epoch > before.epoch + 1 && record.pid !== before.pid,
      );
      assert.equal(after.id, before.id);
      assert.equal(after.status, 'running');
      assert.equal(after.recovered?.message, 'the engine ended unexpectedly (signal SIGKILL)');
      const { epoch, step, message } = after.recovered;
      assert.deepEqual(await logsOf(after), [`${message}; going on from epoch ${epoch + 1}, step ${step}`]);
    }
    await Promise.all(uris.map(stop));
    assert.deepEqual(notifications.messages, []);
  });

  test('a run whose engine is killed at the same place again is told in one notification, whose Resume goes on with it', async () => {
    const uri = await start('twice');
    await recordWhere('two epochs', uri, ({ epoch }) => epoch >= 2);
    notifications.restore();
    let isOver = false;
    notifications = new Notifications((_, buttons) => {
      isOver = true;
      return buttons.find((button) => button === 'Resume');
    });
    const killed = new Set<number>();
    await eventually('a run that is given up', async () => {
      const pid = (await recordOf(uri))?.pid;
      if (isOver || pid === undefined || killed.has(pid)) return isOver;
      process.kill(pid, 'SIGKILL');
      killed.add(pid);
      return false;
    });
    const resumed = await recordWhere(
      'the resumed run',
      uri,
      ({ status, pid }) => status === 'running' && !killed.has(pid),
    );
    await recordWhere('more epochs', uri, ({ epoch }) => epoch > resumed.epoch + 1);
    await stop(uri);
    assert.equal(notifications.shown.length, 1, notifications.messages.join('\n'));
    const [{ message, buttons }] = notifications.shown as [{ message: string; buttons: readonly string[] }];
    assert.match(
      message,
      /^twice\.csv · \w+ \d+: Failed twice at the same place \(epoch \d+, step \d+\): the engine ended unexpectedly \(signal SIGKILL\)\. The log has the details\.$/,
    );
    assert.deepEqual(buttons, ['Resume', 'Show Log']);
  });

  test('a paused run whose engine is killed is paused again', async () => {
    const uri = await start('paused-then-killed');
    const { id, pid } = await recordWhere('an epoch', uri, ({ epoch }) => epoch > 0);
    await vscode.commands.executeCommand('rnnStudio.pause', id);
    await recordWhere('a paused run', uri, ({ status }) => status === 'paused');
    process.kill(pid, 'SIGKILL');
    await recordWhere('a run that is paused again', uri, (record) => record.pid !== pid && record.status === 'paused');
    await stop(uri);
    assert.deepEqual(notifications.messages, []);
  });

  test('a stop that the engine dies over stops the run in the next one', async () => {
    const uri = await start('stopped-then-killed');
    const { id, pid } = await recordWhere('an epoch', uri, ({ epoch }) => epoch > 0);
    // Held still, the engine cannot answer.
    process.kill(pid, 'SIGSTOP');
    const stopped = vscode.commands.executeCommand('rnnStudio.stop', id);
    process.kill(pid, 'SIGKILL');
    await stopped;
    await recordWhere('a stopped run', uri, (record) => record.status === 'stopped' && record.pid !== pid);
    assert.deepEqual(notifications.messages, []);
  });
});
