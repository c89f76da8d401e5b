import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import { usePlot } from './usePlot.ts';
import { Icon } from '../icon.tsx';
import { t } from '../strings.ts';
import { useTheme } from '../theme.ts';
import { Button } from '../toolkit.tsx';
import { alignLines } from './alignLines.ts';
import type { Chart } from './chartOptions.ts';
import { chartOptions } from './chartOptions.ts';
import { heightAt } from './heightAt.ts';
import { decimate } from './decimate.ts';
import { Legend } from './legend.tsx';
import { paintMarks } from './paintMarks.ts';
import type { Range } from './zoomRange.ts';
import { panBy, zoomAround } from './zoomRange.ts';

interface ChartViewProps {
  readonly chart: Chart;
  readonly zoom: Range | undefined;
  readonly onZoom: (range: Range | undefined) => void;
}

/** A chart with its legend, zoomed by dragging, wheel, buttons or keys. */
export const ChartView = ({ chart, zoom, onZoom }: ChartViewProps) => {
  const theme = useTheme();
  const [hovered, setHovered] = useState<number>();
  const whole = useMemo(() => wholeRange(chart), [chart]);
  const range = zoom ? cut(zoom, whole) : whole;
  // uPlot keeps the callbacks of its creation; they read what is current from here.
  const current = useRef({ chart, range, whole, onZoom, theme });
  current.current = { chart, range, whole, onZoom, theme };

  // Numbers change many times a second and are swapped in; only another look builds the chart anew.
  const look = JSON.stringify([
    chart.lines.map(({ x, y, ...style }) => [style, x.length === 1 && y.length === 1]),
    [chart.key, chart.height, chart.isLog, chart.isTime, chart.band],
  ]);
  useLayoutEffect(() => setHovered(undefined), [chart.key]);
  const { box, plot, width } = usePlot(
    (element, size) => {
      const options = chartOptions({ ...chart, height: heightAt(size, chart.height) }, theme, size, {
        hover: setHovered,
        zoom: (next) => current.current.onZoom(next),
        range: () => current.current.range,
        rangeY: () => current.current.chart.rangeY,
      });
      options.hooks = { ...options.hooks, draw: [(self) => paintMarks(self, current.current.chart, theme)] };
      return new uPlot(options, undefined, element);
    },
    [look, theme],
  );
  const height = heightAt(width, chart.height);

  useLayoutEffect(() => {
    if (!plot.current) return;
    if (plot.current.width !== width) plot.current.setSize({ width, height });
    const { x, y } = alignLines(chart.lines.map((line) => decimate(line, range.from, range.to, Math.max(50, width))));
    plot.current.setData([x, ...y]);
  }, [chart, look, theme, width, range.from, range.to]);

  useLayoutEffect(() => {
    const over = box.current;
    if (!over) return;
    const onWheel = (event: WheelEvent): void => {
      const { range, whole, onZoom } = current.current;
      if (event.ctrlKey || event.metaKey) {
        const at = plot.current?.posToVal(plot.current.cursor.left ?? 0, 'x') ?? (range.from + range.to) / 2;
        onZoom(zoomAround(range, Math.exp(event.deltaY / 300), at, whole));
      } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        onZoom(panBy(range, (event.deltaX || event.deltaY) / 600, whole));
      } else return;
      event.preventDefault();
    };
    over.addEventListener('wheel', onWheel, { passive: false });
    return () => over.removeEventListener('wheel', onWheel);
  }, []);

  const middle = (range.from + range.to) / 2;
  const moves = {
    in: () => onZoom(zoomAround(range, 0.5, middle, whole)),
    out: () => onZoom(zoomAround(range, 2, middle, whole)),
    left: () => onZoom(panBy(range, -0.25, whole)),
    right: () => onZoom(panBy(range, 0.25, whole)),
    whole: () => onZoom(undefined),
  };
  const hoverBy = (share: number): void => {
    const next = Math.min(range.to, Math.max(range.from, (hovered ?? range.to) + (range.to - range.from) * share));
    plot.current?.setCursor({ left: plot.current.valToPos(next, 'x'), top: 0 });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const action = {
      '+': moves.in,
      '=': moves.in,
      '-': moves.out,
      '0': moves.whole,
      Escape: moves.whole,
      ArrowLeft: event.shiftKey ? moves.left : () => hoverBy(-0.02),
      ArrowRight: event.shiftKey ? moves.right : () => hoverBy(0.02),
    }[event.key];
    if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    action();
  };

  return (
    <div class="chart">
      <div class="chart-head">
        <Legend chart={chart} at={hovered} />
        <div class="chart-tools">
          <Button appearance="icon" label={t('Zoom in')} onClick={moves.in} children={<Icon name="zoom-in" />} />
          <Button
            appearance="icon"
            label={t('Zoom out')}
            isDisabled={!zoom}
            onClick={moves.out}
            children={<Icon name="zoom-out" />}
          />
          <Button
            appearance="icon"
            label={t('Move left')}
            isDisabled={!zoom}
            onClick={moves.left}
            children={<Icon name="chevron-left" />}
          />
          <Button
            appearance="icon"
            label={t('Move right')}
            isDisabled={!zoom}
            onClick={moves.right}
            children={<Icon name="chevron-right" />}
          />
          <Button
            appearance="icon"
            label={t('Show all')}
            isDisabled={!zoom}
            onClick={moves.whole}
            children={<Icon name="screen-full" />}
          />
        </div>
      </div>
      <div
        ref={box}
        class="plot"
        role="group"
        tabIndex={0}
        style={{ height: `${height}px` }}
        aria-roledescription={t('chart')}
        aria-label={`${chart.label}. ${chart.summary} ${t('Arrow keys read values, plus and minus zoom, 0 shows all.')}`}
        onKeyDown={onKeyDown}
      />
    </div>
  );
};

const wholeRange = ({ lines, rangeX }: Chart): Range => {
  const ends = [...lines.map(({ x }) => x), rangeX ? [rangeX.from, rangeX.to] : []].flatMap((x) =>
    x.length > 0 ? [x[0] ?? 0, x.at(-1) ?? 0] : [],
  );
  if (ends.length === 0) return { from: 0, to: 1 };
  const from = Math.min(...ends);
  const to = Math.max(...ends);
  return from === to ? { from: from - 0.5, to: to + 0.5 } : { from, to };
};

/** A kept zoom may lie outside what a run shows by now. */
const cut = (zoom: Range, whole: Range): Range => {
  const from = Math.max(zoom.from, whole.from);
  const to = Math.min(zoom.to, whole.to);
  return to > from ? { from, to } : whole;
};
