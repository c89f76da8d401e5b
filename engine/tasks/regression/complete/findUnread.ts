import type { Config, RunConfig } from '../../../config.ts';
import type { ConfigProblem } from '../../config/completion.ts';
import { numberOnly, type RegressionData, textOnly } from '../regressionFields.ts';

/** Values that ask for nothing. */
const nothing: readonly unknown[] = [undefined, null, false];

/** Fields of the other kind of inputs than a config has, and of sequences where a row is one. */
export const findUnread = (wanted: Config, { data }: RunConfig<RegressionData>): ConfigProblem[] => {
  const find = (fields: readonly string[], because: string): ConfigProblem[] =>
    fields.flatMap((field) => {
      const value = wanted.data?.[field];
      if (nothing.includes(value) || (field === 'scaling' && value === 'standard')) return [];
      return [{ path: `data.${field}`, message: `${field} ${JSON.stringify(value)} does nothing where ${because}` }];
    });
  if (data.text !== null) {
    return find(Object.keys(numberOnly), `the text '${data.text}' is read; leave it out, or set data.text to null`);
  }
  return [
    ...find(Object.keys(textOnly), 'a sequence is numbers; leave it out, or name a column of texts in data.text'),
    ...(data.group === null
      ? find(
          ['time', 'maxLength'],
          'each row is a sequence; leave it out, or name in data.group the column that says which sequence a row is a step of',
        )
      : []),
  ];
};
