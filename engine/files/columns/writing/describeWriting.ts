import { count } from '../../../words/count.ts';
import type { ColumnSurvey } from '../columnSurvey.ts';
import type { NumberWriting } from './numberWriting.ts';

/** Which words of a column say that there is no value. */
export const describeWords = ({ name, words }: Pick<ColumnSurvey, 'name' | 'words'>): string[] => {
  if (words.size === 0) return [];
  const all = [...words.values()].reduce((sum, times) => sum + times, 0);
  const each = [...words].map(([word, times]) => (words.size > 1 ? `'${word}' (${times})` : `'${word}'`)).join(', ');
  return [`${count(all, 'cell')} of ${name} ${all === 1 ? 'has' : 'have'} no value: ${each}.`];
};

/** Why a column of few different numbers is none. */
export const describeSpellings = (name: string): string =>
  `Some cells of ${name} are the same number in other digits: they are names, each as it stands in the file.`;

/** What numbers are written with, where it is more than digits and a point. */
export const describeWriting = (name: string, writing: NumberWriting): string[] => {
  const { before, after, group, mark, minus, decimals } = writing;
  const parts = [
    ...(before === '' && after === '' ? [] : [`the unit ${[before, after].map((unit) => unit.trim()).join('')}`]),
    ...(group === '' ? [] : [`${group.trim() === '' ? 'a blank' : `'${group}'`} between thousands`]),
    ...(mark === ',' && decimals > 0 ? ['a decimal comma'] : []),
    ...(minus === '()' ? ['brackets for a minus'] : minus === 'after' ? ['the minus behind'] : []),
    ...(minus === '\u2212' ? ['the long minus sign'] : []),
  ];
  return parts.length > 0 ? [`Numbers of ${name} are written with ${parts.join(', ')}.`] : [];
};
