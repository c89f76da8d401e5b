import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { colouredPixels } from './colouredPixels.ts';
import type { WebviewFrame } from './webviewFrame.ts';
import type { Workbench } from './workbench.ts';

/** The run panel as a person sees it. */
export class RunPanelPage {
  readonly frame: WebviewFrame;

  private constructor(frame: WebviewFrame) {
    this.frame = frame;
  }

  /** Waits until the panel shows a run. */
  static async in(workbench: Workbench): Promise<RunPanelPage> {
    return new RunPanelPage(await workbench.webview('#tab-curves'));
  }

  title(): Promise<string> {
    return this.frame.locator('header.head h1').innerText();
  }

  /** Of the line under the title: `Training · epoch 3/40 · …`. */
  async epoch(): Promise<number> {
    const words = await this.frame.locator('header.head .state').innerText();
    return Number(/epoch\s(\d+)\/\d+/.exec(words)?.[1] ?? 0);
  }

  async waitForState(state: 'running' | 'stopped' | 'finished'): Promise<void> {
    await this.frame.locator(`header.head .state-${state}`).waitFor();
  }

  tile(label: string): Locator {
    return this.frame.locator('.tile', { has: this.frame.getByText(label, { exact: true }) }).first();
  }

  async showTab(
    name:
      | 'curves'
      | 'explain'
      | 'forecast'
      | 'errors'
      | 'ribbons'
      | 'results'
      | 'tryIt'
      | 'samples'
      | 'scatter'
      | 'translations'
      | 'gradients'
      | 'data'
      | 'config',
  ): Promise<void> {
    await this.frame.locator(`#tab-${name}`).click();
  }

  button(name: string): Locator {
    return this.frame.locator('vscode-button', { hasText: new RegExp(`^\\s*${name}\\s*$`) }).first();
  }

  /** Stops the run unless it ends by itself before. No click is left waiting, which would stop the next run. */
  async end(): Promise<void> {
    const ended = this.frame.locator('header.head').locator('.state-finished, .state-stopped');
    await expect
      .poll(async () => {
        if ((await ended.count()) > 0) return true;
        await this.button('Stop')
          .click({ timeout: 500 })
          .catch(() => undefined);
        return false;
      })
      .toBe(true);
  }

  /** @param charts a selector of what holds them, else all charts count */
  colouredPixels(charts?: string): Promise<number> {
    return colouredPixels(this.frame, charts);
  }
}
