import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { RunPanelPage } from './runPanelPage.ts';
import type { WebviewFrame } from './webviewFrame.ts';
import { Workbench } from './workbench.ts';

let workbench: Workbench;
let form: WebviewFrame;

beforeAll(async () => {
  workbench = await Workbench.open(['weather.csv']);
});
beforeEach(({ task, onTestFailed }) => onTestFailed(() => workbench.screenshot(`failed-${task.id}`)));
afterAll(() => workbench.close());

const field = (label: string): Locator => form.locator('.row', { has: form.getByText(label, { exact: true }) });
const train = (): Locator => form.locator('section[aria-label="Train"] vscode-button').first();

test('the sidebar proposes a training for the open file and says what it costs', async () => {
  await workbench.openFile('weather.csv');
  await workbench.page.locator('.activitybar a[aria-label="RNN Studio"]').click();
  form = await workbench.webview('.form section[aria-label="Train"]');
  await form.getByText(/[\d,]+ parameters/).waitFor();
  await workbench.pictures('form');
});

test('a window longer than the data is explained under its field, and Train is off until it is put right', async () => {
  const input = field('Window').locator('input');
  await input.fill('99999');
  await field('Window').getByRole('alert').waitFor();
  await expect.poll(() => train().getAttribute('disabled')).not.toBeNull();
  await workbench.picture('form-problem');
  await input.fill('14');
  await expect.poll(() => train().getAttribute('disabled')).toBeNull();
});

test('the form is there again when VS Code replaces its frame, and a reading under way begins again', async () => {
  await form.evaluate((body) => body.classList.add('replaced-soon'));
  const reading = form.evaluate((body) =>
    body.classList.contains('replaced-soon') ? new Promise<never>(() => undefined) : 'in the new frame',
  );
  await workbench.runCommand('Developer: Reload Webviews');
  expect(await reading).toBe('in the new frame');
  await form.getByText(/[\d,]+ parameters/).waitFor();
});

test('a data file that appears in the folder is offered', async () => {
  await writeFile(join(workbench.folder, 'new.csv'), 'day,value\n1,2\n');
  const option = form.locator('vscode-dropdown[aria-label="File"] vscode-option', { hasText: 'new.csv' });
  await expect.poll(() => option.count()).toBe(1);
});

test('Train starts a run with the values of the form, which stands in the tree of runs', async () => {
  await train().click();
  const panel = await RunPanelPage.in(workbench);
  await panel.waitForState('finished');
  const readConfig = async (): Promise<string> => {
    await panel.showTab('config');
    return panel.frame.locator('#tab-panel').innerText();
  };
  await expect.poll(readConfig).toMatch(/"window": 14/);
  await workbench.page.locator('.monaco-list-row', { hasText: /MAE/ }).first().waitFor();
  await workbench.picture('runs');
});

test('no page violates its content security policy or throws', () => {
  expect(workbench.complaints).toEqual([]);
});
