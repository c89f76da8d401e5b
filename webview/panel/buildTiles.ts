import type { Baselines, ConfigEvent, Metrics } from '../../engine/protocol.ts';
import { t } from '../strings.ts';
import { metricDefinition, metricName, metricValue } from './metricName.ts';

/** One number above the tabs. */
export interface Tile {
  readonly label: string;
  readonly value: string;
  /** The best of the numbers it stands beside, shown bold. */
  readonly isBest: boolean;
  /** The comparison in words, for a screen reader and as the tooltip. */
  readonly description: string;
}

interface Scores {
  readonly headline: ConfigEvent['headline'];
  readonly metrics: Metrics;
  readonly baselines: Baselines;
}

/** Tiles of one split: the headline metric, the same metric of every baseline, then the other metrics. */
export const buildTiles = (split: 'valid' | 'test', { headline, metrics, baselines }: Scores): Tile[] => {
  const { metric, lowerIsBetter } = headline;
  const own = metrics[metric];
  if (own === undefined) return [];
  const rivals = Object.entries(baselines).flatMap(([name, { [metric]: value }]) =>
    value === undefined ? [] : [{ name: metricName(name), value }],
  );
  const beats = (a: number, b: number): boolean => (lowerIsBetter ? a < b : a > b);
  const top = [own, ...rivals.map(({ value }) => value)].reduce((best, value) => (beats(value, best) ? value : best));
  const name = split === 'valid' ? t('Valid {0}', metricName(metric)) : t('Test {0}', metricName(metric));

  return [
    {
      label: name,
      value: metricValue(metric, own),
      isBest: own === top,
      description: compareWords(name, metricValue(metric, own), own, rivals, beats),
    },
    ...rivals.map((rival) => ({
      label: rival.name,
      value: metricValue(metric, rival.value),
      isBest: rival.value === top && top !== own,
      description: beats(rival.value, own)
        ? t('{0}: {1}, better than the model', rival.name, metricValue(metric, rival.value))
        : t('{0}: {1}, not better than the model', rival.name, metricValue(metric, rival.value)),
    })),
    ...Object.entries(metrics)
      .filter(([other]) => other !== metric)
      .map(([other, value]) => ({
        label: metricName(other),
        value: metricValue(other, value),
        isBest: false,
        description: describeOther(other, value),
      })),
  ];
};

const compareWords = (
  name: string,
  shown: string,
  own: number,
  rivals: readonly { readonly name: string; readonly value: number }[],
  beats: (a: number, b: number) => boolean,
): string => {
  const better = rivals.filter(({ value }) => beats(own, value)).map((rival) => rival.name);
  const worse = rivals.filter(({ value }) => !beats(own, value)).map((rival) => rival.name);
  return [
    t('{0}: {1}', name, shown),
    ...(better.length > 0 ? [t('better than {0}', better.join(', '))] : []),
    ...(worse.length > 0 ? [t('not better than {0}', worse.join(', '))] : []),
  ].join('; ');
};

const describeOther = (metric: string, value: number): string => {
  const plain = t('{0}: {1}', metricName(metric), metricValue(metric, value));
  const definition = metricDefinition(metric);
  return definition === undefined ? plain : t('{0}; {1}', plain, definition);
};
