import { InputError } from '../../errors.ts';
import type { NumberColumn } from '../../files/columns/column.ts';
import { findNumbers } from '../../files/columns/findColumn.ts';
import type { RowGroups } from '../../files/sequences/rowGroups.ts';
import { placeOf } from '../../files/parts/tableParts.ts';
import type { Table } from '../../files/readTable.ts';
import { count } from '../../words/count.ts';

/** A column of targets, and what stands there of each sequence. */
export interface ReadTarget {
  readonly column: NumberColumn;
  /** In the file's units, NaN where the cell is empty. (sequences) */
  readonly values: Float64Array;
}

/**
 * The numbers of each sequence, of rows or of groups of them: what all rows of a group say that say something. Throws an
 * `InputError` for a cell that is no number, and with the line where two rows of a group say different things.
 */
export const readTarget = (table: Table, name: string, groups?: RowGroups): ReadTarget => {
  const column = findNumbers(table, name);
  if (!groups) return { column, values: column.values.read(0, table.rows).slice() };
  const values = new Float64Array(groups.count).fill(NaN);
  for (let group = 0; group < groups.count; group++) {
    let known = NaN;
    for (let row = groups.starts[group] ?? 0; row < (groups.starts[group + 1] ?? 0); row++) {
      const value = column.values.at(row);
      if (Number.isNaN(value) || value === known) continue;
      if (!Number.isNaN(known)) {
        const message = `the ${name} of this row is ${value}, that of a row above in ${groups.column.name} '${groups.nameOf(group)}' is ${known}; a sequence has one: correct it, or choose another column`;
        throw new InputError(message, placeOf(table, row));
      }
      known = value;
    }
    values[group] = known;
  }
  return { column, values };
};

/** What is to be said of targets that are not there: by sequences without any, and with some. */
export const describeMissing = (targets: readonly ReadTarget[], item: string): string[] => {
  if (targets.length === 0) return [];
  let [none, some] = [0, 0];
  for (let at = 0; at < (targets[0]?.values.length ?? 0); at++) {
    const missing = targets.filter(({ values }) => Number.isNaN(values[at])).length;
    if (missing === targets.length) none++;
    else if (missing > 0) some++;
  }
  const names = targets.map(({ column }) => `'${column.name}'`).join(', ');
  return [
    ...(none > 0
      ? [`${count(none, `${item} has`, `${item}s have`)} no ${names}: not learned, and there to be predicted.`]
      : []),
    ...(some > 0
      ? [`${count(some, `${item} has`, `${item}s have`)} only some of ${names}: the rest is not scored.`]
      : []),
  ];
};
