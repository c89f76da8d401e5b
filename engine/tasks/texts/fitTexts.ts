import { TokenCounts } from '../../encoding/tokenCounts.ts';
import { tokenize } from '../../encoding/tokenizer.ts';
import { stretches } from '../../errands/stretches.ts';
import { findTexts } from '../../files/columns/findColumn.ts';
import type { Table } from '../../files/readTable.ts';
import type { TextReading, TextVocabulary } from './textReading.ts';

/** Rows whose texts are looked at together. */
const rowsAtOnce = 4096;

/** The words or characters of the training rows that are not too rare. */
export const fitTexts = async (
  table: Table,
  text: string,
  { unit, lowercase, minCount }: TextReading,
  train: Int32Array,
): Promise<TextVocabulary> => {
  const texts = findTexts(table, text);
  const counts = new TokenCounts();
  for await (const [from, to] of stretches(train.length, rowsAtOnce, 'counting words')) {
    for (const row of train.subarray(from, to)) counts.add(tokenize({ unit, lowercase }, texts.at(row)));
  }
  return { unit, lowercase, tokens: counts.frequent(minCount) };
};
