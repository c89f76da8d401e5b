import type { VectorSource } from '../../../compute/source.ts';
import type { RunConfig } from '../../../config.ts';
import { describeMisfits } from '../../../encoding/describeMisfits.ts';
import { InputError } from '../../../errors.ts';
import { formatFor } from '../../../files/formatFor.ts';
import { partFilesOf } from '../../../files/parts/tableParts.ts';
import type { Table } from '../../../files/readTable.ts';
import { groupRows, type RowGroups } from '../../../files/sequences/rowGroups.ts';
import { ClassScorer, majorityBaselines, scoreMajority } from '../../labels/classScorer.ts';
import { classesOfRows } from '../../labels/classesOfRows.ts';
import { withClassWeights } from '../../labels/classWeights.ts';
import { weightsOf } from '../../labels/codecWeights.ts';
import { labelsOfGroups } from '../../labels/groupLabels.ts';
import { labelRows } from '../../labels/labelRows.ts';
import { listLabels, readLabels, type RowLabels } from '../../labels/rowLabels.ts';
import { describeUntrained } from '../../labels/describeUntrained.ts';
import { rowsWhere } from '../../labels/rowsWhere.ts';
import type { OpenedFile } from '../../openedFile.ts';
import type { EncodedFile, PreparedData, TableRows } from '../../preparedData.ts';
import type { ClassCodec } from '../classCodec.ts';
import type { ClassificationData } from '../classFields.ts';
import { drawings } from '../drawings.ts';
import { checkTimes } from '../../checkTimes.ts';
import { type EncodedSequences, encodeSequences } from '../../sequences/encodeSequences.ts';
import { fitSequences } from '../../sequences/fitSequences.ts';
import { rowsBetween } from '../../splits/examplesOf.ts';
import { splitExamples } from '../../splits/splitExamples.ts';
import { sequencesWithValues } from '../../sequences/sequencesWithValues.ts';
import { longestOf } from '../../sequences/longestOf.ts';

/** A classification of rows that are the steps of sequences. */
export type SequenceData = ClassificationData & { readonly group: string };

export const isOfSequences = (data: ClassificationData): data is SequenceData => data.group !== null;

/** Sequences of rows, and which of them train. */
export const prepareSequences = async (
  data: SequenceData,
  training: RunConfig['training'],
  file: OpenedFile,
): Promise<PreparedData<ClassCodec>> => {
  const table = await file.readTable(data, partFilesOf(file.path, data.split));
  const groups = groupRows(table, data.group);
  checkTimes(table, groups.starts, data.time);
  const names = listLabels(table, readLabels(table, data.label));
  if (names.length < 2) {
    const message = `column ${data.label} has fewer than two classes; there is nothing to tell apart`;
    throw new InputError(message, { file: table.file });
  }
  const labels = labelsOfGroups(table, groups, data.label);
  const { classes } = classesOfRows(groups.count, labels, names);
  const hasValue = sequencesWithValues(table, groups, data.inputs);
  const usable = rowsWhere(groups.count, (group) => (classes[group] ?? -1) >= 0 && hasValue[group] === 1);
  const { splits, notes } = await splitExamples(
    {
      ...{ table, item: 'sequence', usable, rowsOf: rowsBetween(groups.starts) },
      ...{ alikeBy: data.inputs, way: 'stratified', labels: { labels: classes, classes: names.length } },
    },
    data.split,
    training.seed,
  );
  if (splits.train.length === 0) {
    throw new InputError('has no sequence with both a value and a label; nothing can be learned', { file: table.file });
  }
  const fitted: ClassCodec = {
    kind: 'classes',
    inputs: fitSequences(table, data, groups, splits.train),
    labels: names,
    steps: longestOf(groups, data),
  };
  const encoded = encodeWith(table, groups, data, fitted, file.limits.encoded);
  const { source, dropped } = sourceOf(groups, data, fitted, encoded, labels);
  const codec = withClassWeights(fitted, training.classWeights, source, splits.train);
  const lengths = Int32Array.from(
    { length: groups.count },
    (_, at) => (source.starts[at + 1] ?? 0) - (source.starts[at] ?? 0),
  );
  return {
    shape: { input: { kind: 'numbers', size: data.stepSize }, outputSize: names.length, everyStep: false },
    steps: source.steps,
    source,
    ...(lengths.some((length) => length !== lengths[0]) && { lengths }),
    codec,
    ...weightsOf(codec),
    splits,
    baselines: majorityBaselines(source, splits),
    headline: { metric: 'accuracy', lowerIsBetter: false },
    dropped: [...dropped, ...notes, ...describeUntrained('sequence', source.labels, splits.train, names)],
    rows: {
      ...rowsOfSequences(table, groups, codec, source, labels, encoded),
      drawingOf: drawings(table, source, codec),
    },
    scorer: () => new ClassScorer(source, codec.labels),
  };
};

