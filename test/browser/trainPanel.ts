import type { Locator } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { RunPanelPage } from './runPanelPage.ts';
import { windowWith } from './sharedWindow.ts';
import type { Workbench } from './workbench.ts';

const open = windowWith('airline-passengers.csv', 'first-names.txt');
let workbench: Workbench;
let panel: RunPanelPage;

beforeAll(async () => {
  workbench = await open();
});

const map = (): Locator => panel.frame.locator('.heat');
const otherRun = (): Locator => panel.frame.locator('.legend', { hasText: 'this run, MAE' }).getByText(/^lstm 32 · /);
const reading = async (): Promise<string> => panel.frame.locator('.heat-reading').innerText();
const mapSays = async (): Promise<string> => (await map().getAttribute('aria-label')) ?? '';
const lastStep = async (): Promise<number> =>
  Number(/At training step ([\d,]+)/.exec(await mapSays())?.[1]?.replaceAll(',', ''));

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
  'curves, forecast and errors are drawn in the %s theme',
  async (theme) => {
    await workbench.setTheme(theme);
    for (const tab of ['forecast', 'errors', 'curves'] as const) {
      await panel.showTab(tab);
      await expect.poll(() => panel.colouredPixels()).toBeGreaterThan(300);
      await workbench.picture(`${tab}-${theme}`);
    }
    await workbench.setTheme('dark');
  },
);

test('the file has its lenses though the panel took the focus before they were there', async () => {
  await workbench.codeLens('Train RNN on file').waitFor();
  await workbench.codeLens(/lstm 32/).waitFor();
});

test('the Gradients tab shows a verdict and the map of a network that was trained', async () => {
  await panel.showTab('gradients');
  await map().waitFor();
  expect(await panel.frame.locator('.verdicts li').first().innerText()).toMatch(/\w+ \w+ \w+/);
  // The map fills its axes: far more than lines would paint.
  await expect.poll(() => panel.colouredPixels('.heat')).toBeGreaterThan(20_000);
  expect(await mapSays()).toMatch(/At training step [\d,]+ it is [\d.e−]+ at the last of \d+ time steps, [\d.e−]+ at/);
  expect(await lastStep()).toBeGreaterThan(1);
});

test('its table has norms of every tensor, and the share of saturated values of every gate', async () => {
  const tensors = panel.frame.locator('.tensor-table tbody tr');
  await expect
    .poll(() => tensors.locator('th').allInnerTexts())
    .toEqual(expect.arrayContaining(['rnn.weight_ih_l0', 'rnn.weight_hh_l0', 'head.weight', 'head.bias']));
  for (const cell of await tensors.locator('td').allInnerTexts()) expect(cell).toMatch(/^[\d.,]+(e−?\d+)?$/);
  for (const cell of await panel.frame.locator('.layer-table tbody td').allInnerTexts())
    expect(cell).toMatch(/^[\d.]+ %$/);
});

test('pointing reads step, time step and gradient, and arrow keys go on from the newest', async () => {
  const area = map().locator('.u-over');
  await area.hover({ position: { x: 1, y: ((await area.boundingBox())?.height ?? 0) - 2 } });
  await expect.poll(reading).toMatch(/^step 1\s+time step 1\s+gradient [\d.]/);
  await workbench.page.mouse.move(0, 0);
  await map().focus();
  await workbench.page.keyboard.press('ArrowDown');
  await expect.poll(reading).toMatch(/time step \d+\s+gradient [\d.]/);
  const [, step] = /^step ([\d,]+)/.exec(await reading()) ?? [];
  expect(Number(step?.replaceAll(',', ''))).toBe(await lastStep());
  await workbench.page.keyboard.press('ArrowLeft');
  await expect
    .poll(async () => Number(/^step ([\d,]+)/.exec(await reading())?.[1]?.replaceAll(',', '')))
    .toBeLessThan(await lastStep());
});

