import type { FrameLocator, Locator, Page } from 'playwright-core';
import { tryAgain } from './tryAgain.ts';

/** Where a webview of the extension stands, as a selector of its outer frame. Hidden ones stay in the page for a while. */
const places = {
  editor: 'iframe.webview:not([src*="purpose="])',
  sidebar: 'iframe.webview[src*="purpose=webviewView"]',
} as const;

type Place = keyof typeof places;

/** How Playwright says that a frame went away under a reading. */
const interruptions = /detached|not attached|context was destroyed|cannot find context|target closed|disposed/i;

/**
 * The page of the webview that is shown at a place. VS Code replaces the frames of a webview as it likes: when it
 * shows one again, gives it a new page, or starts a pending frame over. No frame is held here, therefore: each action
 * of a locator looks for it from the top of the window, and does so again when the frame went away meanwhile.
 */
export class WebviewFrame {
  private readonly window: Page;
  private readonly outer: string;
  private readonly content: FrameLocator;

  constructor(window: Page, place: Place) {
    this.window = window;
    this.outer = places[place];
    this.content = this.shown().contentFrame().frameLocator('#active-frame');
  }

  locator(selector: string, options?: Parameters<Locator['locator']>[1]): Locator {
    return this.content.locator(selector, options);
  }

  getByText(text: string | RegExp, options?: Parameters<Locator['getByText']>[1]): Locator {
    return this.content.getByText(text, options);
  }

  /**
   * What `read` gives inside the page; run again when the frame went away under it, so it must only read.
   * @param read gets the body and `argument`, and sees no variable from outside
   */
  async evaluate<T>(read: (body: HTMLElement, argument: string) => T | Promise<T>, argument = ''): Promise<T> {
    return tryAgain(
      () => this.locator('body').evaluate<T, string, HTMLElement>(read, argument),
      (error) => interruptions.test(String(error)) && !this.window.isClosed(),
    );
  }

  /** Waits until the page, if there is one, is drawn in a theme with this class. */
  async waitForTheme(bodyClass: string): Promise<void> {
    if (!(await this.shown().isVisible())) return;
    await this.locator(`body.${bodyClass}`).waitFor();
    // Charts are drawn again in the frame after.
    await this.evaluate(
      () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
    );
  }

  /** Waits until nothing is left at this place, not even what is hidden and about to go. */
  async waitUntilGone(): Promise<void> {
    await this.window.locator(this.outer).first().waitFor({ state: 'detached' });
  }

  /** Two are shown for a moment when one takes the other's place. */
  private shown(): Locator {
    return this.window.locator(`${this.outer}:visible`).first();
  }
}
