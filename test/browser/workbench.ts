import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type Locator, type Page, chromium, errors } from 'playwright-core';
import { chromiumArguments, ensureChromium, keepStill } from '../../scripts/chromium.mjs';
import {
  type Server,
  installExtension,
  startServer,
  workbenchUrl,
  writeSettings,
} from '../../scripts/vscodeServer.mjs';
import { patience } from '../patience.ts';
import { placeData } from '../placeData.ts';
import { tryAgain } from './tryAgain.ts';
import { WebviewFrame } from './webviewFrame.ts';

const vsix = 'rnn-studio.vsix';
const screenshots = '.vscode-test/screenshots';
const arePicturesWanted = Boolean(process.env['RNN_STUDIO_PICTURES']);

const themes = {
  light: { media: { colorScheme: 'light', forcedColors: 'none' }, bodyClass: 'vs', ofWebviews: 'vscode-light' },
  dark: { media: { colorScheme: 'dark', forcedColors: 'none' }, bodyClass: 'vs-dark', ofWebviews: 'vscode-dark' },
  highContrast: {
    media: { colorScheme: 'dark', forcedColors: 'active' },
    bodyClass: 'hc-black',
    ofWebviews: 'vscode-high-contrast',
  },
} as const;

/** VS Code in a browser, with the built VSIX installed and a folder of copied samples open. */
export class Workbench {
  readonly page: Page;
  /** The folder that is open; its own, and removed at the end. */
  readonly folder: string;
  private readonly webviews: readonly WebviewFrame[];
  /** What the pages complained of: violations of the content security policy and uncaught errors of webviews. */
  readonly complaints: readonly string[];
  /** Ends the browser and the server, and removes the folder. */
  readonly close: () => Promise<void>;

  private constructor(page: Page, folder: string, complaints: readonly string[], close: () => Promise<void>) {
    this.page = page;
    this.webviews = [new WebviewFrame(page, 'editor'), new WebviewFrame(page, 'sidebar')];
    this.folder = folder;
    this.complaints = complaints;
    this.close = close;
  }

  /**
   * @param data names of files that `placeData` knows, to open the folder with
   * @param isTrusted else the folder is open in Restricted Mode
   */
  static async open(data: readonly string[], isTrusted = true): Promise<Workbench> {
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
      await mkdir(folder);
      for (const name of data) await placeData(name, folder);
      await writeSettings(state, settings);
      await installExtension(vsix, state);
      server = await startServer({ state, isTrusted });
      browser = await chromium.launch({ executablePath: await ensureChromium(), args: chromiumArguments });
      const viewport = { width: 1400, height: 900 };
      const page = await browser.newPage({ viewport, colorScheme: 'dark', reducedMotion: 'reduce' });
      page.setDefaultTimeout(patience);
      await page.addInitScript(keepStill);
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

  /**
   * Types into the quick pick that `key` opens and takes the first entry, once it is the one asked for. A webview that
   * still loads swallows the key, and what comes late may close the pick, or not be in its list: then it is opened anew.
   */
  private async pick(text: string, key: string, prefix: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input[type="text"]');
    const entry = this.page.locator('.quick-input-list .monaco-list-row').first();
    const find = async (): Promise<void> => {
      if (await input.isVisible()) await input.press('Escape');
      await this.page.keyboard.press(key);
      await input.fill(prefix + text, { timeout: 10_000 });
      await entry.getByText(text, { exact: false }).first().waitFor({ timeout: 10_000 });
    };
    await tryAgain(find, (error) => error instanceof errors.TimeoutError);
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

  /** The webview that shows an element matched by `selector`, as soon as there is one. */
  async webview(selector: string): Promise<WebviewFrame> {
    return Promise.any(
      this.webviews.map(async (webview) => {
        await webview.locator(selector).first().waitFor();
        return webview;
      }),
    ).catch((error: unknown) => {
      throw new Error(`no webview shows ${selector}`, { cause: error });
    });
  }

  async setTheme(theme: keyof typeof themes): Promise<void> {
    const { media, bodyClass, ofWebviews } = themes[theme];
    await this.page.emulateMedia(media);
    await this.page.locator(`.monaco-workbench.${bodyClass}`).waitFor();
    for (const webview of this.webviews) await webview.waitForTheme(ofWebviews);
  }

  /** Saves what is on the screen for people to look at, who ask for it: no test judges it, and each takes its time. */
  async picture(name: string): Promise<void> {
    if (arePicturesWanted) await this.screenshot(name);
  }

  /** As `picture`, in every theme; ends in the dark one. */
  async pictures(name: string): Promise<void> {
    if (!arePicturesWanted) return;
    for (const theme of ['light', 'highContrast', 'dark'] as const) {
      await this.setTheme(theme);
      await this.screenshot(`${name}-${theme}`);
    }
  }

  /** Saves what is on the screen. */
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
  'workbench.reduceMotion': 'on',
  'editor.cursorBlinking': 'solid',
  'rnnStudio.threads': 1,
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
