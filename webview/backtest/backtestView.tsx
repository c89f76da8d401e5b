import { formatDuration } from '../formatDuration.ts';
import { JobHead } from '../jobHead.tsx';
import { JobNotice } from '../jobNotice.tsx';
import { t } from '../strings.ts';
import { Button } from '../toolkit.tsx';
import { BacktestBar } from './backtestBar.tsx';
import type { BacktestModel } from './backtestModel.ts';
import { BacktestResults } from './backtestResults.tsx';

/** A backtest: how it goes, how the model came out of it, and each of its forecasts. */
export const BacktestView = ({ model }: { readonly model: BacktestModel }) => {
  const { state: backtest, post } = model;
  if (!backtest) return <p class="muted loading">{t('Loading…')}</p>;
  const { state, title, result, asked } = backtest;
  const isRunning = state === 'running';
  const words = result && t('done in {0}', formatDuration(result.seconds));
  return (
    <>
      <JobHead title={t('Backtest of {0}', title)} state={state} words={words} post={post}>
        {isRunning && <Button onClick={() => post({ type: 'stop' })}>{t('Stop')}</Button>}
        {result && <Button onClick={() => post({ type: 'save' })}>{t('Save results…')}</Button>}
      </JobHead>
      <JobNotice
        job={backtest}
        name={t('Backtest')}
        stopped={t('Stopped before all folds were forecast: nothing is kept.')}
        failed={t('The backtest failed; the log says more.')}
        post={post}
      />
      {result && <BacktestResults model={model} result={result} task={backtest.task} />}
      {!isRunning && (
        <BacktestBar key={backtest.id} asked={asked} onRun={(next) => post({ type: 'runAgain', asked: next })} />
      )}
    </>
  );
};
