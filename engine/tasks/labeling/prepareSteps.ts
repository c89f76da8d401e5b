import type { RunConfig } from '../../config.ts';
import { describeMisfits } from '../../encoding/describeMisfits.ts';
import { InputError } from '../../errors.ts';
import { findTexts } from '../../files/columns/findColumn.ts';
import type { Texts } from '../../files/columns/texts.ts';
import { formatFor } from '../../files/formatFor.ts';
import { partFilesOf } from '../../files/parts/tableParts.ts';
import type { Table } from '../../files/readTable.ts';
import type { Baselines } from '../../protocol.ts';
import { withClassWeights } from '../labels/classWeights.ts';
import { weightsOf } from '../labels/codecWeights.ts';
import { describeUntrained } from '../labels/describeUntrained.ts';
import { labelRows } from '../labels/labelRows.ts';
import { listLabels, readLabels, type RowLabels } from '../labels/rowLabels.ts';
import type { OpenedFile } from '../openedFile.ts';
import type { EncodedFile, PreparedData, TableRows } from '../preparedData.ts';
import { rowsBetween } from '../splits/examplesOf.ts';
import { splitExamples } from '../splits/splitExamples.ts';
import { checkTimes } from '../checkTimes.ts';
import { commonestAnswers, countCommonest } from './commonestLabels.ts';
import { type EncodedSteps, encodeSteps } from './encodeSteps.ts';
import { excerptsOf } from './excerptsOf.ts';
import { fitSteps } from './fitSteps.ts';
import type { CommonestLabels, LabelingCodec } from './labelingCodec.ts';
import type { LabelingData } from './labelingFields.ts';
import { labelingShape } from './labelingShape.ts';
import { type Judged, scoreAnswers, scoreSession } from './scoreSteps.ts';
import { areSpanLabels } from './spans.ts';
import { stepSequences, wayOfStretches, type StepSequences } from './stepSequences.ts';

/** Sequences with a label at every step, and which of them train. */
export const prepareSteps = async (
  { data, model, training }: RunConfig<LabelingData>,
  file: OpenedFile,
): Promise<PreparedData<LabelingCodec>> => {
  const table = await file.readTable(data, partFilesOf(file.path, data.split));
  const sequences = stepSequences(table, data.group, data.stretch);
  checkTimes(table, sequences.begins, data.time);
  const rowLabels = readLabels(table, data.label);
  const labels = listLabels(table, rowLabels);
  if (labels.length < 2) {
    const message = `column ${data.label} has fewer than two classes; there is nothing to tell apart`;
    throw new InputError(message, { file: table.file });
  }
  const usable = stretchesWhere(sequences, (row) => rowLabels.textAt(row) !== '');
  const { splits, notes } = await splitExamples(
    {
      ...{ table, item: 'sequence', usable, rowsOf: rowsBetween(sequences.starts) },
      alikeBy: data.token === null ? (data.inputs ?? []) : [data.token],
      ...wayOfStretches(sequences, data.group === null ? table.parts?.length : undefined),
    },
    data.split,
    training.seed,
  );
  if (splits.train.length === 0) {
    throw new InputError('has no sequence with a label to train on; nothing can be learned', { file: table.file });
  }
  const trainRows = rowsOf(sequences, splits.train);
  const inputs = fitSteps(table, data, trainRows, model.characterSize > 0);
  const encoded = encodeSteps(table, data, { inputs, labels }, sequences, file.limits.encoded);
  const { source, dropped } = encoded;
  const words = wordsOf(table, data);
  const commonest = countCommonest(source.labels, labels.length, trainRows, words);
  const fitted: LabelingCodec = { kind: 'labelledSteps', inputs, labels, commonest };
  const labelled = trainRows.filter((row) => (source.labels[row] ?? -1) >= 0);
  const codec = withClassWeights(fitted, training.classWeights, source, labelled);
  const judged: Judged = { source, sequences, labels };
  const lengths = lengthsOf(sequences);
  // Alike long sequences go through the network together, and take no more steps than they have.
  const byLength = (a: number, b: number): number => (lengths[a] ?? 0) - (lengths[b] ?? 0) || a - b;
  return {
    shape: labelingShape(codec),
    steps: data.stretch,
    source,
    lengths,
    codec,
    ...weightsOf(codec),
    splits: { ...splits, valid: splits.valid.sort(byLength), test: splits.test.sort(byLength) },
    baselines: {
      valid: baselinesOf(judged, commonest, words, splits.valid),
      test: baselinesOf(judged, commonest, words, splits.test),
    },
    headline: { metric: areSpanLabels(labels) ? 'spanF1' : 'tokenAccuracy', lowerIsBetter: false },
    dropped: [...dropped, ...notes, ...describeUntrained('step', source.labels, trainRows, labels)],
    rows: stepRows(table, data, labels, encoded, sequences),
    scoreSteps: (session, examples, breathe) => scoreSession(session, judged, examples, breathe),
  };
};

