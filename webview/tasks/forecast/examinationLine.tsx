import type { Examination } from '../../../engine/protocol.ts';
import { formatCount } from '../../formatNumber.ts';
import type { TabProps } from '../../panel/tabProps.ts';
import { t } from '../../strings.ts';
import { Button } from '../../toolkit.tsx';
import { isTraining } from './useExamined.ts';

/** What was looked at, how far that is, or why it cannot be. */
export const ExaminationLine = ({ model, post }: Pick<TabProps, 'model' | 'post'>) => {
  const { forecasts, history, record } = model;
  const { examination, error, isUnderWay, stage } = forecasts;
  if (isUnderWay) {
    const share = stage?.share === undefined ? '' : ` ${Math.round(100 * stage.share)} %`;
    return (
      <p class="muted" role="status">
        {`${t('Forecasting what was held out…')}${share}`}
      </p>
    );
  }
  const newest = (history.best ?? record?.best)?.epoch ?? 0;
  return (
    <>
      {error !== undefined && <p class="problem">{error}</p>}
      {examination && (
        <p class="muted examined">
          {[splitWords(examination), ...examination.notes].join(' ')}{' '}
          {newest > examination.epoch && (
            <Button onClick={() => forecasts.ask(post, isTraining(model), true)}>
              {t('Look again after epoch {0}', newest)}
            </Button>
          )}
        </p>
      )}
    </>
  );
};

const splitWords = ({ split, epoch, windows }: Examination): string => {
  const count = windows === 1 ? t('1 window') : t('{0} windows', formatCount(windows));
  return split === 'valid'
    ? t('On {0} of the validation split, with the weights of epoch {1}.', count, epoch)
    : t('On {0} of the test split, with the weights of epoch {1}.', count, epoch);
};
