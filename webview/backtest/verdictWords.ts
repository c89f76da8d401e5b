import type { BacktestResult, TaskDescription } from '../../engine/protocol.ts';
import { formatNumber } from '../formatNumber.ts';
import { metricName, metricValue } from '../panel/metricWords.ts';
import { t } from '../strings.ts';

/** How the model does against the best baseline, in a sentence. */
export const verdictWords = ({ verdict, overall }: BacktestResult, task: TaskDescription | undefined): string => {
  if (!verdict) return t('Nothing could be forecast: no series is long enough before the folds.');
  const { metric, rival, rivalName, better, alike, folds } = verdict;
  const own = overall['model']?.[metric] ?? null;
  const other = overall[rival]?.[metric] ?? null;
  const name = t(rivalName);
  const show = (value: number | null): string => metricValue(task, metric, value);
  const against = t('{0} {1} against {2}', metricName(task, metric), show(own), show(other));
  if (alike === folds) return t('As good as {0} in each fold, and no better: {1}.', name, against);
  if (own !== null && other !== null && own < other) {
    // A single fold may decide what the mean of all says.
    if (2 * better < folds) {
      return t('Better than {0} over all, though only in {1} of {2} folds: {3}.', name, better, folds, against);
    }
    return folds === 1
      ? t('Better than {0} in the one fold: {1}.', name, against)
      : t('Better than {0} in {1} of {2} folds: {3}.', name, better, folds, against);
  }
  if (better === 0) return t('Not better than {0} in any fold: {1}.', name, against);
  return t('Not better than {0} over all, though in {1} of {2} folds: {3}.', name, better, folds, against);
};

/** What the intervals held; undefined where there are none. */
export const intervalWords = ({ overall }: BacktestResult): string | undefined => {
  const { coverage = null, width = null } = overall['model'] ?? {};
  if (coverage === null) return undefined;
  const held = t('The 80 % interval held {0} % of what came', Math.round(100 * coverage));
  return width === null ? `${held}.` : `${held}; ${t('its mean width is {0}.', formatNumber(width, 3))}`;
};
