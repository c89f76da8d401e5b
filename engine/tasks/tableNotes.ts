import type { Table } from '../files/readTable.ts';
import { count } from '../words/count.ts';

/** What a thousand columns have in common need not be told a thousand times. */
const mostNotes = 20;

/** How many lines of a file were comments. */
export const commentNote = ({ comments }: { readonly comments: number }): readonly string[] =>
  comments > 0 ? [`${count(comments, 'comment line was', 'comment lines were')} skipped.`] : [];

/** How a table was read, a sentence each: lines left out, and what columns were understood to be. */
export const tableNotes = ({ notes, columns }: Pick<Table, 'notes' | 'columns'>): readonly string[] => {
  const all = [...notes, ...columns.flatMap((column) => column.notes)];
  if (all.length <= mostNotes) return all;
  return [...all.slice(0, mostNotes), `${count(all.length - mostNotes, 'more is', 'more are')} like these.`];
};
