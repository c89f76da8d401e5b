import { InputError } from '../../../errors.ts';
import type { PredictParams, PredictedCell, Prediction } from '../../../protocol.ts';
import { describeNonsense } from '../../../words/describeNonsense.ts';
import type { LoadedModel } from '../../loadedModel.ts';
import { mostListed } from '../../mostListed.ts';
import { predictMany } from '../../predictAll.ts';
import type { EncodedFile, TableRows } from '../../preparedData.ts';
import type { Predicted } from '../../task.ts';
import { decodeNumber, type DecodedNumber } from './decodeNumber.ts';
import { numberTable } from './numberTable.ts';
import type { RegressionCodec } from '../regressionCodec.ts';
import type { RegressionData } from '../regressionFields.ts';
import { formatterOf } from '../targetRows.ts';

/** Predicts the numbers of every sequence; lists those that lack one in the file. */
export const predictNumbers = async (
  { file, model, session }: LoadedModel<RegressionData, RegressionCodec>,
  { source, rows }: EncodedFile,
  params: PredictParams,
): Promise<Predicted> => {
  if (!rows) throw new Error('a regression was encoded without the rows of its table');
  const { targets } = model.codec;
  session.load(source);
  const all = Int32Array.from({ length: rows.count }, (_, row) => row);
  const { means } = await predictMany(session, targets.length, all);
  const read = (row: number, target: number): DecodedNumber => {
    const output = means[row * targets.length + target] ?? NaN;
    if (!Number.isFinite(output)) {
      throw new InputError(describeNonsense(`what it predicts for line ${rows.lineOf(row)}`), { file });
    }
    return decodeNumber(output, target, model);
  };
  const wanted: number[] = [];
  for (let row = 0; row < rows.count; row++) {
    const lacksSome = targets.some(({ column }) => targetOf(rows, column)?.isEmpty(row) ?? true);
    if (lacksSome && rows.hasInputs?.(row) !== false) wanted.push(row);
  }
  const listed = wanted.slice(0, mostListed(params));
  const prediction: Prediction = {
    rows: listed.map((row) => ({ line: rows.lineOf(row), cells: cellsOf(rows, targets, row, read) })),
    ...{ omitted: wanted.length - listed.length, tooEarly: [], rowsNeeded: 0, next: [] },
  };
  if (params.out === undefined) return { prediction };
  await rows.loadTexts?.();
  return { prediction, table: numberTable(rows, targets, read) };
};

/** Of what is not in the file. */
const cellsOf = (
  rows: TableRows,
  targets: RegressionCodec['targets'],
  row: number,
  read: (row: number, target: number) => DecodedNumber,
): PredictedCell[] =>
  targets.flatMap(({ column, decimals }, at) => {
    const target = targetOf(rows, column);
    if (target && !target.isEmpty(row)) return [];
    const { value, low, high } = read(row, at);
    const write = target?.format ?? formatterOf(decimals);
    const interval =
      low !== undefined && high !== undefined ? { low, high, bounds: [write(low), write(high)] as const } : {};
    return [{ column, ...(target && { cell: target.cell }), actual: '', text: write(value), value, ...interval }];
  });

/** A file need not have the columns that a model predicts. */
const targetOf = (rows: TableRows, name: string): TableRows['targets'][number] | undefined =>
  rows.targets.find(({ column }) => column === name);
