import { formatNumber } from '../formatNumber.ts';
import type { Chart, ChartLine } from './chartOptions.ts';
import { snapTo, valueAt } from './snapTo.ts';

/** The lines by name with their values at the point nearest to `at`, else with their last ones. */
export const Legend = ({ chart, at }: { readonly chart: Chart; readonly at: number | undefined }) => {
  const listed = chart.lines.filter(({ isUnlisted }) => !isUnlisted);
  const x = at === undefined ? undefined : snapTo(listed, at);
  const show = (line: ChartLine): string => {
    const value = valueAt(line, x);
    return value === undefined || line.isRight ? formatNumber(value) : chart.formatY(value);
  };
  return (
    <ul class="legend" aria-live="polite">
      <li class="legend-x">{x === undefined ? '' : chart.formatX(x)}</li>
      {listed.map((line) => (
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
          {line.label} <b>{show(line)}</b>
        </li>
      ))}
    </ul>
  );
};
