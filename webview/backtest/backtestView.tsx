import { formatDuration } from '../formatDuration.ts';
import { Icon } from '../icon.tsx';
import { stateLook } from '../stateLook.ts';
import { t } from '../strings.ts';
import { Button } from '../toolkit.tsx';
import { BacktestBar } from './backtestBar.tsx';
import type { BacktestModel } from './backtestModel.ts';
import { BacktestNotice } from './backtestNotice.tsx';
import { BacktestResults } from './backtestResults.tsx';

/** A backtest: how it goes, how the model came out of it, and each of its forecasts. */
export const BacktestView = ({ model }: { readonly model: BacktestModel }) => {
  const { state: backtest, post } = model;
  if (!backtest) return <p class="muted loading">{t('Loading…')}</p>;
  const { state, title, result, asked } = backtest;
  const isRunning = state === 'running';
  const look = stateLook(state);
  return (
    <>
      <header class="head">
        <h1>{t('Backtest of {0}', title)}</h1>
        <p class={`state state-${state}`} role="status">
          <Icon name={look.icon} isSpinning={isRunning} />
          <span>{result ? t('done in {0}', formatDuration(result.seconds)) : look.label}</span>
        </p>
        <div class="actions">
          {isRunning && <Button onClick={() => post({ type: 'stop' })}>{t('Stop')}</Button>}
          {result && <Button onClick={() => post({ type: 'save' })}>{t('Save results…')}</Button>}
          <Button appearance="icon" label={t('Show log')} onClick={() => post({ type: 'showLog' })}>
            <Icon name="output" />
          </Button>
        </div>
      </header>
      <BacktestNotice backtest={backtest} post={post} />
      {result && <BacktestResults model={model} result={result} task={backtest.task} />}
      {!isRunning && (
        <BacktestBar key={backtest.id} asked={asked} onRun={(next) => post({ type: 'runAgain', asked: next })} />
      )}
    </>
  );
};
