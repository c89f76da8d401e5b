import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { RunPanelPage } from './runPanelPage.ts';
import { windowWith } from './sharedWindow.ts';
import type { Workbench } from './workbench.ts';

const open = windowWith('digits.csv', 'messages.tsv', 'people.conll', 'turned.tsv', 'remarks.csv');
let workbench: Workbench;
let panel: RunPanelPage;
/** Of digits.csv, the header first. */
let lines: readonly string[];

beforeAll(async () => {
  workbench = await open();
  const ofTexts = { data: { file: 'messages.tsv' }, training: { epochs: 6, seed: 1 } };
  await writeFile(join(workbench.folder, 'messages-rnn.json'), JSON.stringify(ofTexts));
  const config = { task: 'classification', data: { file: 'digits.csv' }, training: { epochs: 4, seed: 1 } };
  await writeFile(join(workbench.folder, 'few-rnn.json'), JSON.stringify(config));
  const short = { epochs: 2, seed: 1, threads: 1 };
  const ofWords = { data: { file: 'people.conll' }, training: short };
  await writeFile(join(workbench.folder, 'people-rnn.json'), JSON.stringify(ofWords));
  const ofPairs = { data: { file: 'turned.tsv' }, training: short };
  await writeFile(join(workbench.folder, 'turned-rnn.json'), JSON.stringify(ofPairs));
  const ofRemarks = {
    data: { file: 'remarks.csv' },
    model: { hiddenSize: 16 },
    training: { epochs: 14, learningRate: 0.01, seed: 1, threads: 1 },
  };
  await writeFile(join(workbench.folder, 'remarks-rnn.json'), JSON.stringify(ofRemarks));
  lines = (await readFile(join(workbench.folder, 'digits.csv'), 'utf8')).split('\n');
});

const matrix = (): Locator => panel.frame.locator('table.confusion');
const mistakes = (): Locator => panel.frame.locator('.mistakes > li');
/** A cell with mistakes in words: `8 taken for 1: 3, 17 % of the class`. */
const read = async (cell: Locator): Promise<{ actual: string; predicted: string; count: number }> => {
  const words = (await cell.getAttribute('aria-label')) ?? '';
  const [, actual = '', predicted = '', count] = /^(\d) taken for (\d): (\d+),/.exec(words) ?? [];
  return { actual, predicted, count: Number(count) };
};
const sum = (texts: readonly string[]): number => texts.reduce((total, text) => total + Number(text), 0);

const box = (): Locator => panel.frame.locator('.try-it textarea');
const chances = (): Promise<string[]> => panel.frame.locator('.chances li').allInnerTexts();

test('Results counts every example of the test split once, in the matrix and by class', async () => {
  await workbench.page.setViewportSize({ width: 1400, height: 900 });
  await workbench.runCommand('View: Close All Editors');
  await workbench.page.locator('.activitybar a[aria-label^="Explorer"]').click();
  await workbench.openFile('few-rnn.json');
  await workbench.runCommand('RNN: Train with This Run Config');
  panel = await RunPanelPage.in(workbench);
  await panel.waitForState('finished');
  await panel.showTab('results');
  const sentence = panel.frame.getByText(
    /^On the test split at the end, with the weights of epoch \d: \d+ examples\.$/,
  );
  const [, examples] = /: (\d+) examples/.exec(await sentence.innerText()) ?? [];
  expect(Number(examples)).toBe(359);
  expect(await matrix().locator('thead th').count()).toBe(11);
  expect(sum(await matrix().locator('tbody td').allInnerTexts())).toBe(359);
  expect(sum(await panel.frame.locator('.class-table tbody td:last-child').allInnerTexts())).toBe(359);
});

test('a number of mistakes lists those alone, and a line of them opens in the file', async () => {
  const cell = matrix().locator('td button').first();
  const { actual, predicted, count } = await read(cell);
  await cell.click();
  await expect.poll(() => mistakes().count()).toBe(count);
  for (const text of await mistakes().locator('.mistake-classes').allInnerTexts())
    expect(text).toBe(`${actual} → ${predicted}`);
  // Eight rows of eight pixels, as the file has them.
  const drawn = await mistakes()
    .first()
    .locator('canvas.drawing')
    .evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      return Array.from({ length: data.length / 4 }, (_, pixel) => data[4 * pixel]!);
    });
  const [, line = ''] = /line (\d+)/.exec(await mistakes().first().innerText()) ?? [];
  const pixels = lines[Number(line) - 1]!.split(',').slice(0, 64).map(Number);
  expect(drawn).toEqual(pixels.map((pixel) => Math.round((255 * pixel) / Math.max(...pixels))));
  expect(lines[Number(line) - 1]).toMatch(new RegExp(`,${actual}$`));
  await mistakes().first().locator('button.mistake').click();
  await workbench.tabs(/^digits\.csv$/).waitFor();
  await workbench.page.getByRole('button', { name: new RegExp(`^Ln ${line}, `) }).waitFor();
});

