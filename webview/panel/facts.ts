import type { RunConfig } from '../../engine/config.ts';
import type { FactDescription, TaskDescription } from '../../engine/protocol.ts';
import { readPath } from '../form/configPatch.ts';
import { formatNumber } from '../formatNumber.ts';
import { t } from '../strings.ts';

/** What a run's config says of its data, as its task tells it: label and words. What is not there and means nothing by it is left out. */
export const factsOf = (config: RunConfig, task: TaskDescription | undefined): readonly (readonly [string, string])[] =>
  (task?.facts ?? [])
    .map((fact) => [t(fact.label), factWords(fact, readPath(config, fact.path))] as const)
    .filter(([, words]) => words !== '');

const factWords = ({ words = '{0}', none = '' }: FactDescription, value: unknown): string => {
  const shown = valueWords(value);
  return shown === '' ? t(none) : t(words, shown);
};

/** Empty for what is not there. */
const valueWords = (value: unknown): string => {
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value === 'boolean') return value ? t('yes') : t('no');
  return typeof value === 'string' ? value : '';
};
