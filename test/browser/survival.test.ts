import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { RunRecord } from '../../engine/protocol.ts';
import { posixOnly } from '../skipUnless.ts';
import { RunPanelPage } from './runPanelPage.ts';
import { Workbench } from './workbench.ts';

/** How long the engine is held still, in milliseconds; beyond half a minute threads were once given up. */
const frozen = 1000 * Number(process.env['RNN_STUDIO_FREEZE_SECONDS'] ?? 2);

let workbench: Workbench;
/** What every notification said that was shown, over all reloads, but those that tell how far something is while it takes long. */
const notifications: string[] = [];

beforeAll(async () => {
  workbench = await Workbench.open(['first-names.txt']);
  const endless = {
    task: 'languageModel',
    data: { file: 'first-names.txt' },
    model: { hiddenSize: 32 },
    training: { epochs: 100_000, patience: 0, threads: 2 },
  };
  await writeFile(join(workbench.folder, 'endless.rnn.json'), JSON.stringify(endless));
  await workbench.page.exposeFunction('tellOfNotification', (text: string) => notifications.push(text));
  await workbench.page.addInitScript(watchNotifications);
  await workbench.page.evaluate(watchNotifications);
});
beforeEach(({ task, onTestFailed }) => onTestFailed(() => workbench.screenshot(`failed-${task.id}`)));
afterAll(() => workbench.close());

/** Runs in the page: VS Code shows a notification as a toast. */
const watchNotifications = (): void => {
  if (window !== window.top) return;
  const told = new WeakSet<Element>();
  const tell = (window as unknown as { tellOfNotification: (text: string) => void }).tellOfNotification;
  new MutationObserver(() => {
    for (const toast of document.querySelectorAll('.notification-toast .notification-list-item-message')) {
      if (told.has(toast) || !toast.textContent || toast.textContent.startsWith('RNN: resuming')) continue;
      told.add(toast);
      tell(toast.textContent);
    }
  }).observe(document, { childList: true, subtree: true });
};

/** `run.json` of the one run. */
const readRecord = async (): Promise<RunRecord> => {
  const runs = join(workbench.folder, '.rnn-studio', 'runs');
  const [id = ''] = await readdir(runs);
  return JSON.parse(await readFile(join(runs, id, 'run.json'), 'utf8')) as RunRecord;
};

const waitForRecord = async (isSo: (record: RunRecord) => boolean): Promise<RunRecord> => {
  await expect.poll(async () => isSo(await readRecord())).toBe(true);
  return readRecord();
};

/** Waits until the run has got on by two epochs. */
const trainOn = async (): Promise<RunRecord> => {
  const { epoch } = await readRecord();
  return waitForRecord((record) => record.status === 'running' && record.epoch >= epoch + 2);
};

const freeze = async ({ pid }: RunRecord): Promise<void> => {
  process.kill(pid, 'SIGSTOP');
  await setTimeout(frozen);
  process.kill(pid, 'SIGCONT');
};

const stateIs = async (state: string): Promise<void> => {
  await (await RunPanelPage.in(workbench)).frame.locator(`header.head .state-${state}`).waitFor();
};

test(
  'a run whose engine freezes, whose window is reloaded, and whose engine freezes again and is killed goes on each time, without a notification',
  posixOnly,
  async () => {
    await workbench.openFile('endless.rnn.json');
    await workbench.page.locator('.editor-actions a[aria-label^="Train with This Run Config"]').click();
    await stateIs('running');
    await freeze(await trainOn());
    const before = await trainOn();

    await workbench.reload();
    const reloaded = await waitForRecord(({ pid, epoch }) => pid !== before.pid && epoch > before.epoch);
    expect(reloaded).toMatchObject({ id: before.id, status: 'running' });
    await stateIs('running');

    await freeze(reloaded);
    const { pid } = await trainOn();
    process.kill(pid, 'SIGKILL');
    const recovered = await waitForRecord((record) => record.pid !== pid && record.status === 'running');
    expect(recovered.recovered?.message).toBe('the engine ended unexpectedly (signal SIGKILL)');
    await trainOn();
    const panel = await RunPanelPage.in(workbench);
    await panel.frame.locator('.notice', { hasText: 'Went on by itself from epoch' }).waitFor();
    await workbench.picture('recovered');
    await panel.button('Stop').click();
    await stateIs('stopped');
    expect(await readRecord()).toMatchObject({
      status: 'stopped',
      test: { metrics: { perplexity: expect.any(Number) as number } },
    });
    expect(notifications).toEqual([]);
  },
);

test(
  'a run that is given up says so in one notification, and panel, form and list of runs offer Resume',
  posixOnly,
  async () => {
    await (await RunPanelPage.in(workbench)).button('Resume').click();
    await stateIs('running');
    const killed = new Set<number>();
    await expect
      .poll(
        async () => {
          const { pid, status } = await readRecord();
          if (status !== 'failed' && !killed.has(pid)) process.kill(pid, 'SIGKILL');
          killed.add(pid);
          return status;
        },
        { interval: 5 },
      )
      .toBe('failed');
    await stateIs('failed');
    const panel = await RunPanelPage.in(workbench);
    await panel.frame.locator('.notice-error', { hasText: 'Failed twice at the same place' }).waitFor();
    await panel.button('Resume').waitFor();
    await expect
      .poll(() => notifications)
      .toEqual([expect.stringMatching(/^first-names\.txt · lstm \d+: Failed twice/)]);
    const toast = workbench.page.locator('.notification-toast');
    await toast.getByRole('button', { name: 'Resume' }).waitFor();
    await toast.getByRole('button', { name: 'Show Log' }).waitFor();

    await workbench.page.locator('.activitybar a[aria-label="RNN Studio"]').click();
    const row = workbench.page.locator('.customview-tree .monaco-list-row', { hasText: 'Failed twice' });
    const form = await workbench.webview('section.run');
    await form.locator('section.run vscode-button', { hasText: 'Resume' }).waitFor();
    await row.hover();
    await workbench.picture('given-up');
    await row.locator('a[aria-label="Resume Run"]').click();
    await stateIs('running');
    await trainOn();
    await (await RunPanelPage.in(workbench)).button('Stop').click();
    await stateIs('stopped');
    expect(notifications).toHaveLength(1);
  },
);

test('no page violates its content security policy or throws', () => {
  expect(workbench.complaints).toEqual([]);
});
