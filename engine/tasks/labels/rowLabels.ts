import { InputError } from '../../errors.ts';
import type { Column } from '../../files/columns/column.ts';
import { findColumn, findNumbers } from '../../files/columns/findColumn.ts';
import { foldSpelling } from '../../files/columns/foldSpellings.ts';
import type { Table } from '../../files/readTable.ts';

/** Each row's class as text, '' where the label is missing. */
export interface RowLabels {
  readonly column: Column;
  readonly textAt: (row: number) => string;
  /** What stands in the file, where that is more than the class: blanks around it. */
  readonly cellAt?: (row: number) => string;
}

export const readLabels = (table: Table, name: string): RowLabels => {
  const column = findColumn(table, name);
  if (column.type === 'category') {
    const { categories, ids, texts } = column;
    return { column, textAt: (row) => categories[ids.at(row) - 1] ?? '', cellAt: (row) => texts.at(row) };
  }
  if (column.type === 'number') {
    // The label 01 is another than 1.
    const { values, texts } = findNumbers(table, name);
    const spelled = (row: number): string => (texts ? foldSpelling(texts.at(row)) : String(values.at(row)));
    return { column, textAt: (row) => (Number.isNaN(values.at(row)) ? '' : spelled(row)) };
  }
  throw new InputError(
    `column ${name} holds ${column.type === 'text' ? 'free text' : 'times'}, not classes; choose another label`,
    {
      file: table.file,
    },
  );
};

/** The classes of a file: numbers in their order, other labels in that of their characters. */
export const listLabels = (table: Table, labels: RowLabels): string[] => {
  const { column } = labels;
  if (column.type === 'category') return [...column.categories].sort();
  const all = new Set<string>();
  for (let row = 0; row < table.rows; row++) all.add(labels.textAt(row));
  all.delete('');
  return [...all].sort((a, b) => Number(a) - Number(b) || (a < b ? -1 : 1));
};
