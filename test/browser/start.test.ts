import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import { expect, test } from 'vitest';
import { chromiumArguments, ensureChromium } from '../../scripts/chromium.mjs';
import { patience } from '../patience.ts';
import { skipUnless } from '../skipUnless.ts';

/** Without a desktop, whatever this machine has. */
const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...env } = process.env;

const firstAddress = async (lines: AsyncIterable<string>): Promise<string | undefined> => {
  for await (const line of lines) if (line.trim().startsWith('http://')) return line.trim();
  return undefined;
};

test(
  'npm start prints the address of a VS Code that has the extension, and Ctrl-C ends it',
  skipUnless(process.platform === 'linux', 'only Linux can be without a desktop'),
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rnn-studio-start-'));
    await writeFile(join(folder, 'numbers.csv'), 'month,passengers\n1949-01,112\n');
    const child = spawn(process.execPath, ['scripts/start.mjs', folder], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const browser = await chromium.launch({ executablePath: await ensureChromium(), args: chromiumArguments });
    try {
      const address = await firstAddress(createInterface({ input: child.stdout }));
      const page = await browser.newPage();
      page.setDefaultTimeout(patience);
      await page.goto(address ?? 'about:blank');
      await page.getByText('numbers.csv').first().waitFor();
      await page.locator('.activitybar a[aria-label="RNN Studio"]').waitFor();

      child.kill('SIGINT');
      expect(await once(child, 'exit')).toEqual([0, null]);
      await expect(fetch(address ?? '')).rejects.toThrow();
    } finally {
      child.kill('SIGKILL');
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
);
