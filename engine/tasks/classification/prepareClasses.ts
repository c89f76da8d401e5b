import type { RunConfig } from '../../config.ts';
import { describeMisfits } from '../../encoding/describeMisfits.ts';
import { InputError } from '../../errors.ts';
import { formatFor } from '../../files/formatFor.ts';
import { partFilesOf } from '../../files/parts/tableParts.ts';
import type { EncodedFile, PreparedData } from '../preparedData.ts';
import type { OpenedFile } from '../openedFile.ts';
import type { ClassCodec } from './classCodec.ts';
import type { ClassificationData } from './classFields.ts';
import { drawings } from './drawings.ts';
import { encodeClasses } from './encodeClasses.ts';
import { fitClasses } from './fitClasses.ts';
import { encodeSequenceFile, isOfSequences, prepareSequences } from './sequences/prepareSequences.ts';
import { ClassScorer, majorityBaselines, scoreMajority } from '../labels/classScorer.ts';
import { withClassWeights } from '../labels/classWeights.ts';
import { weightsOf } from '../labels/codecWeights.ts';
import { labelRows } from '../labels/labelRows.ts';
import { listLabels, readLabels } from '../labels/rowLabels.ts';
import { classesOfRows } from '../labels/classesOfRows.ts';
import { describeUntrained } from '../labels/describeUntrained.ts';
import { rowsWhere } from '../labels/rowsWhere.ts';
import { rowAsExample } from '../splits/examplesOf.ts';
import { splitExamples } from '../splits/splitExamples.ts';

/** Rows as sequences, and which of them train. */
export const prepareClasses = async (
  { data, training }: RunConfig<ClassificationData>,
  file: OpenedFile,
): Promise<PreparedData<ClassCodec>> => {
  if (isOfSequences(data)) return prepareSequences(data, training, file);
  const table = await file.readTable(data, partFilesOf(file.path, data.split));
  const labels = readLabels(table, data.label);
  const names = listLabels(table, labels);
  if (names.length < 2) {
    throw new InputError(`column ${data.label} has fewer than two classes; there is nothing to tell apart`, {
      file: table.file,
    });
  }
  const labelled = rowsWhere(table.rows, (row) => labels.textAt(row) !== '');
  const { classes } = classesOfRows(table.rows, labels, names);
  const { splits, notes } = await splitExamples(
    {
      ...{ table, item: 'row', usable: labelled, rowsOf: rowAsExample, alikeBy: data.inputs, way: 'random' },
      labels: { labels: classes, classes: names.length },
    },
    data.split,
    training.seed,
  );
  const fitted = fitClasses(table, data, splits.train);
  const { source, dropped } = encodeClasses(table, data, fitted, file.limits.encoded);
  const codec = withClassWeights(fitted, training.classWeights, source, splits.train);
  return {
    shape: { input: { kind: 'numbers', size: data.stepSize }, outputSize: codec.labels.length, everyStep: false },
    steps: source.steps,
    source,
    codec,
    ...weightsOf(codec),
    splits,
    baselines: majorityBaselines(source, splits),
    headline: { metric: 'accuracy', lowerIsBetter: false },
    dropped: [...dropped, ...notes, ...describeUntrained('row', source.labels, splits.train, codec.labels)],
    rows: { ...labelRows(table, codec.labels, source, labels), drawingOf: drawings(table, source, codec) },
    scorer: () => new ClassScorer(source, codec.labels),
  };
};

/** The rows of a file, with what training fitted. */
export const encodeClassFile = async (
  { data }: RunConfig<ClassificationData>,
  codec: ClassCodec,
  file: OpenedFile,
): Promise<EncodedFile> => {
  if (isOfSequences(data)) return encodeSequenceFile(data, codec, file);
  const table = await file.readTable(await formatFor(data, file.path));
  const { source, dropped, labels } = encodeClasses(table, data, codec, file.limits.encoded);
  const examples = rowsWhere(table.rows, (row) => (source.labels[row] ?? -1) >= 0);
  return {
    source,
    examples,
    dropped,
    misfits: describeMisfits(table, codec.inputs),
    rows: labelRows(table, codec.labels, source, labels),
    scorer: () => new ClassScorer(source, codec.labels),
    baselines: examples.length > 0 ? { majority: scoreMajority(source, examples, examples) } : {},
  };
};
