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

const map = (): Locator => panel.frame.locator('.heat');
const reading = async (): Promise<string> => panel.frame.locator('.heat-reading').innerText();
const mapSays = async (): Promise<string> => (await map().getAttribute('aria-label')) ?? '';
const lastStep = async (): Promise<number> =>
  Number(/At training step ([\d,]+)/.exec(await mapSays())?.[1]?.replaceAll(',', ''));

test('the Gradients tab shows a verdict and the map of a network that trains', async () => {
  await workbench.openFile('airline-passengers.csv');
  await workbench.runCommand('RNN: Train RNN on file');
  panel = await RunPanelPage.in(workbench);
  await panel.showTab('gradients');
  await map().waitFor();
  await panel.waitForState('finished');
  expect(await panel.frame.locator('.verdicts li').first().innerText()).toMatch(/\w+ \w+ \w+/);
  // The map fills its axes: far more than lines would paint.
  await expect.poll(() => panel.colouredPixels('.heat')).toBeGreaterThan(20_000);
  expect(await mapSays()).toMatch(/At training step [\d,]+ it is [\d.e−]+ at the last of \d+ time steps, [\d.e−]+ at/);
  expect(await lastStep()).toBeGreaterThan(1);
});

test('the file has its lenses though the panel took the focus before they were there', async () => {
  await workbench.codeLens('Train RNN on file').waitFor();
  await workbench.codeLens(/lstm 32/).waitFor();
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

test('the gradients are there again after the window was reloaded', async () => {
  const before = await lastStep();
  await workbench.reload();
  panel = await RunPanelPage.in(workbench);
  await map().waitFor();
  expect(await lastStep()).toBe(before);
  await expect.poll(() => panel.colouredPixels('.heat')).toBeGreaterThan(20_000);
});

test('no page violates its content security policy or throws', () => {
  expect(workbench.complaints).toEqual([]);
});
