import type { SequenceSource } from '../../compute/source.ts';
import { count } from '../../words/count.ts';
import { tokenize } from '../../encoding/tokenizer.ts';
import { SymbolWriter } from '../../encoding/symbolWriter.ts';
import { findTexts } from '../../files/columns/findColumn.ts';
import type { Table } from '../../files/readTable.ts';
import { classesOfRows } from '../labels/classesOfRows.ts';
import { readLabels, type RowLabels } from '../labels/rowLabels.ts';
import type { TextClassCodec } from './textClassCodec.ts';
import type { TextClassData } from './textClassFields.ts';
import { countIds, tokenIds, unknownId } from '../../encoding/tokenIds.ts';

/** Rows whose texts are looked at together. */
const rowsAtOnce = 4096;

export interface EncodedTexts {
  readonly source: SequenceSource;
  readonly dropped: readonly string[];
  /** Undefined in a file without the label column. */
  readonly labels: RowLabels | undefined;
  /** Whether there is anything to read in a row. */
  readonly isEmpty: (row: number) => boolean;
}

/** Texts as sequences of ids, each as long as it is up to `maxLength`. A file without the label column can be encoded too. */
export const encodeTexts = (
  table: Table,
  data: TextClassData,
  codec: TextClassCodec,
  mostInMemory: number,
): EncodedTexts => {
  const { maxLength, unit } = data;
  const texts = findTexts(table, data.text);
  const ids = tokenIds(codec);
  // A token takes at least a byte of the file.
  const writer = new SymbolWriter(table.bytes, mostInMemory);
  const starts = new Float64Array(table.rows + 1);
  let cut = 0;
  let empty = 0;
  let read = 0;
  let unknown = 0;
  for (let from = 0; from < table.rows; from += rowsAtOnce) {
    const some = texts.read(from, Math.min(table.rows, from + rowsAtOnce));
    for (const [index, text] of some.entries()) {
      const tokens = tokenize(codec, text);
      if (tokens.length === 0) empty++;
      if (tokens.length > maxLength) cut++;
      const length = Math.min(tokens.length, maxLength);
      const room = writer.room(length);
      for (let at = 0; at < length; at++) {
        const id = ids.get(tokens[at] ?? '') ?? unknownId;
        if (id === unknownId) unknown++;
        room[at] = id;
      }
      writer.take(length);
      read += length;
      starts[from + index + 1] = writer.length;
    }
  }
  const dropped: string[] = [];
  if (cut > 0) {
    const share = ((100 * cut) / table.rows).toPrecision(2);
    dropped.push(
      `${count(cut, 'text')} (${share} %) ${cut === 1 ? 'is' : 'are'} longer than ${maxLength} ${unit}; of ${cut === 1 ? 'it' : 'them'} the first ${maxLength} are read.`,
    );
  }
  if (empty > 0) {
    dropped.push(`${count(empty, 'row has', 'rows have')} no text and ${empty === 1 ? 'is' : 'are'} left out.`);
  }
  if (unknown > 0) {
    dropped.push(
      `${((100 * unknown) / read).toPrecision(2)} % of the ${unit} are ${data.minCount > 1 ? 'rare or ' : ''}not known and read as one unknown.`,
    );
  }
  const hasLabel = table.columns.some(({ name }) => name === data.label);
  const labels = hasLabel ? readLabels(table, data.label) : undefined;
  const isEmpty = (row: number): boolean => starts[row] === starts[row + 1];
  const known = classesOfRows(table.rows, labels, codec.labels);
  const source: SequenceSource = {
    kind: 'sequences',
    ids: writer.finish(),
    starts,
    steps: maxLength,
    vocabulary: countIds(codec.tokens.length),
    labels: known.classes,
    classes: codec.labels.length,
  };
  return { source, dropped: [...dropped, ...known.dropped], labels, isEmpty };
};
