import type uPlot from 'uplot';
import type { Range } from '../../chart/zoomRange.ts';
import { t } from '../../strings.ts';
import type { Theme } from '../../theme.ts';

export interface ScatterEvents {
  /** Of both axes. */
  readonly range: () => Range;
  readonly format: (value: number) => string;
  /** Under the points, and over them. */
  readonly drawUnder: (plot: uPlot) => void;
  readonly drawOver: (plot: uPlot) => void;
  readonly hover: (plot: uPlot) => void;
}

const pointSize = 5;

/** uPlot's options for points of actual (x) and predicted values (y) on one scale; sizes in CSS pixels. */
export const scatterOptions = (theme: Theme, width: number, height: number, events: ScatterEvents): uPlot.Options => {
  const font = `11px ${getComputedStyle(document.body).fontFamily}`;
  const axis = {
    ...{ stroke: theme.muted, font, labelFont: font, labelSize: 20, labelGap: 0 },
    grid: { stroke: theme.grid, width: 0.5 },
    ticks: { show: false },
    values: (_: uPlot, values: readonly number[]) => values.map((value) => events.format(value)),
  };
  const scale: uPlot.Scale = {
    time: false,
    range: () => {
      const { from, to } = events.range();
      return [from, to];
    },
  };
  return {
    ...{ width, height, ms: 1, padding: [12, 16, 0, 0], legend: { show: false } },
    scales: { x: scale, y: scale },
    axes: [
      { ...axis, size: 28, label: t('actual') },
      {
        ...axis,
        label: t('predicted'),
        size: (_, values) =>
          Math.max(28, ...((values as string[] | null) ?? []).map(({ length }) => length * 6.5 + 12)),
      },
    ],
    series: [
      {},
      {
        ...{ label: t('predicted'), stroke: theme.train, alpha: 0.7, width: 0 },
        // Nothing joins one example with the next.
        paths: () => null,
        points: { show: true, size: pointSize, width: 0, space: 0, fill: theme.train },
      },
    ],
    cursor: { drag: { x: false, y: false }, points: { show: false } },
    hooks: { drawAxes: [events.drawUnder], draw: [events.drawOver], setCursor: [events.hover] },
  };
};
