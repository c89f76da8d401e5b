import type { Table } from '../../../files/readTable.ts';
import { count } from '../../../words/count.ts';
import type { ForecastData } from '../forecastFields.ts';
import { isFilled } from './findKnown.ts';
import { learnedRows } from './learnedRows.ts';

/** Of columns known ahead what is missing within the rows to be forecast, a sentence each. */
export const describeUnknown = (table: Table, { known = [], targets, horizon }: ForecastData): string[] => {
  const first = learnedRows(table, targets);
  const end = Math.min(table.rows, first + horizon);
  return known.flatMap((name) => {
    const column = table.columns.find((other) => other.name === name);
    if (!column) return [];
    const empty = Array.from({ length: end - first }, (_, at) => first + at).filter((row) => !isFilled(column, row));
    const [line] = empty.map((row) => table.lineOf(row));
    if (line === undefined) return [];
    const rest = empty.length > 1 ? ` and ${count(empty.length - 1, 'other row')}` : '';
    return [
      `'${name}', which is read of the rows that are forecast, is empty in line ${line}${rest} of those: it counts as the value before.`,
    ];
  });
};
