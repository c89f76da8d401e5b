import { InputError } from '../errors.ts';
import type { Table } from '../files/readTable.ts';

/** In units of the training rows' deviation: squares of larger numbers have no place in 32 bits. */
export const farthest = 1e18;

/** For a number beyond that, in a row of the table. */
export const farValue = (table: Table, column: string, row: number): InputError =>
  new InputError(
    `the number in column ${column} is farther from those of the training rows than can be computed with; correct it, or leave the cell empty`,
    { file: table.file, line: table.lineOf(row) },
  );
