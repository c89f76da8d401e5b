import { beforeAll, describe, expect, test } from 'vitest';
import { overflow, overlaps } from './layoutFaults.ts';
import { RunPanelPage } from './runPanelPage.ts';
import type { WebviewFrame } from './webviewFrame.ts';
import { windowWith } from './sharedWindow.ts';
import type { Workbench } from './workbench.ts';

const files = ['weather.csv', 'digits.csv', 'first-names.txt'] as const;
/** Of tasks whose form has nothing that those have not. */
const moreFiles = ['people.conll', 'turned.tsv'] as const;
/** Of the window, with which the panel beside sidebar and file is about 300, 600 and 1,600 pixels wide. */
const widths = { 300: 958, 600: 1558, 1600: 3558 } as const;

const open = windowWith(...files, ...moreFiles);
let workbench: Workbench;
let form: WebviewFrame;

beforeAll(async () => {
  workbench = await open();
});

const fields =
  '.row-label, .muted, .problem, summary, vscode-dropdown, vscode-text-field, vscode-checkbox, vscode-radio';
const resize = async (frame: WebviewFrame, width: number, height: number): Promise<void> => {
  await workbench.page.setViewportSize({ width, height });
  // The frame is as large as the last size only when it was drawn with it, and that after the window itself.
  const size = (): Promise<string> =>
    workbench.page.locator('.monaco-workbench').evaluate(({ clientWidth: x, clientHeight: y }) => `${x} ${y}`);
  await expect.poll(size).toBe(`${width} ${height}`);
  let last = '';
  await expect
    .poll(async () => {
      const before = last;
      last = await frame.evaluate(() => `${innerWidth} ${innerHeight}`);
      return last === before;
    })
    .toBe(true);
};

type Width = keyof typeof widths;

/** Tabs whose parts others have too are tried where there is least room. */
const widthsOf = (file: string): readonly Width[] =>
  files.some((each) => each === file) || process.env['RNN_STUDIO_PICTURES'] ? [300, 600, 1600] : [300];

/** Makes the window as wide as leaves a panel of `width` pixels. */
const resizePanel = async (frame: WebviewFrame, width: Width): Promise<void> => {
  await resize(frame, widths[width], 900);
  await expect.poll(async () => Math.abs((await frame.evaluate(() => innerWidth)) - width)).toBeLessThan(8);
};

describe.each(files)('the form for %s in a sidebar of 300 pixels', (file) => {
  test('has no text or control over another, folded or not', async () => {
    await workbench.page.setViewportSize({ width: 1400, height: 900 });
    await workbench.openFile(file);
    if (!(await workbench.page.locator('.sidebar .title', { hasText: 'RNN Studio' }).isVisible()))
      await workbench.page.locator('.activitybar a[aria-label="RNN Studio"]').click();
    form = await workbench.webview('.form section[aria-label="Train"]');
    const shown = (): Promise<string> =>
      form.evaluate((body) => body.querySelector<HTMLSelectElement>('vscode-dropdown[aria-label="File"]')?.value ?? '');
    await expect.poll(shown).toContain(file);
    await form.getByText(/[\d,]+ parameters/).waitFor();
    expect(await form.evaluate(() => innerWidth)).toBeLessThanOrEqual(300);
    await expect.poll(() => overlaps(form, fields)).toEqual([]);
    await workbench.pictures(`form-300-${file}`);
    const sections = form.locator('details > summary');
    const fold = async (): Promise<void> => {
      for (let index = 0; index < (await sections.count()); index++) await sections.nth(index).click();
    };
    await fold();
    expect(await form.locator('details[open]').count()).toBe(await sections.count());
    await expect.poll(() => overlaps(form, fields)).toEqual([]);
    expect(await overflow(form)).toBe(0);
    await fold();
  });

  test.each([900, 600, 500, 400])(
    'leaves its fields more than half of the view of a window %i pixels high',
    async (height) => {
      await resize(form, 1000, height);
      const [dock, view] = await form.evaluate((body) => {
        const box = body.querySelector('.dock')?.getBoundingClientRect();
        const isStuck = box !== undefined && getComputedStyle(body.querySelector('.dock')!).position === 'sticky';
        return [isStuck ? innerHeight - box.top : 0, innerHeight] as const;
      });
      expect(dock / view).toBeLessThan(0.5);
      await workbench.picture(`form-low-${file}-${height}`);
    },
  );
});

