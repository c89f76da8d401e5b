import { execFile } from 'node:child_process';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Locator } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { BacktestResult } from '../../engine/protocol.ts';
import { colouredPixels } from './colouredPixels.ts';
import { overflow, overlaps } from './layoutFaults.ts';
import type { WebviewFrame } from './webviewFrame.ts';
import { windowWith } from './sharedWindow.ts';
import type { Workbench } from './workbench.ts';

const run = promisify(execFile);
const open = windowWith('airline-passengers.csv');
/** Of the window, with which the panel beside the sidebar, and no other, is about 300 pixels wide, and 600. */
const widths = { 300: 654, 600: 954 } as const;

let workbench: Workbench;
let page: WebviewFrame;
let result: BacktestResult;

/** Sales of three stores, which go up and down at different heights. */
const stores = ['a', 'b', 'c'].flatMap((store, index) =>
  Array.from({ length: 120 }, (_, row) => {
    const date = new Date(Date.UTC(2024, 0, 1 + row)).toISOString().slice(0, 10);
    return `${date},store ${store},${(100 * (index + 1) + 20 * Math.sin(row) + ((row * 7919) % 13)).toFixed(1)}`;
  }),
);

beforeAll(async () => {
  workbench = await open();
  await workbench.runCommand('View: Close All Editors');
  // Nobody has set anything for a file that is new.
  await copyFile(join(workbench.folder, 'airline-passengers.csv'), join(workbench.folder, 'months.csv'));
  await workbench.page.setViewportSize({ width: 1400, height: 900 });
});

const cells = (row: string): Promise<string[]> =>
  page
    .locator('.scores tr', { has: page.getByText(row, { exact: true }) })
    .first()
    .locator('td')
    .allInnerTexts();
const plot = (): Locator => page.locator('.fold .plot');
const plotSays = async (): Promise<string> => (await plot().getAttribute('aria-label')) ?? '';
const answer = async (words: RegExp): Promise<void> => {
  const input = workbench.page.locator('.quick-input-widget input[type="text"]');
  await workbench.page.locator('.quick-input-message', { hasText: words }).waitFor();
  await input.press('Enter');
};

