import type { BacktestResult, TaskDescription } from '../../engine/protocol.ts';
import { ErrorSection } from '../forecasts/errorSection.tsx';
import { ScopePicker } from '../forecasts/scopePicker.tsx';
import { SeriesTable } from '../forecasts/seriesTable.tsx';
import { StepSection } from '../forecasts/stepSection.tsx';
import { t } from '../strings.ts';
import type { BacktestModel } from './backtestModel.ts';
import { FoldView } from './foldView.tsx';
import { ScoreTable } from './scoreTable.tsx';
import { intervalWords, verdictWords } from './verdictWords.ts';

interface BacktestResultsProps {
  readonly model: BacktestModel;
  readonly result: BacktestResult;
  readonly task: TaskDescription | undefined;
}

/** The verdict first, then the numbers it comes from, then the forecasts themselves. */
export const BacktestResults = ({ model, result, task }: BacktestResultsProps) => {
  const { folds, horizon, refit, madeOf, notes, bySeries, verdict, byStep } = result;
  const { look, errors } = model;
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
        {verdict && <StepSection byStep={byStep} verdict={verdict} task={task} />}
      </div>
      {look && bySeries.length > 0 && (
        <div class={bySeries.length > 1 ? 'halves' : ''}>
          {bySeries.length > 1 && <SeriesTable result={result} task={task} look={look} onTurn={model.turn} />}
          <FoldView model={model} result={result} task={task} look={look} />
        </div>
      )}
      {look && bySeries.length > 1 && (
        <ScopePicker
          name={bySeries[look.series]?.name ?? ''}
          isOne={look.isOwnErrors ?? false}
          onPick={(isOwnErrors) => model.turn({ isOwnErrors })}
        />
      )}
      {errors?.error !== undefined && (
        <p class="problem" role="alert">
          {errors.error}
        </p>
      )}
      {errors?.report && <ErrorSection report={errors.report} />}
    </>
  );
};