/** The sequences of a file, with what training fitted. */
export const encodeStepsOfFile = async (
  { data }: RunConfig<LabelingData>,
  codec: LabelingCodec,
  file: OpenedFile,
): Promise<EncodedFile> => {
  const table = await file.readTable(await formatFor(data, file.path));
  const sequences = stepSequences(table, data.group, data.stretch);
  checkTimes(table, sequences.begins, data.time);
  const encoded = encodeSteps(table, data, codec, sequences, file.limits.encoded);
  const { source, dropped } = encoded;
  const judged: Judged = { source, sequences, labels: codec.labels };
  const examples = stretchesWhere(sequences, (row) => (source.labels[row] ?? -1) >= 0);
  return {
    source,
    examples,
    dropped,
    misfits: codec.inputs.kind === 'numbers' ? describeMisfits(table, codec.inputs.columns) : [],
    rows: stepRows(table, data, codec.labels, encoded, sequences),
    baselines: baselinesOf(judged, codec.commonest, wordsOf(table, data), examples),
    scoreSteps: (session, some, breathe) => scoreSession(session, judged, some, breathe),
  };
};

const wordsOf = (table: Table, { token }: LabelingData): Texts | undefined =>
  token === null ? undefined : findTexts(table, token);

/** Stretches with a row for which `isMeant`. */
const stretchesWhere = ({ starts, sequenceOf }: StepSequences, isMeant: (row: number) => boolean): Int32Array =>
  Int32Array.from(sequenceOf.keys()).filter((stretch) => {
    for (let row = starts[stretch] ?? 0; row < (starts[stretch + 1] ?? 0); row++) if (isMeant(row)) return true;
    return false;
  });

const rowsOf = ({ starts }: StepSequences, stretches: Int32Array): Int32Array => {
  const lengthOf = (stretch: number): number => (starts[stretch + 1] ?? 0) - (starts[stretch] ?? 0);
  const rows = new Int32Array(stretches.reduce((sum, stretch) => sum + lengthOf(stretch), 0));
  let at = 0;
  for (const stretch of stretches) {
    for (let row = starts[stretch] ?? 0; row < (starts[stretch + 1] ?? 0); row++) rows[at++] = row;
  }
  return rows;
};

const lengthsOf = ({ starts, sequenceOf }: StepSequences): Int32Array =>
  Int32Array.from(sequenceOf, (_, stretch) => (starts[stretch + 1] ?? 0) - (starts[stretch] ?? 0));

const baselinesOf = (
  judged: Judged,
  commonest: CommonestLabels,
  words: Texts | undefined,
  stretches: Int32Array,
): Baselines => {
  if (stretches.length === 0) return {};
  const { majority, wordMajority } = commonestAnswers(commonest, words);
  return {
    majority: scoreAnswers(judged, stretches, majority),
    ...(wordMajority && { wordMajority: scoreAnswers(judged, stretches, wordMajority) }),
  };
};

const stepRows = (
  table: Table,
  data: LabelingData,
  names: readonly string[],
  { source, labels }: { readonly source: EncodedSteps['source']; readonly labels: RowLabels | undefined },
  sequences: StepSequences,
): TableRows => {
  const words = wordsOf(table, data);
  return {
    ...labelRows(table, names, source, labels),
    ...(words && { excerptOf: excerptsOf(words, sequences), wordAt: (row: number) => words.at(row) }),
  };
};
