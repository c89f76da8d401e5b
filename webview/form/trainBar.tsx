import { formatDuration } from '../formatDuration.ts';
import { formatCount } from '../formatNumber.ts';
import { Icon } from '../icon.tsx';
import type { FormState } from '../protocol.ts';
import { t } from '../strings.ts';
import { Button } from '../toolkit.tsx';
import type { FormModel } from './formModel.ts';
import { findTask } from './taskFields.ts';

interface TrainBarProps {
  readonly state: FormState;
  readonly model: FormModel;
  /** Problems that stand under a field of the form; the others are listed here. */
  readonly isShown: (path: string) => boolean;
}

/** What the training will cost, the button that begins it, and beside it why it cannot be pressed. */
export const TrainBar = ({ state, model, isShown }: TrainBarProps) => {
  const { proposal, isBusy, error } = state;
  const canBacktest = proposal && findTask(state.tasks, proposal.config.task)?.canBacktest;
  const held = Object.values(model.edits).some(({ problem }) => problem !== undefined);
  const problems = proposal?.problems.filter(({ path }) => model.edits[path] === undefined) ?? [];
  const elsewhere = problems.filter(({ path }) => !isShown(path));
  const reason = reasonAgainst({ held, problems: problems.length, isReady: proposal !== undefined, isBusy, error });
  return (
    <section class="train dock" aria-label={t('Train')}>
      {elsewhere.map(({ path, message }) => (
        <div key={path}>
          <p class="problem" role="alert">
            {path}: {message}
          </p>
          {/* No field of the form could take the value back. */}
          {model.setValue(path) !== undefined && (
            <Button label={t('Leave it out: {0}', path)} onClick={() => model.edit(path, { value: undefined })}>
              {t('Leave it out')}
            </Button>
          )}
        </div>
      ))}
      <p class="muted cost" role="status">
        {proposal && problems.length === 0 && !held && (
          <>
            {t('{0} parameters', formatCount(proposal.parameters))} ·{' '}
            {t('about {0}', formatDuration(proposal.estimatedSeconds))}
          </>
        )}
        {isBusy && proposal && <Icon name="loading" isSpinning />}
      </p>
      <div class="train-buttons">
        <Button
          appearance="primary"
          class="grow"
          isDisabled={reason !== undefined}
          onClick={() => model.send({ type: 'train' })}
        >
          {t('Train')}
        </Button>
        {canBacktest && (
          <Button isDisabled={reason !== undefined} onClick={() => model.send({ type: 'backtest' })}>
            {t('Backtest…')}
          </Button>
        )}
        <Button isDisabled={reason !== undefined} onClick={() => model.send({ type: 'tune' })}>
          {t('Tune…')}
        </Button>
        <Button onClick={() => model.send({ type: 'reset' })}>{t('Reset')}</Button>
      </div>
      {reason !== undefined && <p class="muted">{reason}</p>}
    </section>
  );
};

const reasonAgainst = (now: {
  readonly held: boolean;
  readonly problems: number;
  readonly isReady: boolean;
  readonly isBusy: boolean;
  readonly error: string | undefined;
}): string | undefined => {
  if (now.error !== undefined) return t('The file cannot be trained on as it is.');
  if (now.held || now.problems > 0) return t('Mend what is marked above first.');
  if (!now.isReady) return now.isBusy ? t('Possible when the file has been read.') : t('Choose a file first.');
  return undefined;
};
