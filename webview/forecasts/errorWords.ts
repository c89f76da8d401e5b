import type { IntervalReport, ResidualPattern, ResidualReport } from '../../engine/protocol.ts';
import { formatCount, formatNumber } from '../formatNumber.ts';
import { t } from '../strings.ts';

/** A mean error that is a smaller share of their deviation is none to speak of. */
const leastBias = 0.1;
/** Intervals whose width is so near to what it has to be are as wide as that. */
const rightWithin = 0.05;

/** In whose units residuals and widths are where those are not the file's, in a sentence; else ''. */
export const unitWords = (isScaled: boolean): string =>
  isScaled ? t('1 is what a seasonal naive forecast of the series is off by.') : '';

/** Whether forecasts are too high or too low on the mean, in a sentence. */
export const biasWords = ({ count, mean, deviation }: ResidualReport): string => {
  const isNone = Math.abs(mean) < Math.max((1.96 * deviation) / Math.sqrt(count), leastBias * deviation);
  if (isNone) return t('On the mean forecasts are neither too low nor too high.');
  const size = formatNumber(Math.abs(mean), 3);
  return mean > 0
    ? t('On the mean forecasts are too low by {0}.', size)
    : t('On the mean forecasts are too high by {0}.', size);
};

/** What is left in residuals, in a sentence. */
export const patternWords = (pattern: ResidualPattern): string => {
  switch (pattern.kind) {
    case 'none':
      return t('No pattern is left: an error says next to nothing of the next ones.');
    case 'season':
      return t('Errors still follow a season of {0} rows.', formatCount(pattern.lag));
    case 'follows':
      return t('An error is mostly followed by one on the same side: what changes slowly is not learned.');
    case 'alternates':
      return t('An error is mostly followed by one on the other side.');
    case 'lag':
      return t('Errors still have to do with those of {0} rows before.', formatCount(pattern.lag));
    default:
      return pattern satisfies never;
  }
};

/** What the intervals held, and how wide they had to be, in a sentence or two. */
export const coverageWords = ({ count, coverage, width, needed }: IntervalReport): string => {
  const held = t('The 80 % interval held {0} % of {1} values.', Math.round(100 * coverage), formatCount(count));
  const mean = width === null ? '' : t('Its mean width is {0}.', formatNumber(width, 3));
  return [held, mean, neededWords(needed)].filter(Boolean).join(' ');
};

const neededWords = (needed: IntervalReport['needed']): string => {
  if (needed === null) return t('No width that was tried would have held 80 %.');
  if (Math.abs(needed - 1) <= rightWithin) return t('It is as wide as it has to be for 80 %.');
  return t('Made {0} times as wide it would have held 80 %.', formatNumber(needed, 2));
};
