import { TokenCounts } from '../../encoding/tokenCounts.ts';
import { tokenize } from '../../encoding/tokenizer.ts';
import { findTexts } from '../../files/columns/findColumn.ts';
import type { Table } from '../../files/readTable.ts';
import type { TextReading, TextVocabulary } from './textReading.ts';

/** The words or characters of the training rows that are not too rare. */
export const fitTexts = (
  table: Table,
  text: string,
  { unit, lowercase, minCount }: TextReading,
  train: Int32Array,
): TextVocabulary => {
  const texts = findTexts(table, text);
  const counts = new TokenCounts();
  for (const row of train) counts.add(tokenize({ unit, lowercase }, texts.at(row)));
  return { unit, lowercase, tokens: counts.frequent(minCount) };
};
