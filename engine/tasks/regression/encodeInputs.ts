import type { NumberTargets, RowSource, SequenceSource, VectorSource } from '../../compute/source.ts';
import type { RowGroups } from '../../files/sequences/rowGroups.ts';
import type { Table } from '../../files/readTable.ts';
import { encodeRows } from '../sequences/encodeRows.ts';
import { encodeSequences } from '../sequences/encodeSequences.ts';
import { encodeTextIds, lengthsOfTexts } from '../texts/encodeTextIds.ts';
import type { CodedColumns, CodedTexts, RegressionCodec } from './regressionCodec.ts';
import type { NumbersData, RegressionData, TextsData } from './regressionFields.ts';

/** What a regression reads. */
export type RegressionSource = RowSource<NumberTargets> | VectorSource<NumberTargets> | SequenceSource<NumberTargets>;

/** Sequences as the network reads them, with the numbers that they come to. */
export interface EncodedInputs {
  readonly source: RegressionSource;
  readonly dropped: readonly string[];
  readonly isEmpty: (sequence: number) => boolean;
  /** Steps of each, where they differ. */
  readonly lengths?: Int32Array;
}

/**
 * The sequences of a table, with what training fitted.
 * @param limit bytes that are kept in memory
 */
export const encodeInputs = async (
  table: Table,
  data: RegressionData,
  { inputs }: RegressionCodec,
  groups: RowGroups | undefined,
  targets: NumberTargets,
  limit: number,
): Promise<EncodedInputs> => {
  if (inputs.kind === 'texts' && data.text !== null) return encodeTexts(table, data, inputs, targets, limit);
  if (inputs.kind !== 'numbers' || data.text !== null) throw new Error('a regression has another codec than its data');
  return groups
    ? encodeGroups(table, data, inputs, groups, targets, limit)
    : encodeRowSequences(table, data, inputs, targets, limit);
};

const encodeTexts = async (
  table: Table,
  data: TextsData,
  codec: CodedTexts,
  targets: NumberTargets,
  limit: number,
): Promise<EncodedInputs> => {
  const texts = await encodeTextIds(table, data.text, data, codec, limit);
  const { inputs, dropped, isEmpty } = texts;
  return { source: { ...inputs, ...targets }, dropped, isEmpty, lengths: lengthsOfTexts(texts) };
};

const encodeRowSequences = (
  table: Table,
  { stepSize }: NumbersData,
  { columns }: CodedColumns,
  targets: NumberTargets,
  limit: number,
): EncodedInputs => {
  const { isEmpty, dropped, ...inputs } = encodeRows(table, columns, stepSize, limit);
  return { source: { ...inputs, ...targets }, dropped, isEmpty };
};

const encodeGroups = (
  table: Table,
  { stepSize }: NumbersData,
  { columns, steps }: CodedColumns,
  groups: RowGroups,
  targets: NumberTargets,
  limit: number,
): EncodedInputs => {
  const encoded = encodeSequences(table, groups, columns, { stepSize, steps }, limit);
  const { values, starts, dropped, isEmpty } = encoded;
  const lengths = Int32Array.from({ length: groups.count }, (_, at) => (starts[at + 1] ?? 0) - (starts[at] ?? 0));
  return {
    source: { kind: 'vectors', values, starts, steps, size: stepSize, ...targets },
    ...{ dropped, isEmpty },
    ...(lengths.some((length) => length !== lengths[0]) && { lengths }),
  };
};
