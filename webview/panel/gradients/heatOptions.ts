import type uPlot from 'uplot';
import type { Range } from '../../chart/zoomRange.ts';
import { formatCount } from '../../formatNumber.ts';
import { t } from '../../strings.ts';
import type { Theme } from '../../theme.ts';

/** What a heat map tells uPlot and is told by it. */
export interface HeatEvents {
  /** The training steps and time steps to show now. */
  readonly ranges: () => { readonly x: Range; readonly y: Range };
  readonly draw: (plot: uPlot) => void;
  /** Where the pointer is, between the steps. */
  readonly hover: (at: { readonly step: number; readonly time: number } | undefined) => void;
}

/** uPlot's options for a heat map: it draws the axes and follows the pointer; sizes in CSS pixels. */
export const heatOptions = (theme: Theme, width: number, height: number, events: HeatEvents): uPlot.Options => {
  const font = `11px ${getComputedStyle(document.body).fontFamily}`;
  const axis = {
    stroke: theme.muted,
    font,
    labelFont: font,
    labelSize: 18,
    labelGap: 2,
    grid: { show: false },
    ticks: { stroke: theme.muted, width: 1, size: 4 },
    // There is nothing between two steps.
    incrs: [1, 2, 5]
      .flatMap((digit) => Array.from({ length: 9 }, (_, power) => digit * 10 ** power))
      .sort((a, b) => a - b),
    values: (_: uPlot, values: readonly number[]) => values.map(formatCount),
  };
  const range = (of: 'x' | 'y') => (): [number, number] => {
    const { from, to } = events.ranges()[of];
    return [from, to];
  };
  return {
    width,
    height,
    ms: 1,
    padding: [8, 16, 0, 0],
    legend: { show: false },
    scales: { x: { time: false, range: range('x') }, y: { range: range('y') } },
    axes: [
      { ...axis, space: 40, size: 24, label: t('training step') },
      { ...axis, size: 40, label: t('time step') },
    ],
    // uPlot shows an axis for a series only. What is to be seen is painted by the hook.
    series: [{}, { paths: () => null, points: { show: false } }],
    cursor: { drag: { x: false, y: false }, points: { show: false } },
    hooks: {
      draw: [events.draw],
      setCursor: [
        (plot) => {
          const { left = -1, top = -1 } = plot.cursor;
          const isInside = left >= 0 && top >= 0;
          events.hover(isInside ? { step: plot.posToVal(left, 'x'), time: plot.posToVal(top, 'y') } : undefined);
        },
      ],
    },
  };
};
