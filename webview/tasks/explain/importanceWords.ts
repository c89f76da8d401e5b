import type { Explanation, GivenImportance, Importance, ImportanceView, ReadColumn } from '../../../engine/protocol.ts';
import { formatNumber } from '../../formatNumber.ts';
import { t } from '../../strings.ts';
import { stepWords } from './stepWords.ts';

/** Names in a sentence: of more, how many there are. */
const mostNamed = 4;

/** What carries a prediction and what adds nothing to it, in a sentence. */
export const importanceWords = (explanation: Explanation, { rests, idle }: ImportanceView): string => {
  const columns = listed(rests.columns.map(columnWords));
  const steps = listed(rests.steps.map((range) => stepWords(explanation, range)));
  const carried = restsOn(columns, steps, explanation.countsBack);
  if (idle.length === 0 || (columns === '' && steps === '')) return t('{0}.', carried);
  const names = listed(idle.map(columnWords));
  return idle.length === 1 ? t('{0}; {1} adds nothing.', carried, names) : t('{0}; {1} add nothing.', carried, names);
};

const restsOn = (columns: string, steps: string, isForecast: boolean): string => {
  if (columns === '' && steps === '') {
    return isForecast
      ? t('The forecast rests on nothing that the network reads')
      : t('The prediction rests on nothing that the network reads');
  }
  if (columns !== '' && steps !== '') {
    return isForecast
      ? t('The forecast rests on {0}, and on {1}', columns, steps)
      : t('The prediction rests on {0}, and on {1}', columns, steps);
  }
  const only = columns === '' ? steps : columns;
  return isForecast ? t('The forecast rests on {0}', only) : t('The prediction rests on {0}', only);
};

/** A column by its name, which stays as the file writes it; the calendar in words. */
export const columnWords = ({ column, period }: ReadColumn): string => {
  switch (period) {
    case 'day':
      return t('the time of day');
    case 'week':
      return t('the day of the week');
    case 'year':
      return t('the time of year');
    case undefined:
      return column;
  }
};

/** What stands beside the network, and what it would be to have that of another window. */
export const givenWords = (given: GivenImportance, measure: Explanation['measure']): string => {
  if ((given.growth ?? NaN) <= 0) {
    return given.what === 'anchor'
      ? t('Each forecast begins from {0}: from that of another window the error would be no larger.', t(given.name))
      : t('A part of each forecast is {0}: with that of another window the error would be no larger.', t(given.name));
  }
  const growth = growthWords(given, measure);
  return given.what === 'anchor'
    ? t(
        'Each forecast begins from {0}: from that of another window the error would be {1} larger.',
        t(given.name),
        growth,
      )
    : t(
        'A part of each forecast is {0}: with that of another window the error would be {1} larger.',
        t(given.name),
        growth,
      );
};

/** `41 %` more error, or of classes `3.1 points` more wrong answers. */
export const growthWords = ({ growth }: Pick<Importance, 'growth'>, measure: Explanation['measure']): string => {
  if (growth === null) return '–';
  const shown = percentOf(growth);
  return measure === 'wrong' ? t('{0} points', shown) : t('{0} %', shown);
};

/** Its spread over the permutations. */
export const spreadWords = ({ spread }: Pick<Importance, 'spread'>): string =>
  spread === null ? '' : `± ${percentOf(spread)}`;

const percentOf = (share: number): string => {
  const shown = (100 * share).toFixed(Math.abs(share) < 0.1 ? 1 : 0);
  return shown.replace(/^-(0(?:\.0)?)$/, '$1').replace('-', '−');
};

/** What was looked at, and what the error is without any permutation. */
export const sampleWords = (explanation: Explanation, { error }: ImportanceView): string => {
  const { part, examples, of, repeats, measure } = explanation;
  const some =
    part === 'test'
      ? t('Measured on {0} of {1} examples of the test split, by {2} permutations of each.', examples, of, repeats)
      : t(
          'Measured on {0} of {1} examples of the validation split, by {2} permutations of each.',
          examples,
          of,
          repeats,
        );
  return `${some} ${errorWords(measure, error)}`;
};

const errorWords = (measure: Explanation['measure'], error: number | null): string => {
  switch (measure) {
    case 'mae':
      return t('The mean absolute error without them is {0}.', formatNumber(error));
    case 'mase':
      return t('The mean absolute error without them is {0} times that of the naive forecast.', formatNumber(error));
    case 'wrong':
      return t('Without them {0} % of the answers are wrong.', formatNumber(error === null ? null : 100 * error, 3));
  }
};

const listed = (names: readonly string[]): string => {
  if (names.length > mostNamed) {
    return t('{0} and {1} more', names.slice(0, mostNamed - 1).join(', '), names.length - mostNamed + 1);
  }
  return names.length < 2 ? names.join('') : t('{0} and {1}', names.slice(0, -1).join(', '), names.at(-1) ?? '');
};
