import type { Changes, SearchMeasure, TaskDescription, Trial } from '../../engine/protocol.ts';
import { metricName, metricValue } from '../panel/metricWords.ts';
import { t } from '../strings.ts';

/** Changes as the config has them: `cell gru · hiddenSize 64`. In a narrow column a name and its value may part. */
export const changesWords = (changes: Changes): string =>
  Object.entries(changes)
    .map(([path, value]) => `${path.split('.').at(-1) ?? ''} ${value}`)
    .join('\u00a0· ') || t('as they are');

/** What part of a whole training a trial was: `1/9`. */
export const shareWords = (share: number): string => (share === 1 ? t('whole') : `1/${Math.round(1 / share)}`);

/** What the search has come to, in a sentence; `ranked` is the best first. */
export const verdictOf = (
  ranked: readonly Trial[],
  { metric }: SearchMeasure,
  task: TaskDescription | undefined,
): string => {
  const shown = ({ value }: Trial): string => `${metricName(task, metric)} ${metricValue(task, metric, value)}`;
  const [best] = ranked.filter(({ value }) => value !== null);
  if (!best) return t('None of the settings that were tried could be trained.');
  if (best.candidate === 0)
    return t('The settings as they are came out best of what was trained longest: {0}.', shown(best));
  const usual = ranked.find(({ candidate, value }) => candidate === 0 && value !== null);
  return usual
    ? t('{0} with the best settings, {1} with those as they are.', shown(best), metricValue(task, metric, usual.value))
    : t('{0} with the best settings.', shown(best));
};
