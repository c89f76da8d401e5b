import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { RunPanelPage } from './runPanelPage.ts';
import { Workbench } from './workbench.ts';

let workbench: Workbench;
let panel: RunPanelPage;

beforeAll(async () => {
  workbench = await Workbench.open(['first-names.txt']);
});
beforeEach(({ task, onTestFailed }) => onTestFailed(() => workbench.screenshot(`failed-${task.id}`)));
afterAll(() => workbench.close());

test('the command Train RNN on file trains a language model on a text', async () => {
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

test('no page violates its content security policy or throws', () => {
  expect(workbench.complaints).toEqual([]);
});