/** The sequences of a file, with what training fitted. */
export const encodeSequenceFile = async (
  data: SequenceData,
  codec: ClassCodec,
  file: OpenedFile,
): Promise<EncodedFile> => {
  const table = await file.readTable(await formatFor(data, file.path));
  const groups = groupRows(table, data.group);
  checkTimes(table, groups.starts, data.time);
  const hasLabel = table.columns.some(({ name }) => name === data.label);
  const labels = hasLabel ? labelsOfGroups(table, groups, data.label) : undefined;
  const encoded = encodeWith(table, groups, data, codec, file.limits.encoded);
  const { source, dropped } = sourceOf(groups, data, codec, encoded, labels);
  const examples = rowsWhere(groups.count, (group) => (source.labels[group] ?? -1) >= 0 && !encoded.isEmpty(group));
  return {
    source,
    examples,
    dropped,
    misfits: describeMisfits(table, codec.inputs),
    rows: rowsOfSequences(table, groups, codec, source, labels, encoded),
    scorer: () => new ClassScorer(source, codec.labels),
    baselines: examples.length > 0 ? { majority: scoreMajority(source, examples, examples) } : {},
  };
};

const encodeWith = (
  table: Table,
  groups: RowGroups,
  { stepSize }: SequenceData,
  { inputs, steps = 1 }: ClassCodec,
  limit: number,
): EncodedSequences => encodeSequences(table, groups, inputs, { stepSize, steps }, limit);

const sourceOf = (
  groups: RowGroups,
  { stepSize }: SequenceData,
  codec: ClassCodec,
  { values, starts, dropped }: EncodedSequences,
  labels: RowLabels | undefined,
): { readonly source: VectorSource; readonly dropped: readonly string[] } => {
  const known = classesOfRows(groups.count, labels, codec.labels, 'sequence');
  const source: VectorSource = {
    kind: 'vectors',
    ...{ values, starts, steps: codec.steps ?? 1, size: stepSize },
    ...{ labels: known.classes, classes: codec.labels.length },
  };
  return { source, dropped: [...dropped, ...known.dropped] };
};

const rowsOfSequences = (
  table: Table,
  groups: RowGroups,
  { labels: names }: ClassCodec,
  source: VectorSource,
  labels: RowLabels | undefined,
  { isEmpty }: EncodedSequences,
): TableRows => ({
  ...labelRows(table, names, source, labels),
  count: groups.count,
  lineOf: (group) => table.lineOf(groups.starts[group] ?? 0),
  hasInputs: (group) => !isEmpty(group),
  // What only counts the sequences of a file says no more than their line, and a name speaks for itself.
  ...(groups.column.role === 'sequence' &&
    groups.column.type !== 'number' && { excerptOf: (group) => groups.nameOf(group) }),
  ...(groups.column.role === undefined && { excerptOf: (group) => `${groups.column.name} ${groups.nameOf(group)}` }),
  group: { column: groups.column.name, nameOf: groups.nameOf },
});
