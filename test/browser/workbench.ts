import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type Frame, type Locator, type Page, chromium } from 'playwright-core';
import { chromiumArguments, ensureChromium } from '../../scripts/chromium.mjs';
import {
  type Server,
  installExtension,
  startServer,
  workbenchUrl,
  writeSettings,
} from '../../scripts/vscodeServer.mjs';

const vsix = 'rnn-studio.vsix';
const screenshots = '.vscode-test/screenshots';

const themes = {
  light: { media: { colorScheme: 'light', forcedColors: 'none' }, bodyClass: 'vs' },
  dark: { media: { colorScheme: 'dark', forcedColors: 'none' }, bodyClass: 'vs-dark' },
  highContrast: { media: { colorScheme: 'dark', forcedColors: 'active' }, bodyClass: 'hc-black' },
} as const;

/** VS Code in a browser, with the built VSIX installed and a folder of copied samples open. */
export class Workbench {
  readonly page: Page;
  /** The folder that is open; its own, and removed at the end. */
  readonly folder: string;
  /** What the pages complained of: violations of the content security policy and uncaught errors of webviews. */
  readonly complaints: readonly string[];
  /** Ends the browser and the server, and removes the folder. */
  readonly close: () => Promise<void>;

  private constructor(page: Page, folder: string, complaints: readonly string[], close: () => Promise<void>) {
    this.page = page;
    this.folder = folder;
    this.complaints = complaints;
    this.close = close;
  }

  /**
   * @param samples names of files of samples/ to open the folder with
   * @param isTrusted else the folder is open in Restricted Mode
   */
  static async open(samples: readonly string[], isTrusted = true): Promise<Workbench> {
    if (!existsSync(vsix)) throw new Error(`${vsix} is not built: npm run package`);
    const temporary = await mkdtemp(join(tmpdir(), 'rnn-studio-browser-'));
    const folder = join(temporary, 'workspace');
    const state = join(temporary, 'state');
    let server: Server | undefined;
    let browser: Browser | undefined;
    const close = async (): Promise<void> => {
      await browser?.close();
      await server?.stop();
      await rm(temporary, { recursive: true, force: true, maxRetries: 5 });
    };
    try {
      for (const sample of samples) await cp(join('samples', sample), join(folder, sample));
      await writeSettings(state, settings);
      await installExtension(vsix, state);
      server = await startServer({ state, isTrusted });
      browser = await chromium.launch({ executablePath: await ensureChromium(), args: chromiumArguments });
      const page = await browser.newPage({ viewport: { width: 1400, height: 900 }, colorScheme: 'dark' });
      const complaints = listen(page);
      await page.goto(workbenchUrl(server.address, folder));
      const workbench = new Workbench(page, folder, complaints, close);
      await workbench.waitUntilReady();
      return workbench;
    } catch (error) {
      await close();
      throw error;
    }
  }

  /** As a person does, so that VS Code keeps the open editors first. */
  async reload(): Promise<void> {
    const reloaded = this.page.waitForEvent('load');
    await this.runCommand('Developer: Reload Window');
    await reloaded;
    await this.waitUntilReady();
  }

  private async waitUntilReady(): Promise<void> {
    await this.page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
  }

  /** Runs a command by the palette, as a person does. */
  async runCommand(title: string): Promise<void> {
    await this.pick(title, 'F1', '>');
  }

  async openFile(name: string): Promise<void> {
    await this.pick(name, 'Control+p', '');
    await this.page.locator(`.tab.active[data-resource-name="${name}"]`).first().waitFor();
  }

  /** Types into the quick pick that `key` opens and takes the first entry, once it is the one asked for. */
  private async pick(text: string, key: string, prefix: string): Promise<void> {
    await this.page.keyboard.press(key);
    const input = this.page.locator('.quick-input-widget input[type="text"]');
    await input.fill(prefix + text);
    const entry = this.page.locator('.quick-input-list .monaco-list-row').first();
    await entry.getByText(text, { exact: false }).first().waitFor();
    await input.press('Enter');
  }

  /** Editor tabs with this title. */
  tabs(title: RegExp): Locator {
    return this.page.locator('.tabs-container .tab', { hasText: title });
  }

  /** The lens of an editor with this text. */
  codeLens(text: string | RegExp): Locator {
    return this.page.locator('.codelens-decoration a', { hasText: text }).first();
  }

  /** The innermost frame of the webview that shows an element matched by `selector`. */
  async webview(selector: string, timeout = 30_000): Promise<Frame> {
    const end = Date.now() + timeout;
    for (;;) {
      for (const frame of this.page.frames()) {
        const isShown = await frame
          .locator(selector)
          .first()
          .isVisible()
          .catch(() => false);
        if (isShown && frame.parentFrame()) return frame;
      }
      if (Date.now() > end) throw new Error(`no webview shows ${selector} after ${timeout / 1000} s`);
      await this.page.waitForTimeout(100);
    }
  }

  async setTheme(theme: keyof typeof themes): Promise<void> {
    await this.page.emulateMedia(themes[theme].media);
    await this.page.locator(`.monaco-workbench.${themes[theme].bodyClass}`).waitFor();
    await this.page.waitForTimeout(500); // Webviews repaint after the workbench.
  }

  /** Saves what is on the screen, for people to look at. */
  async screenshot(name: string): Promise<void> {
    await mkdir(screenshots, { recursive: true });
    await this.page.screenshot({ path: join(screenshots, `${name}.png`) });
  }
}

/** The theme follows the browser's preference, so that a test can change it in the open window. */
const settings = {
  'window.autoDetectColorScheme': true,
  'window.autoDetectHighContrast': true,
  'workbench.preferredLightColorTheme': 'Light Modern',
  'workbench.preferredDarkColorTheme': 'Dark Modern',
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'security.workspace.trust.startupPrompt': 'never',
};

const listen = (page: Page): readonly string[] => {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
  return complaints;
};
