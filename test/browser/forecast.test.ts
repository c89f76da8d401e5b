import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { RunPanelPage } from './runPanelPage.ts';
import { Workbench } from './workbench.ts';

let workbench: Workbench;
let panel: RunPanelPage;

beforeAll(async () => {
  workbench = await Workbench.open(['airline-passengers.csv']);
});
beforeEach(({ task, onTestFailed }) => onTestFailed(() => workbench.screenshot(`failed-${task.id}`)));
afterAll(() => workbench.close());

test('a CSV file carries the CodeLens Train RNN on file', async () => {
  await workbench.openFile('airline-passengers.csv');
  await workbench.codeLens('Train RNN on file').waitFor();
});

test('the command Train RNN on file opens a run panel named after the file', async () => {
  await workbench.runCommand('RNN: Train RNN on file');
  panel = await RunPanelPage.in(workbench);
  expect(await panel.title()).toContain('airline-passengers.csv');
});

test('the panel counts epochs and draws curves while the network trains', async () => {
  await expect.poll(() => panel.epoch()).toBeGreaterThan(1);
  await expect.poll(() => panel.colouredPixels()).toBeGreaterThan(300);
});

test('a finished run shows its error beside the baselines', async () => {
  await panel.waitForState('finished');
  await panel.tile('last value').waitFor();
  await panel.tile('seasonal naive').waitFor();
});

test.each(['dark', 'light', 'highContrast'] as const)(
  'curves and forecast are drawn in the %s theme',
  async (theme) => {
    await workbench.setTheme(theme);
    for (const tab of ['forecast', 'curves'] as const) {
      await panel.showTab(tab);
      await expect.poll(() => panel.colouredPixels()).toBeGreaterThan(300);
      await workbench.picture(`${tab}-${theme}`);
    }
    await workbench.setTheme('dark');
  },
);

test('the panel has its whole history again after the window was reloaded', async () => {
  const epoch = await panel.epoch();
  await workbench.reload();
  panel = await RunPanelPage.in(workbench);
  await panel.waitForState('finished');
  expect(await panel.epoch()).toBe(epoch);
  await expect.poll(() => panel.frame.evaluate(() => document.fonts.check('16px codicon'))).toBe(true);
  await expect.poll(() => panel.colouredPixels()).toBeGreaterThan(300);
});

test('the CSV shows what its model forecasts, and a click on the CodeLens trains again', async () => {
  await workbench.codeLens(/MAE/).waitFor();
  await workbench.codeLens(/Forecast next \d+/).waitFor();
  await workbench.picture('codelens');
  await workbench.codeLens('Train RNN on file').click();
  await expect.poll(() => workbench.tabs(/airline-passengers\.csv ·/).count()).toBe(2);
});

test('a run is compared with another on its file, also after a reload', async () => {
  panel = await RunPanelPage.in(workbench);
  await panel.waitForState('finished');
  await panel.button('Compare…').click();
  const pick = workbench.page.locator('.quick-input-widget');
  await pick.locator('.monaco-list-row').first().locator('.monaco-checkbox, input[type="checkbox"]').click();
  await pick.getByRole('button', { name: 'OK' }).click();
  const legend = (): Locator => panel.frame.locator('.legend', { hasText: 'this run, MAE' });
  await legend()
    .getByText(/^lstm 32 · /)
    .waitFor();
  await legend().scrollIntoViewIfNeeded();
  await workbench.picture('comparison');
  await workbench.reload();
  panel = await RunPanelPage.in(workbench);
  await legend()
    .getByText(/^lstm 32 · /)
    .waitFor();
});

test('no page violates its content security policy or throws', () => {
  expect(workbench.complaints).toEqual([]);
});
