import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { RunPanelPage } from './runPanelPage.ts';
import { Workbench } from './workbench.ts';

let workbench: Workbench;
let panel: RunPanelPage;

/** Messages about food and about the weather; every tenth has the other label, so that there are mistakes. */
const messages = (): string => {
  const words = {
    food: ['soup', 'bread', 'salt', 'dinner', 'cheese', 'apple', 'kitchen', 'spoon'],
    weather: ['rain', 'wind', 'cloud', 'storm', 'sunny', 'frost', 'snow', 'thunder'],
  };
  const lines = Array.from({ length: 600 }, (_, row) => {
    const isFood = (row * 7) % 3 > 0;
    const about = words[isFood ? 'food' : 'weather'];
    const text = Array.from({ length: 5 + (row % 4) }, (_unused, at) => about[(row * (at + 3) + at) % about.length]);
    return `${isFood !== (row % 10 === 0) ? 'food' : 'weather'}\tthe ${text.join(' ')} of ${row}`;
  });
  return ['label\ttext', ...lines, ''].join('\n');
};

beforeAll(async () => {
  workbench = await Workbench.open(['airline-passengers.csv']);
  await writeFile(join(workbench.folder, 'messages.tsv'), messages());
  const config = { data: { file: 'messages.tsv' }, training: { epochs: 6, seed: 1 } };
  await writeFile(join(workbench.folder, 'messages-rnn.json'), JSON.stringify(config));
});
beforeEach(({ task, onTestFailed }) => onTestFailed(() => workbench.screenshot(`failed-${task.id}`)));
afterAll(() => workbench.close());

const box = (): Locator => panel.frame.locator('.try-it textarea');
const chances = (): Promise<string[]> => panel.frame.locator('.chances li').allInnerTexts();

test('Try it says the classes of what is typed, the last of it, and what the network does not know', async () => {
  await workbench.openFile('messages-rnn.json');
  await workbench.runCommand('RNN: Train with This Run Config');
  panel = await RunPanelPage.in(workbench);
  await panel.waitForState('finished');
  await panel.showTab('tryIt');
  await box().pressSequentially('soup and bread and cheese for dinner');
  await expect.poll(chances).toEqual([expect.stringMatching(/^food\s+\d+\.\d %$/), expect.stringMatching(/^weather/)]);
  await box().fill('rain and storm and a cloud');
  await expect.poll(async () => (await chances())[0]).toMatch(/^weather\s+\d+\.\d %$/);
  const shares = (await chances()).map((line) => Number(/([\d.]+) %$/.exec(line)?.[1]));
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(100, 0);
  expect(await panel.frame.locator('code.unknown').allInnerTexts()).toEqual(['and', 'a']);
});

test.each(['dark', 'light', 'highContrast'] as const)('the box is shown in the %s theme', async (theme) => {
  await workbench.setTheme(theme);
  await workbench.picture(`tryIt-${theme}`);
  await workbench.setTheme('dark');
});

test('a mistake shows its text, and all of it on demand', async () => {
  await panel.showTab('results');
  const row = panel.frame.locator('.mistakes > li').first();
  expect(await row.locator('.mistake-text').innerText()).toMatch(/^the (\w+ )+of \d+$/);
  await row.locator('.mistake-more').click();
  expect(await row.locator('.mistake-whole').innerText()).toBe(await row.locator('.mistake-text').innerText());
});

test('what was typed, and its classes, are there again after the window was reloaded', async () => {
  await panel.showTab('tryIt');
  const before = await chances();
  await workbench.reload();
  panel = await RunPanelPage.in(workbench);
  await expect.poll(chances).toEqual(before);
  expect(await box().inputValue()).toBe('rain and storm and a cloud');
});

test('no page violates its content security policy or throws', () => {
  expect(workbench.complaints).toEqual([]);
});
