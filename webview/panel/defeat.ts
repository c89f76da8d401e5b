import type { FileKind, Measured } from '../../engine/protocol.ts';
import { t } from '../strings.ts';
import type { Scores } from './buildTiles.ts';
import { baselineName, metricValue } from './metricWords.ts';

/** A plain sentence where what costs nothing does as well as the network, or better; undefined where nothing does. */
export const describeDefeat = (
  split: 'valid' | 'test',
  { task, headline, metrics, baselines }: Scores,
): string | undefined => {
  const { metric, lowerIsBetter } = headline;
  const { [metric]: own = null } = metrics;
  // Nobody can do better than who makes no mistake.
  if (own === null || own === (lowerIsBetter ? 0 : 1)) return undefined;
  const isAsGood = (value: Measured): value is number =>
    value !== null && (lowerIsBetter ? value <= own : value >= own);
  const isPart = (name: string): boolean =>
    task?.baselines.some((baseline) => baseline.name === name && baseline.isPart === true) ?? false;
  const winners = Object.entries(baselines).flatMap(([name, { [metric]: value = null }]) =>
    isAsGood(value) && !isPart(name) ? [`${baselineName(task, name)} (${metricValue(task, metric, value)})`] : [],
  );
  if (winners.length === 0) return undefined;
  const [names, way] = [winners.join(', '), wayOut(task?.reads)];
  return split === 'test'
    ? t('On the test split the network is not better than {0}: try {1}.', names, way)
    : t('On the validation split the network is not better than {0}: try {1}.', names, way);
};

const wayOut = (reads: FileKind | undefined): string =>
  reads === 'text'
    ? t('more epochs, a larger model.hiddenSize or more text')
    : t('other columns, longer examples, more data or a larger model.hiddenSize');
