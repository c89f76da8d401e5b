import { InputError } from '../../../errors.ts';
import { findColumn } from '../../../files/columns/findColumn.ts';
import type { Table } from '../../../files/readTable.ts';
import type { RowGroups } from '../../../files/sequences/rowGroups.ts';

/** Throws an `InputError` with the line where the times of a sequence do not ascend: its steps would be read in a wrong order. */
export const checkTimes = (table: Table, { starts, count }: RowGroups, name: string | null): void => {
  if (name === null) return;
  const column = findColumn(table, name);
  if (column.type !== 'timestamp' && column.type !== 'number') {
    throw new InputError(`column ${name} holds neither times nor numbers; set data.time to another, or to null`, {
      file: table.file,
    });
  }
  for (let group = 0; group < count; group++) {
    let last = -Infinity;
    for (let row = starts[group] ?? 0; row < (starts[group + 1] ?? 0); row++) {
      const time = column.values.at(row);
      if (Number.isNaN(time)) continue;
      if (time < last) {
        const message = `the time in column ${name} is before that of the row above; sort the rows of each sequence by it, or set data.time to null`;
        throw new InputError(message, { file: table.file, line: table.lineOf(row) });
      }
      last = time;
    }
  }
};
