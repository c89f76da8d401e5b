import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { colouredPixels } from './colouredPixels.ts';
import { overflow, overlaps } from './layoutFaults.ts';
import { RunPanelPage } from './runPanelPage.ts';
import { windowWith } from './sharedWindow.ts';
import type { Workbench } from './workbench.ts';

const open = windowWith('airline-passengers.csv');
let workbench: Workbench;
let panel: RunPanelPage;

/** Sales of 120 shops, one below the other, of which the last goes up and down most. */
const shops = Array.from({ length: 120 }, (_, shop) =>
  Array.from({ length: 80 }, (__, row) => {
    const date = new Date(Date.UTC(2024, 0, 1 + row)).toISOString().slice(0, 10);
    const sales = 100 + shop + 10 * Math.sin((2 * Math.PI * row) / 7) + ((row * 7919 + shop) % (shop === 119 ? 97 : 5));
    return `${date},shop ${shop},${sales.toFixed(1)}`;
  }),
).flat();

beforeAll(async () => {
  workbench = await open();
  await workbench.runCommand('View: Close All Editors');
  await workbench.page.setViewportSize({ width: 1400, height: 900 });
  await writeFile(join(workbench.folder, 'shops.csv'), ['date,shop,sales', ...shops, ''].join('\n'));
});

const names = (): Locator => panel.frame.locator('.series tbody button');
const heading = (): Promise<string> => panel.frame.locator('.fold h2').innerText();
const plotSays = async (): Promise<string> =>
  (await panel.frame.locator('.fold .plot').getAttribute('aria-label')) ?? '';

describe('the run of many series', () => {
  test('lists them in its tab Forecast, the worst first and shown', async () => {
    await workbench.openFile('shops.csv');
    await workbench.runCommand('RNN: Train RNN on file');
    panel = await RunPanelPage.in(workbench);
    await panel.tile('best epoch').waitFor();
    await panel.end();
    await panel.showTab('forecast');
    await panel.frame.locator('.series h2', { hasText: '120 series, worst first' }).waitFor();
    expect(await names().count()).toBe(100);
    expect(await heading()).toBe(await names().first().innerText());
    await expect.poll(() => colouredPixels(panel.frame, '.fold .plot')).toBeGreaterThan(300);
    await workbench.pictures('series-forecast');
  });

  test('finds one by its name, and shows it by the keyboard alone', async () => {
    await panel.frame.locator('.series vscode-text-field input').fill('shop 77');
    await expect.poll(() => names().allInnerTexts()).toEqual(['shop 77']);
    await workbench.page.keyboard.press('ArrowDown');
    await workbench.page.keyboard.press('Enter');
    await expect.poll(heading).toBe('shop 77');
    await expect.poll(plotSays).toMatch(/^Forecast of shop 77 sales\./);
  });

  test('shows what was forecast from before a fold, with its interval', async () => {
    await panel.frame.locator('vscode-button[aria-label="Fold before"]').click();
    await expect.poll(plotSays).toMatch(/rows were forecast; \d+ of them lie in the interval/);
    await workbench.picture('series-fold');
  });

  test('tells of the errors of all, or of the one', async () => {
    await panel.showTab('errors');
    for (const title of ['Actual less forecast', 'Autocorrelation', 'Coverage against width'])
      await panel.frame.locator('.error-charts h2', { hasText: title }).waitFor();
    const told = (): Promise<string> => panel.frame.locator('.error-charts .told').last().innerText();
    const ofAll = await told();
    await workbench.pictures('series-errors');
    await panel.frame.locator('vscode-dropdown[aria-label="Errors of"]').click();
    await panel.frame.locator('vscode-option', { hasText: 'shop 77' }).click();
    await expect.poll(told).not.toBe(ofAll);
  });

  test('has nothing over another in either tab at 300 pixels', async () => {
    await workbench.runCommand('View: Close Editors in Other Groups');
    // A sidebar may stand beside it.
    const beside = async (): Promise<number> =>
      workbench.page.viewportSize()!.width - (await panel.frame.evaluate(() => innerWidth));
    await expect.poll(beside).toBeLessThan(500);
    await workbench.page.setViewportSize({ width: 300 + (await beside()), height: 900 });
    await expect.poll(() => panel.frame.evaluate(() => innerWidth)).toBeLessThan(320);
    for (const tab of ['forecast', 'errors'] as const) {
      await panel.showTab(tab);
      const parts = '#tab-panel h2, #tab-panel p, #tab-panel th, #tab-panel vscode-button, #tab-panel vscode-dropdown';
      await expect.poll(() => overlaps(panel.frame, parts)).toEqual([]);
      expect(await overflow(panel.frame)).toBe(0);
      await workbench.pictures(`series-300-${tab}`);
    }
    await workbench.page.setViewportSize({ width: 1400, height: 900 });
  });
});
