import { formatDuration } from '../formatDuration.ts';
import { formatNumber } from '../formatNumber.ts';
import { Icon } from '../icon.tsx';
import type { FormState } from '../protocol.ts';
import { joinFacts } from '../joinFacts.ts';
import { stateLook } from '../stateLook.ts';
import { t } from '../strings.ts';
import { Button } from '../toolkit.tsx';
import type { FormModel } from './formModel.ts';

interface RunBarProps {
  readonly run: NonNullable<FormState['run']>;
  readonly model: FormModel;
}

/** The run of this file: how far it is, its controls while it trains, and the way on where it did not come to its end. */
export const RunBar = ({ run, model }: RunBarProps) => {
  const look = stateLook(run.state);
  const isLive = isTraining(run);
  const facts = [
    ...(run.epoch > 0 ? [t('epoch {0}/{1}', run.epoch, run.epochs)] : []),
    ...(run.loss === undefined ? [] : [t('loss {0}', formatNumber(run.loss))]),
    ...(run.state === 'running' && run.eta !== undefined ? [t('{0} left', formatDuration(run.eta))] : []),
  ];
  return (
    <section class={isLive ? 'run dock' : 'run'} aria-label={t('Run')}>
      <p class="run-title">
        <Icon name={look.icon} isSpinning={look.icon === 'loading'} />
        <span>{run.title}</span>
        <Button appearance="icon" label={t('Open run')} onClick={() => model.send({ type: 'openRun' })}>
          <Icon name="graph-line" />
        </Button>
      </p>
      {isLive && (
        <div
          class="bar"
          role="progressbar"
          aria-label={t('Epochs')}
          aria-valuemin={0}
          aria-valuemax={run.epochs}
          aria-valuenow={run.epoch}
        >
          <div style={{ width: `${(100 * run.epoch) / Math.max(1, run.epochs)}%` }} />
        </div>
      )}
      <p class="muted">{joinFacts([look.label, ...facts])}</p>
      {isLive && (
        <div class="train-buttons">
          {run.state === 'paused' ? (
            <Button appearance="primary" class="grow" onClick={() => model.send({ type: 'continue' })}>
              {t('Continue')}
            </Button>
          ) : (
            <Button class="grow" isDisabled={run.state === 'starting'} onClick={() => model.send({ type: 'pause' })}>
              {t('Pause')}
            </Button>
          )}
          <Button class="grow" onClick={() => model.send({ type: 'stop' })}>
            {t('Stop')}
          </Button>
        </div>
      )}
      {(run.state === 'failed' || run.state === 'interrupted') && (
        <div class="train-buttons">
          <Button class="grow" onClick={() => model.send({ type: 'resume' })}>
            {t('Resume')}
          </Button>
        </div>
      )}
    </section>
  );
};

/** The run holds the engine: a second one is not begun beside it from here. */
export const isTraining = ({ state }: NonNullable<FormState['run']>): boolean =>
  state === 'starting' || state === 'running' || state === 'paused';
