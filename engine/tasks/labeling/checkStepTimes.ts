import { InputError } from '../../errors.ts';
import { findColumn } from '../../files/columns/findColumn.ts';
import type { Table } from '../../files/readTable.ts';
import type { StepSequences } from './stepSequences.ts';

/** Throws an `InputError` with the line where the times of a sequence do not ascend: its steps would be read in a wrong order. */
export const checkStepTimes = (table: Table, { starts, sequenceOf }: StepSequences, name: string | null): void => {
  if (name === null) return;
  const { file } = table;
  const column = findColumn(table, name);
  if (column.type !== 'timestamp' && column.type !== 'number') {
    throw new InputError(`column ${name} holds neither times nor numbers; set data.time to another, or to null`, {
      file,
    });
  }
  const { values } = column;
  let last = -Infinity;
  for (const [stretch, sequence] of sequenceOf.entries()) {
    if (sequence !== sequenceOf[stretch - 1]) last = -Infinity;
    for (let row = starts[stretch] ?? 0; row < (starts[stretch + 1] ?? 0); row++) {
      const time = values.at(row);
      if (Number.isNaN(time)) continue;
      if (time < last) {
        const message = `the time in column ${name} is before that of the row above; sort the rows of each sequence by it, or set data.time to null`;
        throw new InputError(message, { file, line: table.lineOf(row) });
      }
      last = time;
    }
  }
};
