import type { RowSource } from '../../compute/source.ts';
import type { Table } from '../../files/readTable.ts';
import { classesOfRows } from '../labels/classesOfRows.ts';
import { type RowLabels, readLabels } from '../labels/rowLabels.ts';
import { encodeRows } from '../sequences/encodeRows.ts';
import type { ClassCodec } from './classCodec.ts';
import type { ClassificationData } from './classFields.ts';

/**
 * Rows as sequences with a class each. A file without the label column can be encoded too: all labels are -1.
 * @param limit bytes that are kept in memory
 */
export const encodeClasses = (
  table: Table,
  data: ClassificationData,
  codec: ClassCodec,
  limit: number,
): { source: RowSource; dropped: readonly string[]; labels: RowLabels | undefined } => {
  const { isEmpty: _, dropped, ...inputs } = encodeRows(table, codec.inputs, data.stepSize, limit);
  const hasLabel = table.columns.some(({ name }) => name === data.label);
  const labels = hasLabel ? readLabels(table, data.label) : undefined;
  const known = classesOfRows(table.rows, labels, codec.labels);
  const source: RowSource = { ...inputs, labels: known.classes, classes: codec.labels.length };
  return { source, dropped: [...dropped, ...known.dropped], labels };
};
