import { existsSync } from 'node:fs';
import { copyFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { patience } from '../patience.ts';
import { skipUnless } from '../skipUnless.ts';
import { RunPanelPage } from './runPanelPage.ts';
import { Workbench } from './workbench.ts';

/** Small files that are easily read otherwise than they are meant; no part of the project. */
const cases = join(import.meta.dirname, '../../../shared/cases');
const areWanted = skipUnless(
  existsSync(cases) && Boolean(process.env['RNN_STUDIO_PICTURES']),
  'pictures of files that are easily misread are for people who ask for them',
);

const filesIn = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name !== 'README.md');
  return files.map((entry) => join(entry.parentPath, entry.name)).sort();
};

/** Takes light and dark ones; the high contrast is no other in what it says. */
const photograph = async (workbench: Workbench, name: string): Promise<void> => {
  for (const theme of ['light', 'dark'] as const) {
    await workbench.setTheme(theme);
    await workbench.picture(`case-${name}-${theme}`);
  }
};

test(
  'what is understood of each file is said by its form, its Data tab and its lenses',
  { ...areWanted, timeout: 10 * patience },
  async () => {
    const workbench = await Workbench.open(['weather.csv']);
    try {
      for (const path of await filesIn(cases)) {
        const name = path.slice(cases.length + 1).replaceAll('/', '-');
        await copyFile(path, join(workbench.folder, name));
        await workbench.openFile(name);
        const sidebar = workbench.page.locator('.sidebar .title', { hasText: 'RNN Studio' });
        if (!(await sidebar.isVisible()))
          await workbench.page.locator('.activitybar a[aria-label="RNN Studio"]').click();
        const form = await workbench.webview('.form section[aria-label="Train"]');
        const shown = (): Promise<string> =>
          form.evaluate(
            (body) => body.querySelector<HTMLSelectElement>('vscode-dropdown[aria-label="File"]')?.value ?? '',
          );
        await expect.poll(shown).toContain(name);
        const parameters = form.getByText(/[\d,]+ parameters/);
        await parameters.or(form.locator('.problem').first()).first().waitFor();
        await photograph(workbench, `${name}-form`);
        if (!(await parameters.isVisible())) continue;
        await workbench.runCommand('RNN: Train RNN on file');
        const panel = await RunPanelPage.in(workbench);
        await expect.poll(() => panel.title()).toContain(name);
        await panel.frame.locator('.state-finished, .state-stopped').waitFor();
        await panel.showTab('data');
        await photograph(workbench, `${name}-data`);
        await workbench.openFile(name);
        await workbench.codeLens('Retrain').waitFor();
        await workbench.picture(`case-${name}-lenses`);
        await workbench.runCommand('View: Close All Editors');
      }
    } finally {
      await workbench.close();
    }
  },
);
