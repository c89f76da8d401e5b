import { InputError } from '../../../errors.ts';
import { findNumbers } from '../../../files/columns/findColumn.ts';
import { placeOf } from '../../../files/parts/tableParts.ts';
import type { Table } from '../../../files/readTable.ts';
import type { ForecastData } from '../forecastFields.ts';
import type { TrainingPart } from './tellTargets.ts';
import { isOfLogarithms, takesValue } from './takesValue.ts';

/** Throws an `InputError` at the first value of the file that a transform which was asked for cannot take. */
export const refuseValues = (
  series: readonly TrainingPart[],
  targets: readonly string[],
  asked: Pick<ForecastData, 'transform' | 'lambda'>,
): void => {
  const refused = targets.flatMap((column) =>
    series.flatMap(({ table, name }) => {
      const row = firstRefused(table, column, asked);
      return row === undefined ? [] : [{ column, table, name, row, line: table.lineOf(row) }];
    }),
  );
  const [first] = refused.toSorted((a, b) => a.line - b.line);
  if (!first) return;
  const { column, table, name, row } = first;
  const value = findNumbers(table, column).values.at(row);
  const whose = name === undefined ? '' : ` of the series ${name}`;
  const why = isOfLogarithms(asked) ? 'which has no logarithm' : 'below 0';
  const others = isOfLogarithms(asked) && value === 0 ? 'log1p, which takes 0, or none' : 'none';
  throw new InputError(
    `column ${column}${whose} is ${value}, ${why}; set data.transform to ${others}, correct the value, or leave the cell empty`,
    placeOf(table, row),
  );
};

const firstRefused = (
  table: Table,
  column: string,
  asked: Pick<ForecastData, 'transform' | 'lambda'>,
): number | undefined => {
  const { values } = findNumbers(table, column);
  let from = 0;
  for (const page of values.pagesOf(table.rows)) {
    const at = page.findIndex((value) => !takesValue(value, asked));
    if (at >= 0) return from + at;
    from += page.length;
  }
  return undefined;
};
