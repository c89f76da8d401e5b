import { useMemo } from 'preact/hooks';
import type { ForecastPlot } from '../../../engine/protocol.ts';
import { formatCount, formatDecimals } from '../../formatNumber.ts';
import { formatTime } from '../../formatTime.ts';
import { t } from '../../strings.ts';
import type { Theme } from '../../theme.ts';
import { useTheme } from '../../theme.ts';
import { Button, Dropdown } from '../../toolkit.tsx';
import { ChartView } from '../../chart/chart.tsx';
import type { Chart } from '../../chart/chartOptions.ts';
import { forecastLines } from './forecastLines.ts';
import type { TabProps } from '../../panel/tabProps.ts';

/** Actual values beside predicted ones over all three splits, and the steps after the last row. */
export const ForecastTab = ({ model, post, updateView }: TabProps) => {
  const theme = useTheme();
  const { view } = model;
  const plot = model.plot && 'series' in model.plot ? model.plot : undefined;
  const testStart = plot?.testStart ?? null;
  const series = plot?.series.find(({ column }) => column === view.column) ?? plot?.series[0];
  const chart = useMemo(() => plot && series && forecastChart(plot, series, theme), [plot, series, theme]);
  if (!plot || !series || !chart) return <p class="muted">{t('The first forecast appears after the first epoch.')}</p>;

  const end = series.x.at(-1) ?? 0;
  const show = (from: number): void => updateView({ forecastZoom: { from, to: end } });
  const futureAt = chart.marks?.at(-1)?.x ?? end;
  return (
    <>
      <div class="toolbar">
        {plot.series.length > 1 && (
          <Dropdown
            label={t('Column')}
            value={series.column}
            choices={plot.series.map(({ column }) => ({ value: column, label: column }))}
            onChange={(column) => updateView({ column })}
          />
        )}
        <Button onClick={() => updateView({ forecastZoom: undefined })}>{t('All')}</Button>
        {testStart !== null && <Button onClick={() => show(testStart)}>{t('Test split')}</Button>}
        <Button
          onClick={() => show(Math.max(series.x[0] ?? 0, futureAt - 4 * Math.max(end - futureAt, stepOf(series.x))))}
        >
          {t('What comes next')}
        </Button>
        <span class="muted">{t('after epoch {0}', plot.epoch)}</span>
      </div>
      <ChartView chart={chart} zoom={view.forecastZoom} onZoom={(forecastZoom) => updateView({ forecastZoom })} />
      <p class="muted">
        {t('Each value is predicted from the rows before it. The band held 80 % of the validation split.')}
      </p>
      <Button onClick={() => post({ type: 'predict' })}>{t('Predict with this run…')}</Button>
    </>
  );
};

const forecastChart = (plot: ForecastPlot, series: ForecastPlot['series'][number], theme: Theme): Chart => {
  const { actual, predicted, future, low, high, futureStart } = forecastLines(series);
  const edge = { color: theme.future, width: 0, isUnlisted: true };
  return {
    key: `forecast of ${series.column}`,
    label: t('Forecast of {0}', series.column),
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

const stepOf = (x: readonly number[]): number => (x.at(-1) ?? 0) - (x.at(-2) ?? 0);
