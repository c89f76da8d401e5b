import type { ForecastPlot } from '../../../engine/protocol.ts';
import type { Chart } from '../../chart/chartOptions.ts';
import { formatCount, formatDecimals } from '../../formatNumber.ts';
import { formatTime } from '../../formatTime.ts';
import { t } from '../../strings.ts';
import type { Theme } from '../../theme.ts';
import { forecastLines } from './forecastLines.ts';

/** What was predicted of a column one row ahead, beside what came, and what comes next. */
export const forecastChart = (plot: ForecastPlot, series: ForecastPlot['series'][number], theme: Theme): Chart => {
  const { actual, predicted, future, low, high, futureStart } = forecastLines(series);
  const edge = { color: theme.future, width: 0, isUnlisted: true };
  return {
    key: `forecast of ${plot.name ?? ''} ${series.column}`,
    label: t('Forecast of {0}', [plot.name, series.column].filter(Boolean).join(' ')),
    summary: summarise(series, futureStart, plot),
    height: 360,
    isTime: plot.xIsTime,
    lines: [
      { ...low, ...edge, label: t('low') },
      { ...high, ...edge, label: t('high') },
      { ...actual, label: t('actual'), color: theme.train, width: 1.5 },
      { ...predicted, label: t('predicted'), color: theme.valid, width: 1.5, alpha: 0.85 },
      { ...future, label: t('next'), color: theme.future, width: 2.5, dash: [4, 2] },
    ],
    band: { low: 0, high: 1, fill: `color-mix(in srgb, ${theme.valid} 20%, transparent)` },
    marks: [
      ...(plot.validStart === null ? [] : [{ x: plot.validStart, label: t('validation') }]),
      ...(plot.testStart === null ? [] : [{ x: plot.testStart, label: t('test') }]),
      ...(futureStart === undefined ? [] : [{ x: futureStart, label: t('next') }]),
    ],
    formatX: plot.xIsTime ? formatTime : (value) => t('row {0}', formatCount(value)),
    formatY: (value) => formatDecimals(value, series.decimals),
  };
};

const summarise = (
  { actual, predicted, decimals, x }: ForecastPlot['series'][number],
  futureStart: number | undefined,
  plot: ForecastPlot,
): string => {
  const next = futureStart === undefined ? -1 : x.indexOf(futureStart);
  const values = predicted.slice(next).filter((value) => value !== null);
  const known = t(
    '{0} rows after epoch {1}.',
    formatCount(actual.filter((value) => value !== null).length),
    plot.epoch,
  );
  return next < 0
    ? known
    : `${known} ${t('Next: {0}.', values.map((value) => formatDecimals(value, decimals)).join(', '))}`;
};
