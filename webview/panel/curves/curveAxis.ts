import { formatDuration } from '../../formatDuration.ts';
import { formatCount, formatNumber } from '../../formatNumber.ts';
import { t } from '../../strings.ts';
import type { RunHistory, XAxis } from '../runHistory.ts';

/** Where an epoch stands on the chosen axis. */
export const xOfEpoch = (event: RunHistory['epochs'][number], axis: XAxis): number => {
  if (axis === 'step') return event.step;
  return axis === 'epoch' ? event.epoch : event.seconds;
};

/** x as the legend names it. */
export const formatX =
  (axis: XAxis) =>
  (value: number): string => {
    if (axis === 'time') return timeWords(value);
    return axis === 'step' ? t('step {0}', formatCount(value)) : t('epoch {0}', Number(value.toFixed(2)));
  };

/** x as the axis names it. */
export const formatTick =
  (axis: XAxis) =>
  (value: number): string =>
    axis === 'time' ? timeWords(value) : formatNumber(value);

/** Below a minute with the fractions that tell neighbouring ticks apart. */
const timeWords = (seconds: number): string =>
  seconds < 60 ? t('{0} s', formatNumber(seconds)) : formatDuration(seconds);
