import { useMemo, useState } from 'preact/hooks';
import type { BacktestResult, TaskDescription } from '../../engine/protocol.ts';
import { ChartView } from '../chart/chart.tsx';
import type { Range } from '../chart/zoomRange.ts';
import { metricName } from '../panel/metricWords.ts';
import { t } from '../strings.ts';
import { useTheme } from '../theme.ts';
import type { BacktestModel } from './backtestModel.ts';
import { FoldView } from './foldView.tsx';
import { ScoreTable } from './scoreTable.tsx';
import { SeriesTable } from './seriesTable.tsx';
import { stepChart } from './stepChart.ts';
import { intervalWords, verdictWords } from './verdictWords.ts';

interface BacktestResultsProps {
  readonly model: BacktestModel;
  readonly result: BacktestResult;
  readonly task: TaskDescription | undefined;
}

/** The verdict first, then the numbers it comes from, then the forecasts themselves. */
export const BacktestResults = ({ model, result, task }: BacktestResultsProps) => {
  const theme = useTheme();
  const [zoom, setZoom] = useState<Range>();
  const byStep = useMemo(() => stepChart(result, task, theme), [result, task, theme]);
  const { folds, horizon, refit, madeOf, notes, bySeries, verdict } = result;
  const { look } = model;
  const told = [
    intervalWords(result),
    madeOf,
    ...notes,
    refit
      ? t('{0} folds of {1} rows, trained before each.', folds, horizon)
      : t('{0} folds of {1} rows, trained before the first.', folds, horizon),
  ].filter((sentence) => sentence !== undefined);
  return (
    <>
      <p class="verdict" role="status">
        {verdictWords(result, task)}
      </p>
      <p class="muted told">{told.join(' ')}</p>
      <div class="halves">
        <ScoreTable result={result} task={task} />
        {verdict && (
          <section class="by-step" aria-label={t('Error by rows ahead')}>
            <h2>{t('{0} by rows ahead', metricName(task, verdict.metric))}</h2>
            <ChartView chart={byStep} zoom={zoom} onZoom={setZoom} />
          </section>
        )}
      </div>
      {look && bySeries.length > 0 && (
        <div class={bySeries.length > 1 ? 'halves' : ''}>
          {bySeries.length > 1 && <SeriesTable result={result} task={task} look={look} onTurn={model.turn} />}
          <FoldView model={model} result={result} task={task} look={look} />
        </div>
      )}
    </>
  );
};
