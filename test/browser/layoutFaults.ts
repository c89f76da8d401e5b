import type { WebviewFrame } from './webviewFrame.ts';

/** Texts and controls that lie over each other, by their words. What the page has scrolled away counts, what a list has does not, nor what sticks to an edge. */
export const overlaps = (frame: WebviewFrame, selector: string): Promise<string[]> =>
  frame.evaluate((body, wanted) => {
    const all = [...body.querySelectorAll<HTMLElement>(wanted)]
      .filter((element) => element.checkVisibility() && !element.closest('.dock'))
      .map((element) => {
        const { left, right, top, bottom } = element.getBoundingClientRect();
        const list = element.closest('.columns')?.getBoundingClientRect();
        const seen = { top: Math.max(top, list?.top ?? top), bottom: Math.min(bottom, list?.bottom ?? bottom) };
        return { element, box: { left, right, ...seen } };
      })
      .filter(({ box }) => box.right > box.left && box.bottom > box.top);
    const wordsOf = ({ textContent, ariaLabel }: HTMLElement): string => ariaLabel ?? textContent.trim();
    return all.flatMap(({ element, box: a }, index) =>
      all.slice(index + 1).flatMap(({ element: other, box: b }) => {
        if (element.contains(other) || other.contains(element)) return [];
        const isOver = Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1;
        const isAbove = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
        return isOver && isAbove ? [`${wordsOf(element)} | ${wordsOf(other)}`] : [];
      }),
    );
  }, selector);

/** Pixels that a page is wider than its view. */
export const overflow = (frame: WebviewFrame): Promise<number> =>
  frame.evaluate(() => document.documentElement.scrollWidth - innerWidth);