test.each(['dark', 'light', 'highContrast'] as const)('the map is drawn in the %s theme', async (theme) => {
  await workbench.setTheme(theme);
  await expect.poll(() => panel.colouredPixels('.heat')).toBeGreaterThan(20_000);
  await map().scrollIntoViewIfNeeded();
  await workbench.picture(`gradients-${theme}`);
  await workbench.setTheme('dark');
});

test('nothing runs off a narrow panel', async () => {
  const size = workbench.page.viewportSize();
  await workbench.page.setViewportSize({ width: 900, height: 900 });
  await expect.poll(() => panel.frame.evaluate(() => innerWidth)).toBeLessThan(350);
  await expect.poll(() => panel.colouredPixels('.heat')).toBeGreaterThan(10_000);
  await expect.poll(() => panel.frame.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  await map().scrollIntoViewIfNeeded();
  await workbench.picture('gradients-narrow');
  if (size) await workbench.page.setViewportSize(size);
});

test('the CSV shows what its model forecasts, and a click on the CodeLens trains again', async () => {
  await workbench.codeLens(/MAE/).waitFor();
  await workbench.codeLens(/Forecast next \d+/).waitFor();
  await workbench.picture('codelens');
  await workbench.codeLens('Train RNN on file').click();
  await expect.poll(() => workbench.tabs(/airline-passengers\.csv ·/).count()).toBe(2);
});

test('a run is compared with another on its file', async () => {
  panel = await RunPanelPage.in(workbench);
  await panel.waitForState('finished');
  await panel.button('Compare…').click();
  const pick = workbench.page.locator('.quick-input-widget');
  await pick.locator('.monaco-list-row').first().locator('.monaco-checkbox, input[type="checkbox"]').click();
  await pick.getByRole('button', { name: 'OK' }).click();
  await otherRun().waitFor();
  await otherRun().scrollIntoViewIfNeeded();
  await workbench.picture('comparison');
});

test('the panel has its whole history, its gradients and the comparison again after the window was reloaded', async () => {
  await panel.showTab('gradients');
  await map().waitFor();
  const [epoch, step] = [await panel.epoch(), await lastStep()];
  await workbench.reload();
  panel = await RunPanelPage.in(workbench);
  await panel.waitForState('finished');
  expect(await panel.epoch()).toBe(epoch);
  await map().waitFor();
  expect(await lastStep()).toBe(step);
  await expect.poll(() => panel.colouredPixels('.heat')).toBeGreaterThan(20_000);
  await panel.showTab('curves');
  await expect.poll(() => panel.frame.evaluate(() => document.fonts.check('16px codicon'))).toBe(true);
  await expect.poll(() => panel.colouredPixels()).toBeGreaterThan(300);
  await otherRun().waitFor();
});

describe('a text', () => {
  test('the command Train RNN on file trains a language model on a text', async () => {
    await workbench.runCommand('View: Close All Editors');
    await workbench.openFile('first-names.txt');
    await workbench.runCommand('RNN: Train RNN on file');
    panel = await RunPanelPage.in(workbench);
    expect(await panel.title()).toContain('first-names.txt');
    await expect.poll(() => panel.epoch()).toBeGreaterThan(1);
  });

  test('the panel shows the curves and the text sampled after an epoch', async () => {
    await expect.poll(() => panel.colouredPixels()).toBeGreaterThan(300);
    await panel.showTab('samples');
    const sample = panel.frame.locator('article.sample pre').first();
    await sample.waitFor();
    expect((await sample.innerText()).length).toBeGreaterThan(20);
  });

  test('Stop keeps the run, which then says that it can be resumed', async () => {
    await panel.button('Stop').click();
    await panel.waitForState('stopped');
    await panel.button('Resume').waitFor();
  });

  test('the generate box streams text that begins with the prime text', async () => {
    const box = panel.frame.locator('section[aria-label="Generate"]');
    await box.locator('vscode-text-field').first().locator('input').fill('Mar');
    await panel.button('Generate').click();
    const output = box.locator('article.sample pre').first();
    await expect.poll(() => output.innerText()).toMatch(/^Mar[^]{50}/);
    await workbench.pictures('samples');
  });
});
