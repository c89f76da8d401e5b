import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Explanation } from '../../engine/protocol.ts';
import { overflow, overlaps } from './layoutFaults.ts';
import { RunPanelPage } from './runPanelPage.ts';
import { windowWith } from './sharedWindow.ts';
import type { Workbench } from './workbench.ts';

const run = promisify(execFile);
const open = windowWith('weather.csv');
/** Of the window, with which the panel beside the file, and no sidebar, is about 300 pixels wide, and 600. */
const widths = { 300: 654, 600: 1254 } as const;

let workbench: Workbench;
let panel: RunPanelPage;
let explanation: Explanation;

beforeAll(async () => {
  workbench = await open();
  await workbench.runCommand('View: Close All Editors');
  await workbench.page.setViewportSize({ width: 1400, height: 900 });
});

describe('what a run rests on', () => {
  test('is asked for in the tab Explain of a run that is over', async () => {
    await workbench.openFile('weather.csv');
    await workbench.runCommand('RNN: Train RNN on file');
    panel = await RunPanelPage.in(workbench);
    await expect.poll(() => panel.title()).toContain('weather.csv');
    await panel.showTab('explain');
    // While it trains, and when it is over, which may be so by now.
    const asked = panel.frame.getByText(/is measured when the training is paused or over|is exchanged at random among/);
    await asked.first().waitFor();
    await panel.waitForState('finished');
    await workbench.pictures('explain-ask');
    await panel.button('Explain').click();
    await panel.frame.locator('.verdict').waitFor();
  });

  test('its sentence and bars are those of the command line for the same run', async () => {
    const runs = join(workbench.folder, '.rnn-studio/runs');
    // Others may have trained on it before: the newest is the one that is shown.
    const [id = ''] = (await readdir(runs))
      .filter((name) => name.startsWith('weather'))
      .sort()
      .reverse();
    const words = ['dist/rnn-studio.mjs', 'explain', join(runs, id), '--json'];
    const { stdout } = await run(process.execPath, words);
    explanation = JSON.parse(stdout) as Explanation;
    const [view] = explanation.views;
    const verdict = await panel.frame.locator('.verdict').innerText();
    expect(verdict).toContain(view?.rests.columns[0]?.period ? 'the ' : (view?.rests.columns[0]?.column ?? ''));
    const names = await panel.frame.locator('.importance').first().locator('tbody th').allInnerTexts();
    expect(names).toHaveLength(view?.columns.length ?? 0);
    expect(names).toContain('temp_max');
    const steps = await panel.frame.locator('.importance').nth(1).locator('tbody th').allInnerTexts();
    expect(steps[0]).toBe('1');
    expect(steps).toHaveLength(view?.steps.length ?? 0);
  });

  test('the season and the level that were learned are drawn, in every theme', async () => {
    await expect.poll(() => panel.colouredPixels('.explained')).toBeGreaterThan(600);
    expect(await panel.frame.locator('.explained .plot').first().getAttribute('aria-label')).toMatch(
      /^Season of temp_max\. The forecast lies [\d.]+ from it/,
    );
    await workbench.pictures('explain');
    await panel.frame.locator('.explained .plot').last().scrollIntoViewIfNeeded();
    await workbench.pictures('explain-level');
  });

  test('it is still there when the panel was hidden meanwhile', async () => {
    await workbench.runCommand('View: Toggle Maximize Editor Group');
    await workbench.runCommand('View: Toggle Maximize Editor Group');
    await panel.showTab('curves');
    await panel.showTab('explain');
    await panel.frame.locator('.verdict').waitFor();
  });

  test.each([300, 600] as const)('nothing runs off a panel of %i pixels, or over another', async (width) => {
    if (await workbench.page.locator('.sidebar .title').first().isVisible()) {
      await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
    }
    await workbench.page.setViewportSize({ width: widths[width], height: 900 });
    await expect.poll(async () => Math.abs((await panel.frame.evaluate(() => innerWidth)) - width)).toBeLessThan(40);
    await expect.poll(() => overflow(panel.frame)).toBe(0);
    await expect.poll(() => overlaps(panel.frame, '.verdict, .told, .importance th, .importance .number')).toEqual([]);
    await workbench.pictures(`explain-${width}`);
    await workbench.page.setViewportSize({ width: 1400, height: 900 });
  });
});
