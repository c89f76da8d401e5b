import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { overflow, overlaps } from './layoutFaults.ts';
import { windowWith } from './sharedWindow.ts';
import type { WebviewFrame } from './webviewFrame.ts';
import type { Workbench } from './workbench.ts';

const open = windowWith('airline-passengers.csv');
/** Of the window, with which the panel beside the sidebar, and no other, is about 300 pixels wide, and 600. */
const widths = { 300: 654, 600: 954 } as const;

let workbench: Workbench;
let page: WebviewFrame;

beforeAll(async () => {
  workbench = await open();
  await workbench.runCommand('View: Close All Editors');
  // Nobody has set anything for a file that is new.
  await copyFile(join(workbench.folder, 'airline-passengers.csv'), join(workbench.folder, 'years.csv'));
  await workbench.page.setViewportSize({ width: 1400, height: 900 });
});

const button = (name: string): Locator => page.locator('vscode-button', { hasText: name });
const rows = (): Locator => page.locator('.candidates tbody tr');

describe('the search for settings of a file', () => {
  test('the command Tune Network asks for the time, and what was tried is listed as it goes', async () => {
    await workbench.openFile('years.csv');
    await workbench.runCommand('RNN: Tune Network on File');
    const input = workbench.page.locator('.quick-input-widget input[type="text"]');
    await expect.poll(() => input.getAttribute('placeholder')).toContain('How long to search');
    await input.press('Enter');
    page = await workbench.webview('.verdict');
    expect(await page.locator('h1').innerText()).toBe('Settings for years.csv');
    await expect.poll(() => rows().count()).toBeGreaterThan(4);
    expect(await page.locator('[role="progressbar"]').count()).toBe(1);
  });

  test('Stop ends it, and what was tried stays', async () => {
    await button('Stop').click();
    await page.getByText('Stopped. What was tried is kept.').waitFor();
    expect(await rows().first().locator('td').first().innerText()).toMatch(/^[\d.]+$/);
    expect(await page.locator('.verdict').innerText()).toMatch(/^(MAE [\d.]+ with the best|The settings as they are)/);
    await workbench.pictures('tune');
  });

  test.each([300, 600] as const)('nothing lies over another or sticks out at %i pixels', async (width) => {
    await workbench.runCommand('View: Close Editors in Other Groups');
    await workbench.page.setViewportSize({ width: widths[width], height: 900 });
    page = await workbench.webview('.verdict');
    await expect.poll(async () => Math.abs((await page.evaluate(() => innerWidth)) - width)).toBeLessThan(20);
    await expect.poll(() => overlaps(page, 'h1, h2, p, th, td, vscode-button')).toEqual([]);
    expect(await overflow(page)).toBe(0);
    await workbench.pictures(`tune-${width}`);
    await workbench.page.setViewportSize({ width: 1400, height: 900 });
  });

  test('Go on tries what had not been tried', async () => {
    const before = await rows().count();
    await button('Go on').click();
    await expect.poll(() => rows().count()).toBeGreaterThan(before);
    await button('Stop').click();
    await button('Go on').waitFor();
  });

  test('settings of the list are put into the form', async () => {
    // The first that is drawn.
    const row = page.locator('.candidates tbody tr', { hasText: /numLayers 2.· learningRate 0\.0012/ });
    await row.locator('vscode-button[aria-label^="Use in the form"]').click();
    const form = await workbench.webview('.form section[aria-label="Train"]');
    await expect.poll(() => form.locator('vscode-text-field[aria-label="Layers"] input').inputValue()).toBe('2');
  });
});
