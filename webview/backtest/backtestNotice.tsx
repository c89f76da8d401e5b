import { FailureNotice } from '../failureNotice.tsx';
import { NoticeLine } from '../noticeLine.tsx';
import type { BacktestState, FromBacktest } from '../protocol.ts';
import { t } from '../strings.ts';

interface BacktestNoticeProps {
  readonly backtest: BacktestState;
  readonly post: (message: FromBacktest) => void;
}

/** What a backtest without a result has to say. */
export const BacktestNotice = ({ backtest: { state, stage, error }, post }: BacktestNoticeProps) => {
  const percent = Math.round(100 * (stage?.share ?? 0));
  switch (state) {
    case 'running':
      return (
        <div class="under-way" role="status">
          <p class="muted">{stage?.doing ?? t('The engine reads the data.')}</p>
          <div
            class="bar"
            role="progressbar"
            aria-label={t('Backtest')}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={percent}
          >
            <div style={{ width: `${percent}%` }} />
          </div>
        </div>
      );
    case 'stopped':
      return <NoticeLine icon="info">{t('Stopped before all folds were forecast: nothing is kept.')}</NoticeLine>;
    case 'failed':
      return (
        <FailureNotice
          message={error?.message ?? t('The backtest failed; the log says more.')}
          place={error?.place}
          onOpen={() => post({ type: 'openFile' })}
        />
      );
    case 'finished':
      return null;
    default:
      return state satisfies never;
  }
};
