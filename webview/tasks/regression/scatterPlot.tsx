import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import { usePlot } from '../../chart/usePlot.ts';
import type { Range } from '../../chart/zoomRange.ts';
import { formatDecimals, formatNumber } from '../../formatNumber.ts';
import { t } from '../../strings.ts';
import { type Theme, useTheme } from '../../theme.ts';
import { nearestPoint, type Pixel } from './nearestPoint.ts';
import { scatterOptions } from './scatterOptions.ts';
import { orderOf, type ScatterColumn, scatterRange } from './scatterRange.ts';

interface ScatterPlotProps {
  readonly column: ScatterColumn;
  readonly onOpen: (line: number) => void;
}

const height = 360;
/** Pixels from the pointer to the point that is read. */
const reach = 16;

/** A point for each example, predicted over actual, and the line on which they are the same; a click opens the file. */
export const ScatterPlot = ({ column, onOpen }: ScatterPlotProps) => {
  const theme = useTheme();
  /** Its place among the points in the order of their actual values. */
  const [hovered, setHovered] = useState<number>();
  const shown = useMemo(() => ({ order: orderOf(column), range: scatterRange(column) }), [column]);
  // uPlot keeps the callbacks of its creation; they read what is current from here.
  const current = useRef({ column, shown, hovered, theme, onOpen });
  current.current = { column, shown, hovered, theme, onOpen };

  const { box, plot, width } = usePlot(
    (element, size) => {
      const options = scatterOptions(theme, size, height, {
        range: () => current.current.shown.range,
        format: formatNumber,
        drawUnder: (self) => paintDiagonal(self, current.current.shown.range, theme),
        drawOver: (self) => paintHovered(self, pointAt(current.current), theme),
        hover: (self) => setHovered(pointedAt(self, current.current)),
      });
      const created = new uPlot(options, undefined, element);
      created.over.addEventListener('click', () => {
        const line = lineOf(current.current);
        if (line !== undefined) current.current.onOpen(line);
      });
      return created;
    },
    [theme],
  );

  useLayoutEffect(() => {
    if (!plot.current) return;
    if (plot.current.width !== width) plot.current.setSize({ width, height });
    const { actual, predicted } = column;
    const { order } = shown;
    plot.current.setData([order.map((at) => actual[at] ?? 0), order.map((at) => predicted[at] ?? null)]);
  }, [column, shown, theme, width]);
  useLayoutEffect(() => setHovered(undefined), [column]);
  useLayoutEffect(() => plot.current?.redraw(false, false), [hovered]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const line = lineOf(current.current);
    if (move !== undefined) {
      setHovered(Math.max(0, Math.min(shown.order.length - 1, (hovered ?? shown.order.length) + move)));
    } else if (event.key === 'Enter' && line !== undefined) onOpen(line);
    else return;
    event.preventDefault();
  };

  return (
    <div class="chart">
      <ul class="legend" aria-live="polite">
        {hovered === undefined ? (
          <li class="muted">{t('Point at an example to read it, click to open its line.')}</li>
        ) : (
          <Reading column={column} at={shown.order[hovered] ?? 0} />
        )}
      </ul>
      <div
        ref={box}
        class="plot scatter"
        role="group"
        tabIndex={0}
        style={{ height: `${height}px` }}
        aria-roledescription={t('chart')}
        aria-label={`${t('Predicted over actual {0}.', column.column)} ${summarise(column)} ${t('Arrow keys read examples, Enter opens the line.')}`}
        onKeyDown={onKeyDown}
      />
    </div>
  );
};

const Reading = ({ column, at }: { readonly column: ScatterColumn; readonly at: number }) => {
  const { decimals, lines } = column;
  const [actual, predicted] = [column.actual[at] ?? 0, column.predicted[at] ?? 0];
  return (
    <>
      <li>{t('line {0}', lines[at] ?? 0)}</li>
      <li>
        {t('actual')} <b>{formatDecimals(actual, decimals)}</b>
      </li>
      <li>
        {t('predicted')} <b>{formatNumber(predicted)}</b>
      </li>
      <li class="muted">{t('error {0}', formatNumber(predicted - actual))}</li>
    </>
  );
};

const summarise = ({ lines, metrics: { mae = null, r2 = null } }: ScatterColumn): string =>
  t('{0} examples, MAE {1}, R² {2}.', lines.length, formatNumber(mae), formatNumber(r2));

interface Shown {
  readonly column: ScatterColumn;
  readonly shown: { readonly order: readonly number[] };
  readonly hovered: number | undefined;
}

const lineOf = ({ column, shown, hovered }: Shown): number | undefined =>
  hovered === undefined ? undefined : column.lines[shown.order[hovered] ?? -1];

const pointAt = ({ column, shown, hovered }: Shown): readonly [x: number, y: number] | undefined => {
  const at = hovered === undefined ? undefined : shown.order[hovered];
  return at === undefined ? undefined : [column.actual[at] ?? NaN, column.predicted[at] ?? NaN];
};

const pointedAt = (plot: uPlot, { column, shown }: Shown): number | undefined => {
  const { left = -1, top = -1 } = plot.cursor;
  if (left < 0) return undefined;
  const points = shown.order.map((at): Pixel => ({
    left: plot.valToPos(column.actual[at] ?? NaN, 'x'),
    top: plot.valToPos(column.predicted[at] ?? NaN, 'y'),
  }));
  return nearestPoint(points, { left, top }, reach);
};

const paintDiagonal = (plot: uPlot, { from, to }: Range, theme: Theme): void => {
  const { ctx } = plot;
  ctx.save();
  ctx.strokeStyle = theme.muted;
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(plot.valToPos(from, 'x', true), plot.valToPos(from, 'y', true));
  ctx.lineTo(plot.valToPos(to, 'x', true), plot.valToPos(to, 'y', true));
  ctx.stroke();
  ctx.restore();
};

const paintHovered = (plot: uPlot, point: readonly [x: number, y: number] | undefined, theme: Theme): void => {
  if (!point) return;
  const { ctx } = plot;
  ctx.save();
  ctx.fillStyle = theme.valid;
  ctx.strokeStyle = theme.background;
  ctx.lineWidth = 2 * devicePixelRatio;
  ctx.beginPath();
  ctx.arc(plot.valToPos(point[0], 'x', true), plot.valToPos(point[1], 'y', true), 5 * devicePixelRatio, 0, 2 * Math.PI);
  ctx.stroke();
  ctx.fill();
  ctx.restore();
};
