import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { colouredPixels } from './colouredPixels.ts';
import { RunPanelPage } from './runPanelPage.ts';
import type { WebviewFrame } from './webviewFrame.ts';
import { windowWith } from './sharedWindow.ts';
import type { Workbench } from './workbench.ts';

const open = windowWith('airline-passengers.csv', 'weather.csv', 'messages.tsv');
let workbench: Workbench;
let form: WebviewFrame;

beforeAll(async () => {
  workbench = await open();
});

const train = (): Locator => form.locator('section[aria-label="Train"] vscode-button').first();

describe('the training form', () => {
  const field = (label: string): Locator => form.locator('.row', { has: form.getByText(label, { exact: true }) });

  test('the sidebar proposes a training for the open file and says what it costs', async () => {
    await workbench.openFile('weather.csv');
    await workbench.page.locator('.activitybar a[aria-label="RNN Studio"]').click();
    form = await workbench.webview('.form section[aria-label="Train"]');
    await form.getByText(/[\d,]+ parameters/).waitFor();
    await workbench.pictures('form');
  });

  test('a window longer than the data is explained under its field, and Train is off until it is put right', async () => {
    const input = field('Window').locator('input');
    await input.fill('99999');
    await field('Window').getByRole('alert').waitFor();
    await expect.poll(() => train().getAttribute('disabled')).not.toBeNull();
    await workbench.picture('form-problem');
    await input.fill('14');
    await expect.poll(() => train().getAttribute('disabled')).toBeNull();
  });

  test('the form is there again when VS Code replaces its frame, and a reading under way begins again', async () => {
    await form.evaluate((body) => body.classList.add('replaced-soon'));
    const reading = form.evaluate((body) =>
      body.classList.contains('replaced-soon') ? new Promise<never>(() => undefined) : 'in the new frame',
    );
    await workbench.runCommand('Developer: Reload Webviews');
    expect(await reading).toBe('in the new frame');
    await form.getByText(/[\d,]+ parameters/).waitFor();
  });

  test('a data file that appears in the folder is offered', async () => {
    await writeFile(join(workbench.folder, 'new.csv'), 'day,value\n1,2\n');
    const option = form.locator('vscode-dropdown[aria-label="File"] vscode-option', { hasText: 'new.csv' });
    await expect.poll(() => option.count()).toBe(1);
  });

  test('a text says how it is encoded; an encoding that it has not is explained, and another one chosen', async () => {
    const chosen = (): Locator => form.locator('vscode-dropdown[aria-label="Encoding"]');
    const choose = async (name: string): Promise<void> => {
      await chosen().click();
      await chosen().locator('vscode-option', { hasText: name }).click();
    };
    const text = 'le caf\u00e9 r\u00eave \u00e0 la for\u00eat\n'.repeat(100);
    await writeFile(join(workbench.folder, 'cafe.txt'), Buffer.from(text, 'latin1'));
    await workbench.openFile('cafe.txt');
    const found = form.getByText('The file is not UTF-8 and is read as Windows-1252').first();
    await found.waitFor();
    await form.locator('details[data-name="reading"] summary').click();
    await choose('EUC-KR');
    await form.getByText('is not euc-kr here').first().waitFor();
    await workbench.picture('form-encoding');
    await choose('Windows-1251');
    await form.getByText('The file is not UTF-8').first().waitFor({ state: 'detached' });
    await form.getByText(/[\d,]+ parameters/).waitFor();
    await choose('as found');
    await found.waitFor();
    await form.locator('details[data-name="reading"] summary').click();
    await workbench.tabs(/^weather\.csv/).click();
    await expect.poll(() => field('Window').locator('input').inputValue()).toBe('14');
    await form.getByText(/[\d,]+ parameters/).waitFor();
  });

  test('Train starts a run with the values of the form, which stands in the tree of runs', async () => {
    await train().click();
    const panel = await RunPanelPage.in(workbench);
    await panel.waitForState('finished');
    const readConfig = async (): Promise<string> => {
      await panel.showTab('config');
      return panel.frame.locator('#tab-panel').innerText();
    };
    await expect.poll(readConfig).toMatch(/"window": 14/);
    await workbench.page.locator('.monaco-list-row', { hasText: /MAE/ }).first().waitFor();
    await workbench.picture('runs');
  });
});