test('arrow keys and Enter choose among the cells with mistakes, which are one tab stop', async () => {
  panel = await RunPanelPage.in(workbench);
  const buttons = matrix().locator('td button');
  expect(await matrix().locator('td button[tabindex="0"]').count()).toBe(1);
  await buttons.first().focus();
  await workbench.page.keyboard.press('ArrowDown');
  const focused = matrix().locator('td button:focus');
  await expect.poll(() => focused.count()).toBe(1);
  const there = await read(focused);
  expect(there).not.toEqual(await read(buttons.first()));
  await workbench.page.keyboard.press('Enter');
  await expect.poll(() => mistakes().count()).toBe(there.count);
  await panel.button('All mistakes').click();
  const wrong = sum(await buttons.allInnerTexts());
  await expect.poll(() => mistakes().count()).toBe(Math.min(200, wrong));
});

test('the classes are sorted by a click on a column', async () => {
  const column = (): Promise<string[]> =>
    panel.frame.locator('.class-table tbody tr td:nth-of-type(4)').allInnerTexts();
  await panel.frame.locator('.class-table th button', { hasText: 'Support' }).click();
  await expect.poll(column).toEqual([...(await column())].sort((a, b) => Number(b) - Number(a)));
  expect(await panel.frame.locator('.class-table th[aria-sort="descending"]').innerText()).toContain('Support');
  await workbench.pictures('results');
});

