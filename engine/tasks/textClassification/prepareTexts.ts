import type { RunConfig } from '../../config.ts';
import { InputError } from '../../errors.ts';
import { formatFor } from '../../files/formatFor.ts';
import { partFilesOf } from '../../files/parts/tableParts.ts';
import type { Table } from '../../files/readTable.ts';
import { ClassScorer, scoreMajority } from '../labels/classScorer.ts';
import { withClassWeights } from '../labels/classWeights.ts';
import { weightsOf } from '../labels/codecWeights.ts';
import { labelRows } from '../labels/labelRows.ts';
import { listLabels, readLabels } from '../labels/rowLabels.ts';
import { classesOfRows } from '../labels/classesOfRows.ts';
import { describeUntrained } from '../labels/describeUntrained.ts';
import { rowsWhere } from '../labels/rowsWhere.ts';
import { rowAsExample } from '../splits/examplesOf.ts';
import { splitExamples } from '../splits/splitExamples.ts';
import type { OpenedFile } from '../openedFile.ts';
import type { EncodedFile, PreparedData, TableRows } from '../preparedData.ts';
import { lengthsOfTexts } from '../texts/encodeTextIds.ts';
import { fitTexts } from '../texts/fitTexts.ts';
import { excerptsOfTexts, rowsWithText } from '../texts/textRows.ts';
import { classVectors } from './classVectors.ts';
import { type EncodedTexts, encodeTexts } from './encodeTexts.ts';
import { NaiveBayes } from './naiveBayes.ts';
import { shapeOf } from './shapeOf.ts';
import type { TextClassCodec } from './textClassCodec.ts';
import type { TextClassData } from './textClassFields.ts';

/** Texts as sequences, and which of them train. */
export const prepareTexts = async (
  { data, model, training }: RunConfig<TextClassData>,
  file: OpenedFile,
): Promise<PreparedData<TextClassCodec>> => {
  const table = await file.readTable(data, partFilesOf(file.path, data.split));
  const labels = readLabels(table, data.label);
  const names = listLabels(table, labels);
  if (names.length < 2) {
    const message = `column ${data.label} has fewer than two classes; there is nothing to tell apart`;
    throw new InputError(message, { file: table.file });
  }
  const hasText = await rowsWithText(table, data.text);
  const usable = rowsWhere(table.rows, (row) => labels.textAt(row) !== '' && hasText[row] === 1);
  const { splits, notes } = await splitExamples(
    {
      ...{ table, item: 'row', usable, rowsOf: rowAsExample, alikeBy: [data.text], way: 'random' },
      labels: { labels: classesOfRows(table.rows, labels, names).classes, classes: names.length },
    },
    data.split,
    training.seed,
  );
  if (splits.train.length === 0) {
    const message = `has not enough rows with both a text in ${data.text} and a label; nothing can be learned`;
    throw new InputError(message, { file: table.file });
  }
  const fitted: TextClassCodec = {
    kind: 'labelledTexts',
    ...(await fitTexts(table, data.text, data, splits.train)),
    labels: names,
  };
  const encoded = await encodeTexts(table, data, fitted, file.limits.encoded);
  const { source, dropped } = encoded;
  const codec = withClassWeights(fitted, training.classWeights, source, splits.train);
  const lengths = lengthsOfTexts(encoded);
  const bayes = new NaiveBayes(source, data.unit, splits.train);
  const baselinesOf = (examples: Int32Array): PreparedData['baselines']['valid'] => ({
    majority: scoreMajority(source, splits.train, examples),
    naiveBayes: bayes.score(examples),
  });
  // Alike long texts go through the network together, and take no more steps than they have.
  const byLength = (a: number, b: number): number => (lengths[a] ?? 0) - (lengths[b] ?? 0) || a - b;
  return {
    shape: shapeOf(codec),
    steps: source.steps,
    source,
    lengths,
    codec,
    ...weightsOf(codec),
    // Letters say little of a class, and of many classes they would be all that a vector has.
    ...(data.unit === 'words' &&
      2 * names.length <= model.embeddingSize && { firstVectors: classVectors(source, splits.train) }),
    splits: { ...splits, valid: splits.valid.sort(byLength), test: splits.test.sort(byLength) },
    baselines: { valid: baselinesOf(splits.valid), test: baselinesOf(splits.test) },
    headline: { metric: 'accuracy', lowerIsBetter: false },
    dropped: [...dropped, ...notes, ...describeUntrained('row', source.labels, splits.train, names)],
    rows: rowsOf(table, data, codec, encoded),
    scorer: () => new ClassScorer(source, codec.labels),
  };
};

/** The texts of a file, with what training fitted. */
export const encodeTextsOfFile = async (
  { data }: RunConfig<TextClassData>,
  codec: TextClassCodec,
  file: OpenedFile,
): Promise<EncodedFile> => {
  const table = await file.readTable(await formatFor(data, file.path));
  const encoded = await encodeTexts(table, data, codec, file.limits.encoded);
  const { source, dropped, isEmpty } = encoded;
  const examples = rowsWhere(table.rows, (row) => (source.labels[row] ?? -1) >= 0 && !isEmpty(row));
  return {
    source,
    examples,
    dropped,
    rows: rowsOf(table, data, codec, encoded),
    scorer: () => new ClassScorer(source, codec.labels),
    baselines: examples.length > 0 ? { majority: scoreMajority(source, examples, examples) } : {},
  };
};

const rowsOf = (
  table: Table,
  { text }: TextClassData,
  { labels: names }: TextClassCodec,
  { source, labels, isEmpty }: EncodedTexts,
): TableRows => {
  return {
    ...labelRows(table, names, source, labels),
    hasInputs: (row) => !isEmpty(row),
    excerptOf: excerptsOfTexts(table, text),
  };
};