describe('the form of a forecast', () => {
  const list = (label: string): Locator => form.locator(`vscode-dropdown[aria-label="${label}"]`);
  const chosen = (label: string): Promise<string> =>
    list(label).evaluate((element) => (element as HTMLSelectElement).value.trim());
  const choose = async (label: string, option: string): Promise<void> => {
    await list(label).click();
    await list(label).locator('vscode-option', { hasText: option }).click();
  };

  test('offers segments, with which each window is less its last value unless it is said otherwise', async () => {
    await workbench.openFile('weather.csv');
    await expect.poll(() => chosen('Task')).toBe('forecast');
    const layers = form.locator('details[data-name="layers"] > summary');
    await layers.click();
    await expect.poll(() => chosen('Each window less')).toBe('none');
    await choose('Steps ahead come of', 'segments of the window');
    await expect.poll(() => chosen('Each window less')).toBe('last');
    await list('Steps ahead come of').scrollIntoViewIfNeeded();
    await workbench.pictures('form-segments');
    await choose('Steps ahead come of', 'the last step');
    await expect.poll(() => chosen('Each window less')).toBe('none');
    await layers.click();
  });
});

describe('the form of a table whose texts are to be written', () => {
  const list = (label: string): Locator => form.locator(`vscode-dropdown[aria-label="${label}"]`);
  const choose = async (label: string, option: string): Promise<void> => {
    await list(label).click();
    await list(label).locator('vscode-option', { hasText: option }).click();
  };
  const chosen = (label: string): Promise<string> =>
    list(label).evaluate((element) => (element as HTMLSelectElement).value.trim());

  test('has the weights of its classes while they are to be told apart', async () => {
    await workbench.runCommand('View: Close All Editors');
    await workbench.openFile('messages.tsv');
    await expect.poll(() => chosen('Task')).toBe('textClassification');
    await form.locator('details[data-name="training"] > summary').click();
    await expect.poll(() => chosen('Classes count')).toBe('none');
    await choose('Classes count', 'alike, whatever their size');
    await form.locator('.row[data-path="training.classWeights"]').scrollIntoViewIfNeeded();
    await workbench.pictures('form-class-weights');
    await form.locator('details[data-name="training"] > summary').click();
  });

  test('offers its columns of texts, and of labels once there is a text', async () => {
    await choose('Task', 'Text generation');
    await expect.poll(() => chosen('Text')).toBe('');
    await form.getByText(/[\d,]+ symbols, /).waitFor();
    expect(await list('Label').count()).toBe(0);
    expect(await list('Task').locator('vscode-option').count()).toBeGreaterThan(5);
    await choose('Text', 'text');
    await choose('Label', 'label');
    await form.getByText('600 rows · 2 columns').waitFor();
    await form.locator('details[data-name="advanced"] > summary').click();
    await form.getByText("It learns the texts of 'text', and is told the 'label' of each.").waitFor();
    await form.locator('details[data-name="advanced"] > summary').click();
    await list('Text').scrollIntoViewIfNeeded();
    await workbench.pictures('form-texts-of-table');
  });

  test('is that of the file as one text again when no column is chosen', async () => {
    await choose('Text', 'the file as it is');
    await form.getByText(/[\d,]+ symbols, /).waitFor();
    await expect.poll(() => list('Label').count()).toBe(0);
    await expect.poll(() => train().getAttribute('disabled')).toBeNull();
  });
});

