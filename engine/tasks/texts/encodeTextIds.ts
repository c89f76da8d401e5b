import type { TextInputs } from '../../compute/source.ts';
import { SymbolWriter } from '../../encoding/symbolWriter.ts';
import { countIds, tokenIds, unknownId } from '../../encoding/tokenIds.ts';
import { tokenize } from '../../encoding/tokenizer.ts';
import { stretches } from '../../errands/stretches.ts';
import { findTexts } from '../../files/columns/findColumn.ts';
import type { Table } from '../../files/readTable.ts';
import { count } from '../../words/count.ts';
import type { TextReading, TextVocabulary } from './textReading.ts';

/** Rows whose texts are looked at together. */
const rowsAtOnce = 4096;

/** Texts as the network reads them, without what is learned of them. */
export interface TextIds {
  readonly inputs: TextInputs;
  readonly dropped: readonly string[];
  /** Whether there is anything to read in a row. */
  readonly isEmpty: (row: number) => boolean;
}

/** The texts of a column as sequences of ids, each as long as it is up to `maxLength`. */
export const encodeTextIds = async (
  table: Table,
  text: string,
  { maxLength, unit, minCount }: TextReading,
  codec: TextVocabulary,
  mostInMemory: number,
): Promise<TextIds> => {
  const texts = findTexts(table, text);
  const ids = tokenIds(codec);
  // A token takes at least a byte of the file.
  const writer = new SymbolWriter(table.bytes, mostInMemory);
  const starts = new Float64Array(table.rows + 1);
  let cut = 0;
  let empty = 0;
  let read = 0;
  let unknown = 0;
  for await (const [from, to] of stretches(table.rows, rowsAtOnce, 'encoding texts')) {
    const some = texts.read(from, to);
    for (const [index, each] of some.entries()) {
      const tokens = tokenize(codec, each);
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
      `${((100 * unknown) / read).toPrecision(2)} % of the ${unit} are ${minCount > 1 ? 'rare or ' : ''}not known and read as one unknown.`,
    );
  }
  return {
    inputs: {
      kind: 'sequences',
      ids: writer.finish(),
      starts,
      steps: maxLength,
      vocabulary: countIds(codec.tokens.length),
    },
    dropped,
    isEmpty: (row) => starts[row] === starts[row + 1],
  };
};

/** By row, steps that are read of it. */
export const lengthsOfTexts = ({ inputs: { starts, steps } }: TextIds): Int32Array =>
  Int32Array.from({ length: starts.length - 1 }, (_, row) =>
    Math.min(steps, Math.max(1, (starts[row + 1] ?? 0) - (starts[row] ?? 0))),
  );
