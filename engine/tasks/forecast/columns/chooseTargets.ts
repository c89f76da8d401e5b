import { InputError } from '../../../errors.ts';
import type { Column, NumberColumn } from '../../../files/columns/column.ts';
import type { Table } from '../../../files/readTable.ts';
import { isRowCounter } from '../../../files/rows/rowCounter.ts';

/** Names that tell what a series is about, the most telling first. */
const targetNames = ['target', 'close', 'price', 'sales', 'passengers', 'demand', 'temp', 'value', 'load', 'co2'];

/** The column to forecast where a config names none. Throws an `InputError` where none holds numbers. */
export const chooseTargets = (table: Table, choices: string[]): string[] => {
  const chosen = usualTarget(table);
  if (!chosen) {
    for (const column of table.columns) throwDoubt(column);
    throw new InputError('has no column of numbers to forecast', { file: table.file });
  }
  const numbers = table.columns.filter(({ type }) => type === 'number');
  if (numbers.length > 1) choices.push(`The target is '${chosen.name}'; data.targets names others.`);
  return [chosen.name];
};

/** By its name, else the last; undefined where no column holds numbers. */
export const usualTarget = (table: Table): NumberColumn | undefined => {
  const numbers = table.columns.filter((column): column is NumberColumn => column.type === 'number');
  const candidates = numbers.filter((column) => !isRowCounter(column));
  const choosable = candidates.length > 0 ? candidates : numbers;
  const byName = targetNames
    .map(
      (word) =>
        choosable.find(({ name }) => name.toLowerCase() === word) ??
        choosable.find(({ name }) => name.toLowerCase().includes(word)),
    )
    .find((column) => column !== undefined);
  return byName ?? choosable.at(-1);
};

/** A column of which half are numbers is meant as one of numbers: says so instead of calling it text. */
export const throwDoubt = (column: Column): void => {
  const doubt = column.type === 'text' || column.type === 'category' ? column.doubt : undefined;
  if (doubt) throw new InputError(doubt.message, doubt.place);
};

/** The column as one of numbers, where it may be read so. */
export const asNumbers = (column: Column): readonly NumberColumn[] => {
  if (column.type === 'number') return [column];
  return column.type === 'category' && column.asNumbers ? [column.asNumbers()] : [];
};
