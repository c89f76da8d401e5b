import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type uPlot from 'uplot';

/** A plot in its element. */
interface PlotInPage {
  /** The element that it is drawn in, as wide as the page lets it be. */
  readonly box: RefObject<HTMLDivElement | null>;
  /** Undefined until the element has a width. */
  readonly plot: RefObject<uPlot | undefined>;
  readonly width: number;
}

/**
 * A plot that `create` makes once its element has a width, and anew when one of `reasons` changes. Of a later width it is
 * not told: whoever sets its data sets its size.
 */
export const usePlot = (
  create: (box: HTMLElement, width: number) => uPlot,
  reasons: readonly unknown[],
): PlotInPage => {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (!box.current) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);

  const isReady = width > 0;
  useLayoutEffect(() => {
    if (!box.current || !isReady) return;
    const created = create(box.current, width);
    plot.current = created;
    return () => {
      plot.current = undefined;
      created.destroy();
    };
  }, [...reasons, isReady]);
  return { box, plot, width };
};
