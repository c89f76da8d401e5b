import type { RunConfig } from '../../config.ts';
import { describeMisfits } from '../../encoding/describeMisfits.ts';
import { InputError } from '../../errors.ts';
import { formatFor } from '../../files/formatFor.ts';
import { groupRows, type RowGroups } from '../../files/sequences/rowGroups.ts';
import { partFilesOf } from '../../files/parts/tableParts.ts';
import type { Table } from '../../files/readTable.ts';
import { checkTimes } from '../checkTimes.ts';
import { rowsWhere } from '../labels/rowsWhere.ts';
import type { OpenedFile } from '../openedFile.ts';
import type { EncodedFile, PreparedData } from '../preparedData.ts';
import { rowAsExample, rowsBetween } from '../splits/examplesOf.ts';
import { splitExamples } from '../splits/splitExamples.ts';
import { sequencesWithValues } from '../sequences/sequencesWithValues.ts';
import { rowsWithText } from '../texts/textRows.ts';
import { encodeInputs } from './encodeInputs.ts';
import { fitLeastSquares } from './scores/leastSquares.ts';
import { fitRegression } from './fitRegression.ts';
import { describeMissing, readTarget, type ReadTarget } from './readTarget.ts';
import { regressionBaselines } from './scores/regressionBaselines.ts';
import type { RegressionCodec } from './regressionCodec.ts';
import type { RegressionData } from './regressionFields.ts';
import { regressionShape } from './regressionShape.ts';
import { encodeTargets, RegressionScorer, truthOf } from './scores/regressionTruth.ts';
import { targetRows } from './targetRows.ts';

/** Sequences with numbers to learn, and which of them train. */
export const prepareRegression = async (
  { data, training }: RunConfig<RegressionData>,
  file: OpenedFile,
): Promise<PreparedData<RegressionCodec>> => {
  const table = await file.readTable(data, partFilesOf(file.path, data.split));
  const { groups, count } = groupsOf(table, data);
  const read = data.targets.map((name) => readTarget(table, name, groups));
  const hasInputs = await inputsOf(table, data, groups);
  const isKnown = (at: number): boolean => read.some(({ values }) => !Number.isNaN(values[at]));
  const usable = rowsWhere(count, (at) => isKnown(at) && hasInputs[at] === 1);
  const { splits, notes } = await splitExamples(
    {
      ...{ table, item: itemOf(data), usable, rowsOf: groups ? rowsBetween(groups.starts) : rowAsExample },
      ...{ alikeBy: data.text === null ? data.inputs : [data.text], way: 'random' },
    },
    data.split,
    training.seed,
  );
  if (splits.train.length === 0) {
    const message = `has no ${itemOf(data)} with both something to read and a number in ${data.targets.join(' or ')}; nothing can be learned`;
    throw new InputError(message, { file: table.file });
  }
  const fitted = await fitRegression(table, data, groups, read, splits.train);
  const truth = truthOf(fitted.targets, read, count);
  const encoded = await encodeInputs(table, data, fitted, groups, encodeTargets(truth, count), file.limits.encoded);
  const { source, lengths, isEmpty } = encoded;
  const leastSquares = fitLeastSquares(source, splits.train);
  const codec: RegressionCodec = { ...fitted, ...(leastSquares && { leastSquares }) };
  // Alike long ones go through the network together, and take no more steps than they have.
  const byLength = (a: number, b: number): number => (lengths?.[a] ?? 0) - (lengths?.[b] ?? 0) || a - b;
  return {
    shape: regressionShape(codec, data),
    steps: source.steps,
    source,
    ...(lengths && { lengths }),
    codec,
    splits: { ...splits, valid: splits.valid.sort(byLength), test: splits.test.sort(byLength) },
    baselines: {
      valid: regressionBaselines(codec, source, truth, splits.valid),
      test: regressionBaselines(codec, source, truth, splits.test),
    },
    headline: { metric: 'mae', lowerIsBetter: true },
    dropped: [
      ...encoded.dropped,
      ...describeMissing(read, itemOf(data)),
      ...describeConstant(read, splits.train),
      ...notes,
    ],
    rows: targetRows(table, data, codec.targets, read, groups, isEmpty),
    scorer: () => new RegressionScorer(truth),
  };
};

/** The sequences of a file, with what training fitted. */
export const encodeRegressionFile = async (
  { data }: RunConfig<RegressionData>,
  codec: RegressionCodec,
  file: OpenedFile,
): Promise<EncodedFile> => {
  const table = await file.readTable(await formatFor(data, file.path));
  const { groups, count } = groupsOf(table, data);
  const there = data.targets.filter((name) => table.columns.some((column) => column.name === name));
  const read = there.map((name) => readTarget(table, name, groups));
  const truth = truthOf(codec.targets, read, count);
  const encoded = await encodeInputs(table, data, codec, groups, encodeTargets(truth, count), file.limits.encoded);
  const { source, dropped, isEmpty } = encoded;
  const isKnown = (at: number): boolean => truth.values.some((values) => !Number.isNaN(values[at]));
  const examples = rowsWhere(count, (at) => isKnown(at) && !isEmpty(at));
  return {
    source,
    examples,
    dropped: [...dropped, ...describeMissing(read, itemOf(data))],
    misfits: codec.inputs.kind === 'numbers' ? describeMisfits(table, codec.inputs.columns) : [],
    rows: targetRows(table, data, codec.targets, read, groups, isEmpty),
    scorer: () => new RegressionScorer(truth),
    baselines: regressionBaselines(codec, source, truth, examples),
  };
};

/** What a sequence is, in messages. */
export const itemOf = (data: Pick<RegressionData, 'text'> & { readonly group?: string | null }): string =>
  data.text === null && (data.group ?? null) !== null ? 'sequence' : 'row';

const groupsOf = (
  table: Table,
  data: RegressionData,
): { readonly groups: RowGroups | undefined; readonly count: number } => {
  if (data.text !== null || data.group === null) return { groups: undefined, count: table.rows };
  const groups = groupRows(table, data.group);
  checkTimes(table, groups.starts, data.time);
  return { groups, count: groups.count };
};

/** By sequence, 1 where there is anything to read. */
const inputsOf = async (table: Table, data: RegressionData, groups: RowGroups | undefined): Promise<Uint8Array> => {
  if (data.text !== null) return rowsWithText(table, data.text);
  const everyRow = { count: table.rows, starts: Float64Array.from({ length: table.rows + 1 }, (_, row) => row) };
  return sequencesWithValues(table, groups ?? everyRow, data.inputs);
};

const describeConstant = (read: readonly ReadTarget[], train: Int32Array): string[] =>
  read.flatMap(({ column, values }) => {
    const known = Array.from(train, (at) => values[at] ?? NaN).filter((value) => !Number.isNaN(value));
    if (known.some((value) => value !== known[0])) return [];
    return known.length === 0
      ? [`No training example has a number in '${column.name}': it is not learned.`]
      : [
          `'${column.name}' is ${known[0]} in the whole training part: there is nothing to learn of it, and no R² where that is so.`,
        ];
  });
