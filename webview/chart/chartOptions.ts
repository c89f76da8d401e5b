import uPlot from 'uplot';
import { formatCount } from '../formatNumber.ts';
import type { Theme } from '../theme.ts';
import { decadeTicks } from './decadeTicks.ts';
import type { Line } from './decimate.ts';
import type { Range } from './zoomRange.ts';

/** A line of a chart and how it looks. */
export interface ChartLine extends Line {
  readonly label: string;
  readonly color: string;
  readonly width: number;
  readonly dash?: readonly number[];
  readonly alpha?: number;
  /** Lines of the second scale are read on the right. */
  readonly isRight?: boolean;
  /** Points are bars from 0. */
  readonly isBars?: boolean;
  /** Drawn, but not listed with its value: an edge of a band. */
  readonly isUnlisted?: boolean;
}

export interface Chart {
  /** What is drawn over what; of another key, a chart is built anew and nothing of it is pointed at any more. */
  readonly key: string;
  /** Name of the chart for a screen reader. */
  readonly label: string;
  /** What the lines say, in a sentence. */
  readonly summary: string;
  readonly height: number;
  readonly lines: readonly ChartLine[];
  /** Filled between two lines, by their places in `lines`. */
  readonly band?: { readonly high: number; readonly low: number; readonly fill: string };
  readonly marks?: readonly { readonly x: number; readonly label: string }[];
  readonly dots?: readonly { readonly x: number; readonly y: number; readonly label: string; readonly color: string }[];
  readonly isLog?: boolean;
  /** x is the decimal logarithm of what the axis shows. */
  readonly isDecades?: boolean;
  /** Shown when nothing is zoomed, where that is more than the lines cover. */
  readonly rangeX?: Range;
  /** Instead of all that the lines cover; what lies beyond is cut off. */
  readonly rangeY?: Range;
  /** x is milliseconds since 1970. */
  readonly isTime?: boolean;
  /** x as the legend names it, and shorter on the axis. */
  readonly formatX: (value: number) => string;
  readonly formatTick?: (value: number) => string;
  readonly formatY: (value: number) => string;
}

export interface ChartEvents {
  readonly hover: (x: number | undefined) => void;
  readonly zoom: (range: Range | undefined) => void;
  /** The ranges to show now. */
  readonly range: () => Range;
  readonly rangeY: () => Range | undefined;
}

/** uPlot's options for a chart; `width` in CSS pixels. */
export const chartOptions = (chart: Chart, theme: Theme, width: number, events: ChartEvents): uPlot.Options => {
  const font = `11px ${getComputedStyle(document.body).fontFamily}`;
  const axis = { stroke: theme.muted, font, grid: { stroke: theme.grid, width: 0.5 }, ticks: { show: false } };
  const hasRight = chart.lines.some(({ isRight }) => isRight);
  const format = (_: uPlot, values: readonly (number | null)[]): string[] =>
    values.map((value) => (value === null ? '' : chart.formatY(value)));
  const yAxis: uPlot.Axis = {
    ...axis,
    size: (_, values) => Math.max(28, ...((values as string[] | null) ?? []).map((value) => value.length * 6.5 + 12)),
    values: format,
  };
  // uPlot's own ticks begin at the lower end, whatever its digits, and over many decades never end.
  const logAxis: uPlot.Axis = {
    splits: ({ height }, _, from, to) =>
      decadeTicks(Math.log10(from), Math.log10(to), height / 40).map((tick) => 10 ** tick),
    filter: (_, ticks) => ticks,
  };
  return {
    width,
    height: chart.height,
    ms: 1,
    // Times in files have no zone: they are shown as they stand there, wherever the person is.
    tzDate: (time) => uPlot.tzDate(new Date(time), 'Etc/UTC'),
    padding: [12, hasRight ? 0 : 20, 0, 0],
    legend: { show: false },
    scales: {
      x: {
        time: chart.isTime ?? false,
        range: () => {
          const { from, to } = events.range();
          return [from, to];
        },
      },
      y: scaleY(chart, events),
      ...(hasRight ? { right: {} } : {}),
    },
    axes: [
      {
        ...axis,
        size: chart.isTime ? 44 : 28,
        ...(chart.isDecades && { splits: ({ width }, _, from, to) => decadeTicks(from, to, width / 60) }),
        ...(chart.isTime
          ? {}
          : { values: (_: uPlot, values: number[]) => values.map(chart.formatTick ?? formatCount) }),
      },
      { ...yAxis, scale: 'y', ...(chart.isLog && logAxis) },
      ...(hasRight ? [{ ...yAxis, scale: 'right', side: rightSide, grid: { show: false } }] : []),
    ],
    series: [
      {},
      ...chart.lines.map((line) => ({
        label: line.label,
        scale: line.isRight ? 'right' : 'y',
        stroke: line.color,
        width: line.width,
        alpha: line.alpha ?? 1,
        points: { show: line.x.length === 1 && line.width > 0, size: 6, fill: line.color },
        ...(line.dash ? { dash: [...line.dash] } : {}),
        ...(line.isBars ? bars(line) : {}),
      })),
    ],
    ...(chart.band
      ? { bands: [{ series: [chart.band.high + 1, chart.band.low + 1] as [number, number], fill: chart.band.fill }] }
      : {}),
    cursor: {
      y: false,
      drag: { x: true, y: false, setScale: false, dist: 4 },
      points: { size: (_, series) => (chart.lines[series - 1]?.isUnlisted ? 0 : 6) },
      // Where a line has no point near the pointer it gets no dot.
      hover: { prox: 24 },
      bind: {
        dblclick: () => () => {
          events.zoom(undefined);
          return null;
        },
      },
    },
    hooks: {
      setCursor: [
        (plot) => {
          const { left = -1 } = plot.cursor;
          events.hover(left < 0 ? undefined : plot.posToVal(left, 'x'));
        },
      ],
      setSelect: [
        (plot) => {
          const { left, width: selected } = plot.select;
          if (selected < 4) return;
          events.zoom({ from: plot.posToVal(left, 'x'), to: plot.posToVal(left + selected, 'x') });
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
    },
  };
};

/** As wide as leaves a gap between them, and see-through, so that marks are seen on them. */
const bars = ({ color }: ChartLine): Partial<uPlot.Series> => {
  const paths = uPlot.paths.bars?.({ size: [0.85, 60] });
  return { ...(paths && { paths }), fill: `color-mix(in srgb, ${color} 55%, transparent)`, points: { show: false } };
};

// uPlot declares its enums for the type checker only: at run time there are just the numbers.
/* oxlint-disable typescript/no-unsafe-enum-assignment */
const logarithmic = 3 as uPlot.Scale.Distr;
const rightSide = 1 as uPlot.Axis.Side;
/* oxlint-enable typescript/no-unsafe-enum-assignment */

const scaleY = ({ isLog, rangeY }: Chart, events: ChartEvents): uPlot.Scale => {
  const distribution = isLog ? { distr: logarithmic, log: 10 as const } : {};
  if (rangeY) {
    return {
      ...distribution,
      range: () => {
        const { from, to } = events.rangeY() ?? rangeY;
        return [from, to];
      },
    };
  }
  // Whole decades would leave most of the height empty.
  return isLog ? { ...distribution, range: (_, low, high) => logRange(low, high) } : {};
};

/** A little more than the values; they are null where nothing but gaps is in view. */
const logRange = (low: number | null, high: number | null): [number, number] =>
  low === null || high === null ? [0.1, 1] : [low / 1.15, high * 1.15];
