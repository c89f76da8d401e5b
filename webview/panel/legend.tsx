import { formatNumber } from '../formatNumber.ts';
import type { Chart, ChartLine } from './chartOptions.ts';
import { nearestIndex } from './decimate.ts';

/** The lines by name with their values at `at`, else with their last ones. */
export const Legend = ({ chart, at }: { readonly chart: Chart; readonly at: number | undefined }) => (
  <ul class="legend" aria-live="polite">
    <li class="legend-x">{at === undefined ? '' : chart.formatX(at)}</li>
    {chart.lines
      .filter(({ isUnlisted }) => !isUnlisted)
      .map((line) => (
        <li key={line.label}>
          <svg class="swatch" viewBox="0 0 16 8" aria-hidden="true">
            <line
              x1="0"
              y1="4"
              x2="16"
              y2="4"
              stroke={line.color}
              stroke-width={Math.max(line.width, 1.5)}
              stroke-dasharray={line.dash?.join(' ')}
            />
          </svg>
          {line.label} <b>{valueAt(line, at, chart)}</b>
        </li>
      ))}
  </ul>
);

const valueAt = (line: ChartLine, at: number | undefined, chart: Chart): string => {
  const index = at === undefined ? line.y.findLastIndex((value) => value !== null) : nearestIndex(line.x, at);
  const value = line.y[index];
  if (value === null || value === undefined) return formatNumber(null);
  return line.isRight ? formatNumber(value) : chart.formatY(value);
};