describe('the search for a learning rate', () => {
  let page: WebviewFrame;

  const button = (name: string): Locator => page.locator('vscode-button', { hasText: name });
  const plot = (): Locator => page.locator('.plot');
  const rate = async (): Promise<string> => page.locator('.rate-value').innerText();
  const finder = (): Locator => form.locator('vscode-button[aria-label="Find a learning rate…"]');
  const hiddenSize = (): Locator => form.locator('.row[data-path="model.hiddenSize"] input');
  const rateField = (): Locator =>
    form.locator('.row', { has: form.getByText('Learning rate', { exact: true }) }).locator('input');

  test('the command Find learning rate draws the curve and proposes a rate, with its reason', async () => {
    await workbench.runCommand('View: Close All Editors');
    await workbench.openFile('airline-passengers.csv');
    await workbench.runCommand('RNN: Find learning rate');
    page = await workbench.webview('.proposal');
    expect(await page.locator('h1').innerText()).toMatch(/^Learning rate for airline-passengers\.csv · lstm \d+$/);
    expect(Number(await rate())).toBeGreaterThan(1e-3);
    expect(Number(await rate())).toBeLessThan(1e-1);
    expect(await page.locator('.reason').innerText()).toMatch(/more careful of two estimates/);
    await expect.poll(() => colouredPixels(page)).toBeGreaterThan(300);
    expect(await plot().getAttribute('aria-label')).toMatch(
      new RegExp(`\\d+ rates from 1e−7 to .* Proposed: ${await rate()}\\.`),
    );
  });

  test.each(['dark', 'light', 'highContrast'] as const)('the curve is drawn in the %s theme', async (theme) => {
    await workbench.setTheme(theme);
    await expect.poll(() => colouredPixels(page)).toBeGreaterThan(300);
    await workbench.picture(`learning-rate-${theme}`);
    await workbench.setTheme('dark');
  });

  test('arrow keys read the rates of the curve', async () => {
    await plot().focus();
    for (let i = 0; i < 5; i++) await workbench.page.keyboard.press('ArrowLeft');
    await expect.poll(() => page.locator('.legend-x').innerText()).toMatch(/^rate \d/);
  });

  test('Use this rate puts it into the form of the file, with the cursor in its field', async () => {
    await button('Use this rate').click();
    form = await workbench.webview('.form section[aria-label="Train"]');
    await expect.poll(() => rateField().inputValue()).toBe(await rate());
    await expect
      .poll(() => form.evaluate(() => document.activeElement?.closest('.row')?.getAttribute('data-path')))
      .toBe('training.learningRate');
    await workbench.picture('learning-rate-form');
  });

  test('a panel that was hidden has its curve and proposal again', async () => {
    const before = await rate();
    await workbench.openFile('weather.csv');
    // Else it might be the hidden page that is found again, in its last moment.
    await page.waitUntilGone();
    await workbench.tabs(/Learning rate: airline/).click();
    page = await workbench.webview('.proposal');
    expect(await rate()).toBe(before);
    await expect.poll(() => colouredPixels(page)).toBeGreaterThan(300);
  });

  test('the button beside the field searches with what the form says', async () => {
    await workbench.tabs(/^airline-passengers\.csv/).click();
    // The form has turned to this file when its rate is there, and knows all of it when it can train.
    await expect.poll(() => rateField().inputValue()).toBe(await rate());
    await expect.poll(() => finder().getAttribute('disabled')).toBeNull();
    await form.locator('vscode-dropdown[aria-label="Optimiser"]').click();
    await form.locator('vscode-option', { hasText: /^\s*SGD\s*$/ }).click();
    await finder().click();
    await expect.poll(() => page.locator('.reason').innerText()).toContain('sgd and a batch size');
    expect(await workbench.tabs(/Learning rate: airline/).count()).toBe(1);
  });

  test('the curve grows while a long search goes on, which Stop ends without a proposal', async () => {
    await hiddenSize().fill('512');
    await finder().click();
    await page.locator('.state-running').waitFor();
    await plot().waitFor();
    const triedSoFar = async (): Promise<number> =>
      Number(/ (\d+) rates/.exec((await plot().getAttribute('aria-label')) ?? '')?.[1]);
    const early = await triedSoFar();
    await expect.poll(triedSoFar).toBeGreaterThan(early);
    await workbench.picture('learning-rate-running');
    await button('Stop').click();
    await page.locator('.state-stopped').waitFor();
    await button('Search again').waitFor();
    await page.getByText(/^Stopped\. A rate is proposed when/).waitFor();
    expect(await triedSoFar()).toBeLessThan(100);
    expect(await page.locator('.proposal').count()).toBe(0);
    await workbench.picture('learning-rate-stopped');
  });

  test('Train with this rate starts a run with it', async () => {
    await hiddenSize().fill('16');
    await finder().click();
    await page.locator('.proposal').waitFor();
    const expected = await rate();
    // The run takes the panel's place, at times before a click of the mouse is over.
    await button('Train with this rate').dispatchEvent('click');
    const panel = await RunPanelPage.in(workbench);
    await panel.showTab('config');
    await expect.poll(() => panel.frame.locator('#tab-panel').innerText()).toContain(`"learningRate": ${expected}`);
  });

  test('after a window reload the panel is not there, and nothing in its place is broken', async () => {
    await workbench.page.locator('.activitybar a[aria-label^="Explorer"]').click();
    await workbench.reload();
    await RunPanelPage.in(workbench);
    expect(await workbench.tabs(/Learning rate:/).count()).toBe(0);
  });
});
