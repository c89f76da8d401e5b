import { basename, dirname, extname, sep } from 'node:path';
import { InputError } from '../../../errors.ts';
import { CellIds } from '../../../files/columns/cellIds.ts';
import type { CategoryColumn } from '../../../files/columns/column.ts';
import { KnownTexts } from '../../../files/columns/knownTexts.ts';
import type { Table } from '../../../files/readTable.ts';
import { TableStorage } from '../../../files/tableStorage.ts';
import type { ForecastData } from '../forecastFields.ts';
import { oncePerTable } from '../series/oncePerTable.ts';
import { seriesColumns } from '../series/seriesColumns.ts';

/** What the column is called that says in which of several files a row stands. */
export const fileColumn = 'file';

/** Whether a table is of several files, each a series or some. */
export const hasSeriesFiles = ({ parts = [], columns }: Pick<Table, 'parts' | 'columns'>): boolean =>
  parts.some(({ isSeries }) => isSeries) || columns.some(({ cell }) => cell < 0);

/**
 * A table of several files of series with a column of their names, in the place of none of their own; so is one file by
 * itself where a model tells series apart by that. Throws an `InputError` where a column of the files is called so.
 */
export const withFileColumn = (table: Table, { series }: Pick<Partial<ForecastData>, 'series'>): Table => {
  const areSeveral = hasSeriesFiles(table);
  if (!areSeveral && !seriesColumns(series).includes(fileColumn)) return table;
  const own = table.columns.find(({ name }) => name === fileColumn);
  // A column that is none of a file has no place in its rows.
  if (own && (!areSeveral || own.cell < 0)) return table;
  if (own) {
    const message = `has a column '${fileColumn}', which is what the names of several files stand in; call it something else`;
    throw new InputError(message, { file: table.file });
  }
  return oncePerTable(table, 'the names of its files', () => ({
    ...table,
    columns: [columnOf(table), ...table.columns],
  }));
};

const columnOf = (table: Table): CategoryColumn => {
  const storage = new TableStorage();
  const parts = table.parts ?? [{ file: table.file, firstRow: 0 }];
  const categories = namesOf(parts.map(({ file }) => file));
  const ids = new CellIds(storage);
  parts.forEach(({ firstRow }, index) => {
    const end = parts[index + 1]?.firstRow ?? table.rows;
    for (let row = firstRow; row < end; row++) ids.push(index + 1);
  });
  const texts = new KnownTexts(ids, categories);
  return {
    ...{ type: 'category', name: fileColumn, cell: -1, missing: 0, problems: [], notes: [], doubt: undefined },
    ...{ ids, categories, texts, lengths: texts.lengths, examples: categories.slice(0, 3) },
  };
};

/** Files by their names, with as many of the folders that they are in as tell them apart. */
const namesOf = (files: readonly string[]): readonly string[] => {
  const nameOf = (file: string, folders: number): string => {
    const path = dirname(file).split(sep).filter(Boolean);
    const within = folders === 0 ? [] : path.slice(-folders);
    return [...within, basename(file, extname(file))].join('/');
  };
  const deepest = Math.max(...files.map((file) => file.split(sep).length));
  for (let folders = 0; folders < deepest; folders++) {
    const names = files.map((file) => nameOf(file, folders));
    if (new Set(names).size === files.length) return names;
  }
  return files;
};
