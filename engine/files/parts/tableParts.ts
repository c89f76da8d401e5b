import { dirname, resolve } from 'node:path';
import type { Place } from '../../errors.ts';
import type { Table } from '../readTable.ts';

/** What examples are for. */
export type PartName = 'train' | 'valid' | 'test';

/** The rows of a table that one file holds: from `firstRow` to the next part, or the end. */
export interface TablePart {
  readonly name: PartName;
  readonly file: string;
  readonly firstRow: number;
  /** Whether it is one of several files that are read as one table because each is a series, or holds some. */
  readonly isSeries?: boolean;
}

/** Files that are read along with a data file, each as a part of it; absolute paths. */
export type PartFiles = readonly Omit<TablePart, 'firstRow'>[];

interface FilesOfSplit {
  readonly validFile?: string | undefined;
  readonly testFile?: string | undefined;
}

/** The files that the split of `file` names, relative to it. */
export const partFilesOf = (file: string, { validFile, testFile }: FilesOfSplit = {}): PartFiles => {
  const folder = dirname(resolve(file));
  return [
    ...(validFile === undefined ? [] : [{ name: 'valid' as const, file: resolve(folder, validFile) }]),
    ...(testFile === undefined ? [] : [{ name: 'test' as const, file: resolve(folder, testFile) }]),
  ];
};

/** What of a config names files besides the data file. */
interface NamesFiles {
  readonly data?: { readonly split?: FilesOfSplit | undefined; readonly moreFiles?: unknown } | undefined;
}

/** The paths of the texts, or the files of series, that a config names besides the data file, relative to it; its schema has checked them. */
export const moreFilesOf = (file: string, { data }: NamesFiles): readonly string[] => {
  const { moreFiles } = data ?? {};
  return Array.isArray(moreFiles) ? moreFiles.map((path) => resolve(dirname(resolve(file)), String(path))) : [];
};

/** The paths of all that a config names besides the data file. */
export const otherFilesOf = (file: string, config: NamesFiles): readonly string[] => [
  ...partFilesOf(file, config.data?.split).map(({ file: path }) => path),
  ...moreFilesOf(file, config),
];

/** Of a row the part that its file is; undefined where the table is one file. */
export const partAt = ({ parts }: Pick<Table, 'parts'>, row: number): TablePart | undefined =>
  parts?.findLast(({ firstRow }) => firstRow <= row);

/** Where a row begins. */
export const placeOf = (
  table: Pick<Table, 'file' | 'parts' | 'lineOf'>,
  row: number,
): Required<Pick<Place, 'file' | 'line'>> => ({
  file: partAt(table, row)?.file ?? table.file,
  line: table.lineOf(row),
});
