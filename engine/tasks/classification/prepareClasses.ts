import { createRandom } from '../../compute/random.ts';
import type { RunConfig } from '../../config.ts';
import { splitPoints } from '../../encoding/splitPoints.ts';
import { InputError } from '../../errors.ts';
import { formatFor } from '../../files/formatFor.ts';
import type { EncodedFile, PreparedData } from '../preparedData.ts';
import type { OpenedFile } from '../openedFile.ts';
import type { ClassCodec } from './classCodec.ts';
import type { ClassificationData } from './classFields.ts';
import { ClassScorer, classRows, fitClasses, listLabels, readLabels, scoreMajority } from './classFile.ts';
import { encodeClasses } from './encodeClasses.ts';

/** Rows as sequences, and which of them train. */
export const prepareClasses = async (
  { data, training }: RunConfig<ClassificationData>,
  file: OpenedFile,
): Promise<PreparedData<ClassCodec>> => {
  const table = await file.readTable(data);
  const labels = readLabels(table, data.label);
  if (listLabels(table, labels).length < 2) {
    throw new InputError(`column ${data.label} has fewer than two classes; there is nothing to tell apart`, {
      file: table.file,
    });
  }
  const labelled = rowsWhere(table.rows, (row) => labels.textAt(row) !== '');
  // Rows have no order that matters; files often list one class after the other.
  createRandom(training.seed).shuffle(labelled);
  const { validStart, testStart } = splitPoints(labelled.length, data.split);
  const splits = {
    train: labelled.slice(0, validStart).sort(),
    valid: labelled.slice(validStart, testStart).sort(),
    test: labelled.slice(testStart).sort(),
  };
  const codec = fitClasses(table, data, splits.train);
  const { source, dropped } = encodeClasses(table, data, codec, file.limits.encoded);
  return {
    shape: { input: { kind: 'numbers', size: data.stepSize }, outputSize: codec.labels.length, everyStep: false },
    steps: source.steps,
    source,
    codec,
    splits,
    baselines: {
      valid: { majority: scoreMajority(source, splits.train, splits.valid) },
      test: { majority: scoreMajority(source, splits.train, splits.test) },
    },
    headline: { metric: 'accuracy', lowerIsBetter: false },
    dropped,
    rows: classRows(table, codec, source, labels),
    scorer: () => new ClassScorer(source),
  };
};

/** The rows of a file, with what training fitted. */
export const encodeClassFile = async (
  { data }: RunConfig<ClassificationData>,
  codec: ClassCodec,
  file: OpenedFile,
): Promise<EncodedFile> => {
  const table = await file.readTable(formatFor(data, file.path));
  const { source, dropped, labels } = encodeClasses(table, data, codec, file.limits.encoded);
  const examples = rowsWhere(table.rows, (row) => (source.labels[row] ?? -1) >= 0);
  return {
    source,
    examples,
    dropped,
    rows: classRows(table, codec, source, labels),
    scorer: () => new ClassScorer(source),
    baselines: examples.length > 0 ? { majority: scoreMajority(source, examples, examples) } : {},
  };
};

const rowsWhere = (count: number, isMeant: (row: number) => boolean): Int32Array => {
  const rows = new Int32Array(count);
  let length = 0;
  for (let row = 0; row < count; row++) if (isMeant(row)) rows[length++] = row;
  return rows.slice(0, length);
};