test('nothing runs off a narrow panel', async () => {
  const size = workbench.page.viewportSize();
  await workbench.page.setViewportSize({ width: 900, height: 900 });
  await expect.poll(() => panel.frame.evaluate(() => innerWidth)).toBeLessThan(350);
  await expect.poll(() => panel.frame.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  await workbench.picture('results-narrow');
  if (size) await workbench.page.setViewportSize(size);
});

test('Try it says the classes of what is typed, the last of it, and what the network does not know', async () => {
  // Where the files are, so that the panels are in one place.
  await workbench.tabs(/^digits\.csv$/).click();
  await workbench.openFile('messages-rnn.json');
  await workbench.runCommand('RNN: Train with This Run Config');
  await expect.poll(() => panel.title()).toContain('messages.tsv');
  await panel.waitForState('finished');
  await panel.showTab('tryIt');
  await box().pressSequentially('soup and bread and cheese for dinner');
  await expect.poll(chances).toEqual([expect.stringMatching(/^food\s+\d+\.\d %$/), expect.stringMatching(/^weather/)]);
  await box().fill('rain and storm and a cloud');
  await expect.poll(async () => (await chances())[0]).toMatch(/^weather\s+\d+\.\d %$/);
  const shares = (await chances()).map((line) => Number(/([\d.]+) %$/.exec(line)?.[1]));
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(100, 0);
  expect(await panel.frame.locator('code.unknown').allInnerTexts()).toEqual(['and', 'a']);
  await workbench.pictures('tryIt');
});

test('a mistake shows its text, and all of it on demand', async () => {
  await panel.showTab('results');
  const row = panel.frame.locator('.mistakes > li').first();
  expect(await row.locator('.mistake-text').innerText()).toMatch(/^the (\w+ )+of \d+$/);
  await row.locator('.mistake-more').click();
  expect(await row.locator('.mistake-whole').innerText()).toBe(await row.locator('.mistake-text').innerText());
});

test('after a reload of the window the panels have what was typed with its classes, and the chosen order', async () => {
  await panel.showTab('tryIt');
  await panel.frame.locator('.chances li').first().waitFor();
  const before = await chances();
  await workbench.reload();
  panel = await RunPanelPage.in(workbench);
  await expect.poll(chances).toEqual(before);
  expect(await box().inputValue()).toBe('rain and storm and a cloud');
  await workbench.tabs(/^digits\.csv ·/).click();
  await expect.poll(() => panel.title()).toContain('digits.csv');
  await panel.frame.locator('.class-table th[aria-sort="descending"]', { hasText: 'Support' }).waitFor();
});

test('a line of a file that has changed since, or is gone, comes with a message', async () => {
  const file = join(workbench.folder, 'digits.csv');
  const told = (text: string): Promise<void> =>
    workbench.page.locator('.notification-toast', { hasText: text }).waitFor();
  await appendFile(file, `${lines[1]}\n`);
  await mistakes().first().locator('button.mistake').click();
  await told('digits.csv has changed since the run began');
  await rm(file);
  await mistakes().first().locator('button.mistake').click();
  await told('digits.csv is gone; put it back.');
});

test('Steps has ribbons of labels that are read by pointing and by keys, and opens the line of a step', async () => {
  await workbench.openFile('people-rnn.json');
  await workbench.runCommand('RNN: Train with This Run Config');
  await expect.poll(() => panel.title()).toContain('people.conll');
  await panel.waitForState('finished');
  await panel.showTab('ribbons');
  const ribbons = panel.frame.locator('.ribbon');
  const reading = panel.frame.locator('.ribbon-reading');
  await expect.poll(() => ribbons.count()).toBe(6);
  const steps = ribbons.first().locator('.step');
  await steps.first().hover();
  const [, line = ''] = /lines (\d+) to/.exec(await ribbons.first().innerText()) ?? [];
  await expect.poll(() => reading.innerText()).toMatch(new RegExp(`^step 1\\s.*B-PER.*line ${line}$`, 's'));
  await steps.first().focus();
  await workbench.page.keyboard.press('ArrowRight');
  await expect.poll(() => reading.innerText()).toMatch(/^step 2\s/);
  await workbench.pictures('ribbons');
  await steps.first().click();
  await workbench.tabs(/^people\.conll$/).waitFor();
  await workbench.page.getByRole('button', { name: new RegExp(`^Ln ${line}, `) }).waitFor();
  panel = await RunPanelPage.in(workbench);
  await panel.showTab('tryIt');
  await box().fill('Ada Lovelace sees the light.');
  await expect
    .poll(() => panel.frame.locator('.tagged .step-name').allInnerTexts())
    .toEqual(['Ada', 'Lovelace', 'sees', 'the', 'light', '.']);
  const tags = await panel.frame.locator('.tagged .step-label').allInnerTexts();
  expect(tags.slice(0, 3)).toEqual(['B-PER', 'I-PER', 'O']);
  await workbench.pictures('tags');
});

test('a translated line shows what of its source the network looked at', async () => {
  await workbench.openFile('turned-rnn.json');
  await workbench.runCommand('RNN: Train with This Run Config');
  await expect.poll(() => panel.title()).toContain('turned.tsv');
  await panel.waitForState('finished');
  await panel.showTab('translations');
  const symbol = panel.frame.locator('[data-symbol]').first();
  const looked = panel.frame.locator('.looked-at');
  expect(await looked.count()).toBe(0);
  await symbol.hover();
  await expect.poll(() => looked.count()).toBeGreaterThan(0);
  expect(await panel.frame.locator('.looked-at.most').count()).toBeGreaterThan(0);
  expect(await symbol.getAttribute('title')).toMatch(/^[a-e] \d+ %/);
  await workbench.pictures('attention');
});

test('predicted numbers are points over the actual ones, read by keys, and Enter opens the line of one', async () => {
  await workbench.openFile('remarks-rnn.json');
  await workbench.runCommand('RNN: Train with This Run Config');
  await expect.poll(() => panel.title()).toContain('remarks.csv');
  await panel.waitForState('finished');
  await panel.showTab('scatter');
  const plot = panel.frame.locator('.plot.scatter');
  const words = /^Predicted over actual score\. 47 examples, MAE (0\.\d+), R² 0\.9\d+\./;
  expect(await plot.getAttribute('aria-label')).toMatch(words);
  const errors = panel.frame.locator('.mistake.of-number');
  expect(await errors.first().locator('.mistake-text').innerText()).toMatch(/^the room was /);
  await workbench.pictures('scatter');
  await plot.focus();
  await workbench.page.keyboard.press('ArrowLeft');
  const reading = panel.frame.locator('.results .legend');
  await expect.poll(() => reading.innerText()).toMatch(/^line \d+\s+actual \d\.\d\d\s+predicted \d/);
  const [, line = ''] = /^line (\d+)/.exec(await reading.innerText()) ?? [];
  await workbench.page.keyboard.press('Enter');
  await workbench.tabs(/^remarks\.csv$/).waitFor();
  await workbench.page.getByRole('button', { name: new RegExp(`^Ln ${line}, `) }).waitFor();
});
