import type { Table } from '../../files/readTable.ts';
import { listLabels, readLabels } from '../labels/rowLabels.ts';
import { fitRows } from '../sequences/fitRows.ts';
import type { ClassCodec } from './classCodec.ts';
import type { ClassificationData } from './classFields.ts';

/** Fits scales to the training rows, see `fitRows`, and lists the labels of all. */
export const fitClasses = (table: Table, data: ClassificationData, trainRows: Int32Array): ClassCodec => ({
  kind: 'classes',
  inputs: fitRows(table, data, trainRows),
  labels: listLabels(table, readLabels(table, data.label)),
});