describe('the backtest of a file', () => {
  test('the command Backtest Forecast asks twice, with answers filled in, and shows the verdict', async () => {
    await workbench.openFile('months.csv');
    await workbench.runCommand('RNN: Backtest Forecast');
    await answer(/rows ahead/);
    await answer(/room for/);
    page = await workbench.webview('.verdict');
    expect(await page.locator('h1').innerText()).toMatch(/^Backtest of months\.csv · lstm \d+$/);
  });

  test('its verdict and table are those of the command line for the same file', async () => {
    const file = join(workbench.folder, 'months.csv');
    const set = ['training.threads=1', 'training.kernels=wasm'].flatMap((each) => ['--set', each]);
    const words = ['dist/rnn-studio.mjs', 'backtest', file, ...set, '--json'];
    const { stdout } = await run(process.execPath, words);
    result = JSON.parse(stdout) as BacktestResult;
    const { verdict, overall } = result;
    expect(await page.locator('.verdict').innerText()).toContain(verdict?.rivalName ?? '');
    const { mae = NaN, rmse = NaN } = overall['model'] ?? {};
    expect(await cells('model')).toEqual(
      expect.arrayContaining([Number(mae).toPrecision(3), Number(rmse).toPrecision(3)]),
    );
    const { mae: naive } = overall['seasonalNaive'] ?? {};
    expect((await cells('seasonal naive'))[0]).toBe(Number(naive).toPrecision(3));
  });

  test.each(['light', 'highContrast', 'dark'] as const)('its charts are drawn in the %s theme', async (theme) => {
    await workbench.setTheme(theme);
    await expect.poll(() => colouredPixels(page, '.fold .plot')).toBeGreaterThan(300);
    await expect.poll(() => colouredPixels(page, '.by-step .plot')).toBeGreaterThan(100);
    await workbench.picture(`backtest-${theme}`);
  });

  test('another fold is shown by the button beside its name, and by name', async () => {
    const chosen = (): Promise<string> =>
      page.locator('vscode-dropdown[aria-label="Fold"]').evaluate((element) => (element as HTMLSelectElement).value);
    expect(await chosen()).toBe('4');
    const latest = await plotSays();
    await page.locator('vscode-button[aria-label="Fold before"]').click();
    await expect.poll(chosen).toBe('3');
    await plot().waitFor();
    await page.locator('vscode-dropdown[aria-label="Fold"]').click();
    await page.locator('vscode-option', { hasText: 'Fold 5 of 5' }).click();
    await expect.poll(plotSays).toBe(latest);
  });

  test('Save results writes what the command line prints', async () => {
    await page.locator('vscode-button', { hasText: 'Save results' }).click();
    const input = workbench.page.locator('.quick-input-widget input[type="text"]');
    await expect.poll(() => input.inputValue()).toContain('months.backtest.json');
    await input.press('Enter');
    await workbench.tabs(/months\.backtest\.json/).waitFor();
    const saved = await readFile(join(workbench.folder, 'months.backtest.json'), 'utf8');
    const { overall, byStep, byFold, bySeries, verdict } = JSON.parse(saved) as BacktestResult;
    expect({ overall, byStep, byFold, bySeries, verdict }).toEqual({
      overall: result.overall,
      byStep: result.byStep,
      byFold: result.byFold,
      bySeries: result.bySeries,
      verdict: result.verdict,
    });
  });

  test('a panel that was hidden has its verdict and fold again', async () => {
    await workbench.tabs(/Backtest: months/).click();
    page = await workbench.webview('.verdict');
    await expect.poll(() => colouredPixels(page, '.fold .plot')).toBeGreaterThan(300);
  });

  test('it stays when the editors beside it are closed', async () => {
    await workbench.runCommand('View: Close Editors in Other Groups');
    await workbench.tabs(/^months\.csv/).waitFor({ state: 'detached' });
    page = await workbench.webview('.verdict');
  });

  test.each([300, 600] as const)('nothing lies over another or sticks out at %i pixels', async (width) => {
    await workbench.page.setViewportSize({ width: widths[width], height: 900 });
    await expect.poll(async () => Math.abs((await page.evaluate(() => innerWidth)) - width)).toBeLessThan(20);
    await expect.poll(() => overlaps(page, 'h1, h2, p, th, vscode-button, vscode-dropdown, .legend li')).toEqual([]);
    expect(await overflow(page)).toBe(0);
    await workbench.pictures(`backtest-${width}`);
    await workbench.page.setViewportSize({ width: 1400, height: 900 });
  });

  test('more folds than there is room for are refused with the way out, and mended in the page', async () => {
    const folds = (): Locator => page.locator('.asked-number', { hasText: 'Folds' }).locator('input');
    await folds().fill('90');
    await page.locator('vscode-button', { hasText: 'Run again' }).click();
    await page.getByText(/take at most 8 folds, or a shorter horizon/).waitFor();
    await workbench.picture('backtest-refused');
    await folds().fill('2');
    await page.locator('vscode-button', { hasText: 'Run again' }).click();
    await page.locator('.verdict').waitFor();
    await page.getByText(/2 folds of 12 rows/).waitFor();
  });
});

describe('the backtest of several series', () => {
  test('lists them, worst first, and shows the one that is clicked', async () => {
    await writeFile(join(workbench.folder, 'stores.csv'), ['date,store,sales', ...stores, ''].join('\n'));
    await workbench.openFile('stores.csv');
    await workbench.runCommand('RNN: Backtest Forecast');
    await answer(/rows ahead/);
    await answer(/room for/);
    await page.locator('h1', { hasText: 'stores.csv' }).waitFor();
    await page.locator('.verdict').waitFor();
    const names = page.locator('.series tbody button');
    expect((await names.allInnerTexts()).sort()).toEqual(['store a', 'store b', 'store c']);
    expect(await page.locator('.fold h2').innerText()).toBe(await names.first().innerText());
    await names.nth(2).click();
    await expect.poll(() => page.locator('.fold h2').innerText()).toBe(await names.nth(2).innerText());
    await expect.poll(() => colouredPixels(page, '.fold .plot')).toBeGreaterThan(300);
    await workbench.pictures('backtest-series');
  });

  test('finds one by its name', async () => {
    await page.locator('.series vscode-text-field input').fill('Store B');
    await expect.poll(() => page.locator('.series tbody button').allInnerTexts()).toEqual(['store b']);
  });
});
