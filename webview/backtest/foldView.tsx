import { useMemo } from 'preact/hooks';
import type { BacktestResult, TaskDescription } from '../../engine/protocol.ts';
import { ChartView } from '../chart/chart.tsx';
import { foldChart } from '../forecasts/foldChart.ts';
import { FoldPicker } from '../forecasts/foldPicker.tsx';
import { t } from '../strings.ts';
import { useTheme } from '../theme.ts';
import type { BacktestLook, BacktestModel } from './backtestModel.ts';

interface FoldViewProps {
  readonly model: BacktestModel;
  readonly result: BacktestResult;
  readonly task: TaskDescription | undefined;
  readonly look: BacktestLook;
}

/** The forecasts of a series, fold by fold. */
export const FoldView = ({ model, result, task, look }: FoldViewProps) => {
  const theme = useTheme();
  const { series, fold, zoom } = look;
  const { plot, error } = model.fold ?? {};
  const { verdict } = result;
  const chart = useMemo(
    () => plot && foldChart(plot, { key: `${series} ${fold}`, verdict }, theme),
    [plot, series, fold, verdict, theme],
  );
  const isEmpty = chart && !plot?.forecasts['model']?.some((value) => value !== null);
  return (
    <section class="fold" aria-label={t('Forecasts by fold')}>
      <h2>{result.bySeries[series]?.name ?? t('Forecasts')}</h2>
      <FoldPicker result={result} task={task} fold={fold} onPick={(next) => model.turn({ fold: next })} />
      {error !== undefined && (
        <p class="problem" role="alert">
          {error}
        </p>
      )}
      {isEmpty && <p class="muted">{t('This series is too short to be forecast in this fold.')}</p>}
      {chart ? (
        <ChartView chart={chart} zoom={zoom} onZoom={(next) => model.turn({ zoom: next })} />
      ) : (
        error === undefined && <p class="muted loading">{t('Loading…')}</p>
      )}
    </section>
  );
};