describe.each([...files, ...moreFiles])('the panel of %s', (file) => {
  let panel: RunPanelPage;

  /** Where the first chart begins and ends, from the top of the page. */
  const chart = (): Promise<{ top: number; bottom: number; view: number }> =>
    panel.frame.evaluate((body) => {
      const box = body.querySelector('.plot')?.getBoundingClientRect();
      return { top: (box?.top ?? NaN) + scrollY, bottom: (box?.bottom ?? NaN) + scrollY, view: innerHeight };
    });

  /** Tiles left over on a last line of their own, where all lines above hold several. */
  const lonely = (): Promise<string[]> =>
    panel.frame.evaluate((body) =>
      [...body.querySelectorAll('.tiles')].flatMap((group) => {
        const lines: { bottom: number; tiles: Element[] }[] = [];
        for (const tile of group.querySelectorAll('.tile')) {
          const { top, bottom } = tile.getBoundingClientRect();
          const line = lines.at(-1);
          if (line && top < line.bottom - 1) line.tiles.push(tile);
          else lines.push({ bottom, tiles: [tile] });
        }
        const last = lines.pop();
        const isLeftOver = last?.tiles.length === 1 && lines.length > 0 && lines.every(({ tiles }) => tiles.length > 1);
        return isLeftOver ? last.tiles.map(({ textContent }) => textContent) : [];
      }),
    );

  const texts =
    '.head h1, .head .state, .head vscode-button, .notice p, .notice vscode-button, .tile, .tabs button, .legend li';

  /** What a tab holds besides charts. */
  const contents =
    '#tab-panel h2, #tab-panel p, #tab-panel td, #tab-panel th, #tab-panel dt, #tab-panel dd, #tab-panel label, #tab-panel vscode-button, #tab-panel vscode-text-field';

  test('shows its curves in the first view from its first epoch on, 300 pixels wide, and nothing over something else', async () => {
    await workbench.page.setViewportSize({ width: 1400, height: 900 });
    await workbench.runCommand('View: Close All Editors');
    await workbench.openFile(file);
    await workbench.runCommand('RNN: Train RNN on file');
    panel = await RunPanelPage.in(workbench);
    await panel.tile('best epoch').waitFor();
    await resizePanel(panel.frame, 300);
    await panel.frame.locator('.plot').first().waitFor();
    await expect.poll(async () => (await chart()).bottom - (await chart()).view).toBeLessThan(0);
    expect(await overlaps(panel.frame, texts)).toEqual([]);
    expect(await overflow(panel.frame)).toBe(0);
    // A column of single words would be one.
    const state = await panel.frame.locator('.head .state').boundingBox();
    expect(state?.height).toBeLessThan(60);
    await workbench.picture(`panel-300-${file}-running`);
  });

  test('has its numbers on lines of several and its curves in the first view when it has ended', async () => {
    await panel.end();
    // Scoring the test split is cut off where a busy machine takes too long for it, and then it has no tiles.
    await panel.frame
      .locator('.tiles')
      .nth(1)
      .waitFor({ timeout: 20_000 })
      .catch(() => undefined);
    for (const width of [300, 600, 1600] as const) {
      await resizePanel(panel.frame, width);
      await workbench.pictures(`panel-${width}-${file}`);
      await expect.poll(lonely).toEqual([]);
      expect(await overlaps(panel.frame, texts)).toEqual([]);
      expect(await overflow(panel.frame)).toBe(0);
      const { bottom, view } = await chart();
      expect(bottom).toBeLessThan(view);
    }
  });

  test('has no text or control over another in any of its tabs, and nothing wider than the panel', async () => {
    const tabs = await panel.frame.evaluate((body) => [...body.querySelectorAll('.tabs button')].map(({ id }) => id));
    expect(tabs.length).toBeGreaterThanOrEqual(5);
    for (const width of widthsOf(file)) {
      await resizePanel(panel.frame, width);
      for (const tab of tabs) {
        await panel.frame.locator(`#${tab}`).click();
        await panel.frame.locator(`#${tab}[aria-selected="true"]`).waitFor();
        expect([tab, width, await overlaps(panel.frame, `${texts}, ${contents}`)]).toEqual([tab, width, []]);
        expect([tab, width, await overflow(panel.frame)]).toEqual([tab, width, 0]);
        await workbench.pictures(`panel-${width}-${file}-${tab}`);
      }
    }
  });
});
