import { findNumbers } from '../../../files/columns/findColumn.ts';
import type { Table } from '../../../files/readTable.ts';
import type { TrainingPart } from './tellTargets.ts';

/** A value of a target that cannot be learned, and where it stands. */
interface RefusedValue {
  readonly column: string;
  /** The series, where there are several, as words that follow the column. */
  readonly whose: string;
  readonly value: number;
  readonly table: Table;
  readonly row: number;
}

/** The one that stands first in the file; undefined where all values are taken. */
export const firstRefused = (
  series: readonly TrainingPart[],
  targets: readonly string[],
  takes: (value: number) => boolean,
): RefusedValue | undefined => {
  const refused = targets.flatMap((column) =>
    series.flatMap(({ table, name }) => {
      const row = firstRow(table, column, takes);
      const whose = name === undefined ? '' : ` of the series ${name}`;
      return row === undefined ? [] : [{ column, whose, table, row, line: table.lineOf(row) }];
    }),
  );
  const [first] = refused.toSorted((a, b) => a.line - b.line);
  return first && { ...first, value: findNumbers(first.table, first.column).values.at(first.row) };
};

const firstRow = (table: Table, column: string, takes: (value: number) => boolean): number | undefined => {
  const { values } = findNumbers(table, column);
  let from = 0;
  for (const page of values.pagesOf(table.rows)) {
    const at = page.findIndex((value) => !takes(value));
    if (at >= 0) return from + at;
    from += page.length;
  }
  return undefined;
};
