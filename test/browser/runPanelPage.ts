import type { Frame, Locator } from 'playwright-core';
import type { Workbench } from './workbench.ts';

/** The run panel as a person sees it. */
export class RunPanelPage {
  readonly frame: Frame;

  private constructor(frame: Frame) {
    this.frame = frame;
  }

  /** Waits until the panel shows a run. */
  static async in(workbench: Workbench): Promise<RunPanelPage> {
    return new RunPanelPage(await workbench.webview('header.head h1'));
  }

  title(): Promise<string> {
    return this.frame.locator('header.head h1').innerText();
  }

  /** Of the line under the title: `Training · epoch 3/40 · …`. */
  async epoch(): Promise<number> {
    const words = await this.frame.locator('header.head .state').innerText();
    return Number(/epoch (\d+)\/\d+/.exec(words)?.[1] ?? 0);
  }

  async waitForState(state: 'running' | 'stopped' | 'finished', timeout: number): Promise<void> {
    await this.frame.locator(`header.head .state-${state}`).waitFor({ timeout });
  }

  tile(label: string): Locator {
    return this.frame.locator('.tile', { has: this.frame.getByText(label, { exact: true }) }).first();
  }

  async showTab(name: 'curves' | 'forecast' | 'samples' | 'data' | 'config'): Promise<void> {
    await this.frame.locator(`#tab-${name}`).click();
  }

  button(name: string): Locator {
    return this.frame.locator('vscode-button', { hasText: new RegExp(`^\\s*${name}\\s*$`) }).first();
  }

  /** The pixels of all charts that are neither grey nor empty: lines are coloured, axes and grids are not. */
  colouredPixels(): Promise<number> {
    return this.frame.evaluate(() => {
      let count = 0;
      for (const canvas of document.querySelectorAll('canvas')) {
        if (canvas.width === 0 || canvas.height === 0) continue;
        const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
        for (let at = 0; at < pixels.length; at += 4) {
          const [red = 0, green = 0, blue = 0, alpha = 0] = pixels.slice(at, at + 4);
          if (alpha > 100 && Math.max(red, green, blue) - Math.min(red, green, blue) > 40) count += 1;
        }
      }
      return count;
    });
  }
}
