import { InputError } from '../errors.ts';
import { findColumn } from '../files/columns/findColumn.ts';
import { placeOf } from '../files/parts/tableParts.ts';
import type { Table } from '../files/readTable.ts';

/**
 * Throws an `InputError` with the line where the times of a sequence do not ascend: its steps would be read in a wrong
 * order. `begins` are the first rows of the sequences, and after the last the end of the table.
 */
export const checkTimes = (table: Table, begins: Float64Array, name: string | null): void => {
  if (name === null) return;
  const { file } = table;
  const column = findColumn(table, name);
  if (column.type !== 'timestamp' && column.type !== 'number') {
    throw new InputError(`column ${name} holds neither times nor numbers; set data.time to another, or to null`, {
      file,
    });
  }
  for (let sequence = 0; sequence < begins.length - 1; sequence++) {
    let last = -Infinity;
    for (let row = begins[sequence] ?? 0; row < (begins[sequence + 1] ?? 0); row++) {
      const time = column.values.at(row);
      if (Number.isNaN(time)) continue;
      if (time < last) {
        const group = begins.length > 2 ? '' : 'name the column that tells sequences apart in data.group, ';
        const message = `the time in column ${name} is before that of the row above; sort the rows of each sequence by it, ${group}or set data.time to null`;
        throw new InputError(message, placeOf(table, row));
      }
      last = time;
    }
  }
};
