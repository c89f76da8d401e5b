import type { Baselines, ConfigEvent, Measured, Metrics, TaskDescription } from '../../engine/protocol.ts';
import { t } from '../strings.ts';
import { baselineName, metricDefinition, metricName, metricValue } from './metricWords.ts';

/** One number above the tabs. */
export interface Tile {
  readonly label: string;
  readonly value: string;
  /** The best of the numbers it stands beside, shown bold. */
  readonly isBest: boolean;
  /** One of the numbers that are held against each other: the headline metric and that of the baselines. */
  readonly isRival: boolean;
  /** The comparison in words, for a screen reader and as the tooltip. */
  readonly description: string;
}

/** A model's metrics on a split, and those of what costs nothing. */
export interface Scores {
  /** Whose metrics they are, where it is known. */
  readonly task: TaskDescription | undefined;
  readonly headline: ConfigEvent['headline'];
  readonly metrics: Metrics;
  readonly baselines: Baselines;
}

/** Tiles of one split: the headline metric, the same metric of every baseline, then the other metrics. */
export const buildTiles = (split: 'valid' | 'test', scores: Scores): Tile[] => {
  const { task, headline, metrics, baselines } = scores;
  const { metric, lowerIsBetter } = headline;
  const own = metrics[metric];
  if (own === undefined) return [];
  const rivals = Object.entries(baselines).flatMap(([name, { [metric]: value }]) =>
    value === undefined ? [] : [{ name: baselineName(task, name), value }],
  );
  /** What is not known beats nothing. */
  const beats = (a: Measured, b: Measured): boolean => a !== null && (b === null || (lowerIsBetter ? a < b : a > b));
  const top = [own, ...rivals.map(({ value }) => value)].reduce((best, value) => (beats(value, best) ? value : best));
  const label = metricName(task, metric);
  const name = split === 'valid' ? t('Valid {0}', label) : t('Test {0}', label);
  const show = (value: Measured): string => metricValue(task, metric, value);

  return [
    {
      label: name,
      value: show(own),
      isBest: own !== null && own === top,
      isRival: true,
      description: compareWords(name, show(own), own, rivals, beats),
    },
    ...rivals.map((rival) => ({
      label: rival.name,
      value: show(rival.value),
      isBest: rival.value === top && top !== own,
      isRival: true,
      description: beats(rival.value, own)
        ? t('{0}: {1}, better than the model', rival.name, show(rival.value))
        : t('{0}: {1}, not better than the model', rival.name, show(rival.value)),
    })),
    ...Object.entries(metrics)
      .filter(([other]) => other !== metric && !isDetail(task, other))
      .map(([other, value]) => ({
        label: metricName(task, other),
        value: metricValue(task, other, value),
        isBest: false,
        isRival: false,
        description: describeOther(task, other, value),
      })),
  ];
};

const isDetail = (task: TaskDescription | undefined, metric: string): boolean =>
  task?.metrics.some(({ name, isDetail: detail = false }) => name === metric && detail) ?? false;

const compareWords = (
  name: string,
  shown: string,
  own: Measured,
  rivals: readonly { readonly name: string; readonly value: Measured }[],
  beats: (a: Measured, b: Measured) => boolean,
): string => {
  const better = rivals.filter(({ value }) => beats(own, value)).map((rival) => rival.name);
  const worse = rivals.filter(({ value }) => !beats(own, value)).map((rival) => rival.name);
  return [
    t('{0}: {1}', name, shown),
    ...(better.length > 0 ? [t('better than {0}', better.join(', '))] : []),
    ...(worse.length > 0 ? [t('not better than {0}', worse.join(', '))] : []),
  ].join('; ');
};

const describeOther = (task: TaskDescription | undefined, metric: string, value: Measured): string => {
  const plain = t('{0}: {1}', metricName(task, metric), metricValue(task, metric, value));
  const definition = metricDefinition(task, metric);
  return definition === undefined ? plain : t('{0}; {1}', plain, definition);
};
