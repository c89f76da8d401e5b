import type { RateSearchState } from '../protocol.ts';
import { t } from '../strings.ts';
import { formatRate } from './formatRate.ts';

type Proposal = NonNullable<RateSearchState['proposal']>;

/** Why this rate is proposed, in a sentence. */
export const reasonWords = ({ proposed, steepest, tenthOfLowest }: Proposal): string => {
  const [fall, tenth, lowest] = [steepest, tenthOfLowest, tenthOfLowest * 10].map(formatRate);
  return proposed === 'steepest'
    ? t(
        'Here the smoothed loss falls fastest. That is below a tenth of the rate with the lowest loss, {0}: the more careful of two estimates.',
        tenth ?? '',
      )
    : t(
        'A tenth of the rate with the lowest smoothed loss, {0}. That is below the rate at which the loss falls fastest, {1}: the more careful of two estimates.',
        lowest ?? '',
        fall ?? '',
      );
};

/** How the test ended, what it was made with, and what stands in the config so far. */
export const circumstanceWords = ({ proposal, points }: RateSearchState): string[] => {
  if (!proposal) return [];
  const { config, hasExploded, learningRate } = proposal;
  const { optimizer, batchSize, learningRate: configured } = config.training;
  const last = points.at(-1)?.learningRate ?? NaN;
  return [
    hasExploded
      ? t('The loss exploded at {0}, and the test ended there.', formatRate(last))
      : t('The test went on to its highest rate, {0}.', formatRate(last)),
    t('Found with {0} and a batch size of {1}; other choices have other rates.', optimizer, batchSize),
    configured === learningRate
      ? t('Training already uses this rate.')
      : t('Without it, training uses {0}.', formatRate(configured)),
  ];
};
