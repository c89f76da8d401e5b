import type { SequenceSource } from '../../compute/source.ts';
import type { Table } from '../../files/readTable.ts';
import { classesOfRows } from '../labels/classesOfRows.ts';
import { readLabels, type RowLabels } from '../labels/rowLabels.ts';
import { encodeTextIds, type TextIds } from '../texts/encodeTextIds.ts';
import type { TextClassCodec } from './textClassCodec.ts';
import type { TextClassData } from './textClassFields.ts';

export interface EncodedTexts extends TextIds {
  readonly source: SequenceSource;
  /** Undefined in a file without the label column. */
  readonly labels: RowLabels | undefined;
}

/** Texts with a class each. A file without the label column can be encoded too. */
export const encodeTexts = async (
  table: Table,
  data: TextClassData,
  codec: TextClassCodec,
  mostInMemory: number,
): Promise<EncodedTexts> => {
  const texts = await encodeTextIds(table, data.text, data, codec, mostInMemory);
  const hasLabel = table.columns.some(({ name }) => name === data.label);
  const labels = hasLabel ? readLabels(table, data.label) : undefined;
  const known = classesOfRows(table.rows, labels, codec.labels);
  const source: SequenceSource = { ...texts.inputs, labels: known.classes, classes: codec.labels.length };
  return { ...texts, source, dropped: [...texts.dropped, ...known.dropped], labels };
};
