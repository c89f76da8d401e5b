import { basename } from 'node:path';
import { InputError } from '../../errors.ts';
import type { ResolvedTable } from '../readTable.ts';
import type { ReadLines, TableReader } from '../tableReader.ts';
import { FirstSink, FollowingSink } from './followingSink.ts';
import type { PartName, TablePart } from './tableParts.ts';

/** A file that is read after another one, and the part that its rows are. */
export interface FollowingFile extends ResolvedTable {
  readonly name: PartName;
  readonly isSeries?: boolean;
}

/**
 * Reads a file and after it others of the same columns, as one table: where the rows of each begin, its parts say. Throws
 * an `InputError` for one without such columns, and for pictures of another size.
 */
export const joinFiles = (reader: TableReader, others: readonly FollowingFile[]): TableReader => ({
  ...reader,

  async filesBeside(file) {
    const paths = [...((await reader.filesBeside?.(file)) ?? [])];
    for (const other of others) {
      paths.push(other.file, ...((await other.reader.filesBeside?.(other.file)) ?? []));
    }
    return paths;
  },

  async read(file, format, table): Promise<ReadLines> {
    const first = new FirstSink(table);
    const read = await reader.read(file, format, first);
    const areSeries = others.some(({ isSeries }) => isSeries);
    const parts: TablePart[] = [{ name: 'train', file, firstRow: 0, ...(areSeries && { isSeries: true }) }];
    const notes = [...(read.notes ?? [])];
    let { comments } = read;
    for (const other of others) {
      const sink = new FollowingSink(first, other.file, file);
      const { name, isSeries } = other;
      parts.push({ name, file: other.file, firstRow: first.rows, ...(isSeries && { isSeries }) });
      const next = await other.reader.read(other.file, other.format, sink);
      checkPictures(other.file, file, next, read);
      if (isSeries) sink.refuseSurplus();
      notes.push(...sink.finish(!other.reader.isDelimited && !other.reader.holdsNumbers));
      notes.push(...(next.notes ?? []).map((note) => `${basename(other.file)}: ${note}`));
      ({ comments } = { comments: comments + next.comments });
    }
    return { ...read, comments, ...(notes.length > 0 && { notes }), parts };
  },
});

const checkPictures = (
  file: string,
  firstFile: string,
  { pictures: other }: ReadLines,
  { pictures: first }: ReadLines,
): void => {
  if (String(other) === String(first)) return;
  const sizeOf = (size: readonly number[] | undefined): string => size?.join(' × ') ?? 'nothing';
  const message = `has pictures of ${sizeOf(other)}, ${basename(firstFile)} of ${sizeOf(first)}; bring them to one size`;
  throw new InputError(message, { file });
};
