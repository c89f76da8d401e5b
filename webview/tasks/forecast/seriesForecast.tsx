import { useEffect, useMemo } from 'preact/hooks';
import type { ForecastPlot } from '../../../engine/protocol.ts';
import { ChartView } from '../../chart/chart.tsx';
import type { Chart } from '../../chart/chartOptions.ts';
import { foldChart } from '../../forecasts/foldChart.ts';
import { FoldPicker } from '../../forecasts/foldPicker.tsx';
import type { TabProps } from '../../panel/tabProps.ts';
import { t } from '../../strings.ts';
import { useTheme } from '../../theme.ts';
import { Button, Dropdown } from '../../toolkit.tsx';
import type { useExamined } from './useExamined.ts';
import { forecastChart } from './forecastChart.ts';

interface SeriesForecastProps extends TabProps {
  readonly chosen: ReturnType<typeof useExamined>;
  readonly isSeveral: boolean;
}

/** The forecasts of a series: one row ahead over the whole of it and what comes next, or from before a fold. */
export const SeriesForecast = (props: SeriesForecastProps) => {
  const { model, post, updateView, chosen, isSeveral } = props;
  const { forecasts, view, task } = model;
  const { examination } = forecasts;
  const { fold, zoom } = view.forecasts;
  const isFold = examination !== undefined && chosen !== undefined && fold !== undefined && fold < examination.folds;
  const shown = useShownPlot(props);
  const column = isSeveral ? chosen?.column : view.column;
  const series = shown.plot?.series.find((one) => one.column === column) ?? shown.plot?.series[0];
  const at = isSeveral ? chosen?.at : examination?.bySeries.findIndex((one) => one.column === series?.column);
  useEffect(() => {
    if (isFold && at !== undefined) forecasts.askFold(post, at, fold);
  });
  const ofFold = isFold && at !== undefined ? forecasts.fold(at, fold) : undefined;
  const theme = useTheme();
  const chart = useMemo((): Chart | undefined => {
    if (isFold) {
      const key = `${at} ${fold}`;
      return ofFold?.plot && foldChart(ofFold.plot, { key, verdict: examination.verdict }, theme);
    }
    return shown.plot && series && forecastChart(shown.plot, series, theme);
  }, [isFold, at, fold, ofFold, examination, shown.plot, series, theme]);
  const error = isFold ? ofFold?.error : shown.error;
  const isEmpty = isFold && ofFold?.plot?.forecasts['model']?.every((value) => value === null) === true;
  const zoomTo = (range: typeof zoom): void =>
    updateView(isFold ? { forecasts: { ...view.forecasts, zoom: range } } : { forecastZoom: range });
  const name = isSeveral ? (chosen?.name ?? shown.plot?.name) : undefined;
  return (
    <section class="fold" aria-label={t('Forecasts')}>
      {name !== undefined && <h2>{name}</h2>}
      {examination && (
        <FoldPicker
          result={examination}
          task={task}
          fold={isFold ? fold : examination.folds}
          whole={t('All rows, one ahead')}
          onPick={(next) =>
            updateView({
              forecasts: { ...view.forecasts, fold: next === examination.folds ? undefined : next, zoom: undefined },
            })
          }
        />
      )}
      {!isSeveral && (shown.plot?.series.length ?? 0) > 1 && (
        <div class="toolbar">
          <Dropdown
            label={t('Column')}
            value={series?.column ?? ''}
            choices={(shown.plot?.series ?? []).map((one) => ({ value: one.column, label: one.column }))}
            onChange={(next) => updateView({ column: next })}
          />
        </div>
      )}
      {!isFold && shown.plot && series && chart && <Spans {...props} plot={shown.plot} series={series} chart={chart} />}
      {error !== undefined && (
        <p class="problem" role="alert">
          {error}
        </p>
      )}
      {isEmpty && <p class="muted">{t('This series is too short to be forecast in this fold.')}</p>}
      {chart ? (
        <ChartView chart={chart} zoom={isFold ? zoom : view.forecastZoom} onZoom={zoomTo} />
      ) : (
        error === undefined && <p class="muted loading">{t('Loading…')}</p>
      )}
      <p class="muted">
        {isFold
          ? t('All of it is forecast from the rows before it. The band is to hold 80 % of what comes.')
          : t('Each value is predicted from the rows before it. The band held 80 % of the validation split.')}
      </p>
    </section>
  );
};

/** The plot that the run keeps, which is of its first series, or that of the chosen one, which is asked for. */
const useShownPlot = ({
  model,
  post,
  chosen,
  isSeveral,
}: SeriesForecastProps): { readonly plot?: ForecastPlot | undefined; readonly error?: string | undefined } => {
  const { forecasts } = model;
  const kept = model.plot && 'series' in model.plot ? model.plot : undefined;
  const other = isSeveral && chosen?.series !== kept?.name ? chosen?.series : undefined;
  useEffect(() => {
    if (other !== undefined) forecasts.askPlot(post, other);
  });
  if (other === undefined) return { plot: kept };
  const { plot, error } = forecasts.plot(other) ?? {};
  return { plot: plot && 'series' in plot ? plot : undefined, error };
};

/** Buttons to the stretches of the plot that people look for. */
const Spans = ({
  updateView,
  plot: { testStart, epoch },
  series: { x },
  chart,
}: TabProps & {
  readonly plot: ForecastPlot;
  readonly series: ForecastPlot['series'][number];
  readonly chart: Chart;
}) => {
  const end = x.at(-1) ?? 0;
  const show = (from: number): void => updateView({ forecastZoom: { from, to: end } });
  const futureAt = chart.marks?.at(-1)?.x ?? end;
  const step = end - (x.at(-2) ?? 0);
  return (
    <div class="toolbar">
      <Button onClick={() => updateView({ forecastZoom: undefined })}>{t('All')}</Button>
      {testStart !== null && <Button onClick={() => show(testStart)}>{t('Test split')}</Button>}
      <Button onClick={() => show(Math.max(x[0] ?? 0, futureAt - 4 * Math.max(end - futureAt, step)))}>
        {t('What comes next')}
      </Button>
      <span class="muted">{t('after epoch {0}', epoch)}</span>
    </div>
  );
};
