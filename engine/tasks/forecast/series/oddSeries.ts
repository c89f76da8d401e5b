import { count } from '../../../words/count.ts';
import { learnedRows } from '../columns/learnedRows.ts';
import type { TrainingPart } from '../transform/tellTargets.ts';
import type { SeriesTable } from './seriesTables.ts';

/** Of many alike so many are named. */
const mostNamed = 5;

/** Which series nothing is learned of, each with the line that it begins in: those without a value, and those with too few rows. */
export const describeLeftOut = (
  parts: readonly TrainingPart[],
  targets: readonly string[],
  fewest: number,
): string[] => {
  const empty = parts.filter(({ table }) => learnedRows(table, targets) === 0);
  const short = parts.filter((part) => part.trainRows < fewest && !empty.includes(part));
  return [
    ...(empty.length > 0
      ? [`${count(empty.length, 'series has', 'series have')} no value of ${targets.join(' or ')}: ${nameAll(empty)}.`]
      : []),
    ...(short.length > 0
      ? [`${count(short.length, 'series is', 'series are')} too short to learn from: ${nameAll(short)}.`]
      : []),
  ];
};

const nameAll = (parts: readonly TrainingPart[]): string => {
  const named = parts.slice(0, mostNamed).map(({ name, table }) => `${name ?? ''} (line ${table.lineOf(0)})`);
  const more = parts.length - named.length;
  return named.join(', ') + (more > 0 ? ` and ${more} more` : '');
};

/** Times that come twice within a series, of those but the longest, of which all is told anyway. */
export const describeRepeats = (tables: readonly SeriesTable[], time: string, longest: SeriesTable): string[] => {
  const told = tables.flatMap((one) => {
    const { rows, first } = one === longest ? { rows: 0, first: 0 } : repeatsIn(one, time);
    if (rows === 0) return [];
    const subject = count(rows, 'row has', 'rows have');
    const where = `first in line ${one.table.lineOf(first)}`;
    return [`${one.name}: ${subject} the same time as the row above, ${where}; rows count as neighbours all the same.`];
  });
  const more = told.length - mostNamed;
  return more > 1 ? [...told.slice(0, mostNamed), `${more} more series have times that come twice.`] : told;
};

const repeatsIn = ({ table }: SeriesTable, time: string): { readonly rows: number; readonly first: number } => {
  const column = table.columns.find(({ name }) => name === time);
  let [rows, first] = [0, 0];
  if (column?.type !== 'timestamp') return { rows, first };
  for (let row = 1; row < table.rows; row++) {
    if (column.values.at(row) !== column.values.at(row - 1)) continue;
    if (rows === 0) first = row;
    rows++;
  }
  return { rows, first };
};
