import { createRandom } from '../compute/random.ts';
import { countSymbols } from '../compute/textSymbols.ts';
import type { ClassificationData, ForecastData, RunConfig, TableFormat, TextData } from '../config.ts';
import { InputError } from '../errors.ts';
import { whileUnchanged } from '../files/whileUnchanged.ts';
import {
  ClassScorer,
  classRows,
  fitClasses,
  listLabels,
  readLabels,
  scoreMajority,
} from './classification/classFile.ts';
import type { Codec } from '../encoding/codec.ts';
import { encodeClasses } from './classification/encodeClasses.ts';
import { encodeForecast } from './forecast/encodeForecast.ts';
import { countInputs, fitForecast } from './forecast/fitForecast.ts';
import { forecastRows } from './forecast/forecastRows.ts';
import { splitWindows } from './forecast/forecastWindows.ts';
import type { EncodedFile, PreparedData, Scorer } from './preparedData.ts';
import { type Table, readTable } from '../files/readTable.ts';
import { splitPoints } from '../encoding/splitPoints.ts';
import { textBaselines } from './languageModel/textBaselines.ts';
import { encodeText, fitText } from './languageModel/textFile.ts';

/** Reads the data file of a run, splits it, fits the codec on the training split and encodes the whole. */
export const prepareData = async (config: RunConfig): Promise<PreparedData> => {
  switch (config.task) {
    case 'forecast':
      return prepareForecast(await readTable(config.data.file, config.data), config.data);
    case 'language-model':
      return prepareText(config.data);
    case 'sequence-classification':
      return prepareClasses(await readTable(config.data.file, config.data), config.data, config.training.seed);
  }
};

/** Encodes a file, the one trained on or another with the same columns, with what training fitted. */
export const encodeFile = (config: RunConfig, codec: Codec, file: string): Promise<EncodedFile> =>
  whileUnchanged(file, () => encode(config, codec, file));

const encode = async (config: RunConfig, codec: Codec, file: string): Promise<EncodedFile> => {
  if (config.task === 'forecast' && codec.kind === 'forecast') {
    const table = await readTable(file, formatFor(config.data, file));
    const encoded = encodeForecast(table, config.data, codec);
    const { source, examples, dropped, firstComplete, scorer } = encoded;
    const rows = forecastRows(table, config.data, codec, firstComplete);
    return { source, examples, dropped, rows, scorer, baselines: encoded.baselines(examples) };
  }
  if (config.task === 'sequence-classification' && codec.kind === 'classes') {
    const table = await readTable(file, formatFor(config.data, file));
    const { source, dropped, labels } = encodeClasses(table, config.data, codec);
    const examples = rowsWhere(table.rows, (row) => (source.labels[row] ?? -1) >= 0);
    return {
      source,
      examples,
      dropped,
      rows: classRows(table, codec, source, labels),
      scorer: () => new ClassScorer(source),
      baselines: examples.length > 0 ? { majority: scoreMajority(source, examples, examples) } : {},
    };
  }
  if (config.task === 'language-model' && codec.kind === 'text') {
    const { source, dropped } = await encodeText(file, codec);
    const examples = Int32Array.of(0, countSymbols(source));
    const [baselines = {}] = textBaselines(source, examples, [examples]);
    return { source, examples, dropped, rows: undefined, scorer: unscored, baselines };
  }
  throw new Error(`a ${codec.kind} codec does not belong to the task ${config.task}`);
};

/** Another file may be cut into cells in another way. */
const formatFor = (data: ForecastData | ClassificationData, file: string): Partial<TableFormat> =>
  file === data.file ? data : { comment: data.comment, missingValues: data.missingValues };

const prepareForecast = (table: Table, data: ForecastData): PreparedData => {
  const points = splitPoints(table.rows, data.split);
  const codec = fitForecast(table, data, points.validStart);
  const { source, examples, dropped, firstComplete, scorer, baselines } = encodeForecast(table, data, codec);
  const splits = splitWindows(examples, data, points);
  if (splits.train.length === 0) {
    throw new InputError('has no training window with all its targets; use a smaller data.window or data.horizon', {
      file: table.file,
    });
  }
  const unscoredSplits = (['valid', 'test'] as const).filter(
    (name) => data.split[name] > 0 && splits[name].length === 0,
  );
  return {
    shape: {
      input: { kind: 'numbers', size: countInputs(codec) },
      outputSize: data.horizon * codec.targets.length,
      everyStep: false,
    },
    steps: data.window,
    source,
    codec,
    splits,
    baselines: { valid: baselines(splits.valid), test: baselines(splits.test) },
    headline: { metric: 'mae', lowerIsBetter: true },
    dropped: [
      ...dropped,
      ...unscoredSplits.map((name) => `The ${name} split has no window with all its targets and is not scored.`),
    ],
    rows: forecastRows(table, data, codec, firstComplete),
    scorer,
  };
};

const prepareClasses = (table: Table, data: ClassificationData, seed: number): PreparedData => {
  const labels = readLabels(table, data.label);
  if (listLabels(table, labels).length < 2) {
    throw new InputError(`column ${data.label} has fewer than two classes; there is nothing to tell apart`, {
      file: table.file,
    });
  }
  const labelled = rowsWhere(table.rows, (row) => labels.textAt(row) !== '');
  // Rows have no order that matters; files often list one class after the other.
  createRandom(seed).shuffle(labelled);
  const { validStart, testStart } = splitPoints(labelled.length, data.split);
  const splits = {
    train: labelled.slice(0, validStart).sort(),
    valid: labelled.slice(validStart, testStart).sort(),
    test: labelled.slice(testStart).sort(),
  };
  const codec = fitClasses(table, data, splits.train);
  const { source, dropped } = encodeClasses(table, data, codec);
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

const prepareText = async (data: TextData): Promise<PreparedData> => {
  const codec = await fitText(data);
  const { source, dropped } = await encodeText(data.file, codec);
  const length = countSymbols(source);
  const { validStart, testStart } = splitPoints(length, data.split);
  const splits = {
    train: Int32Array.of(0, validStart),
    valid: spanOf(validStart, testStart),
    test: spanOf(testStart, length),
  };
  const [valid = {}, test = {}] = textBaselines(source, splits.train, [splits.valid, splits.test]);
  return {
    shape: {
      input: { kind: 'symbols', vocabulary: source.vocabulary },
      outputSize: source.vocabulary,
      everyStep: true,
    },
    steps: data.seqLength,
    source,
    codec,
    splits,
    baselines: { valid, test },
    headline: { metric: 'crossEntropy', lowerIsBetter: true },
    dropped,
    rows: undefined,
    scorer: unscored,
  };
};

/** The loss of a text says it all. */
const unscored = (): Scorer => ({ add: () => undefined, metrics: () => ({}) });

/** An empty span has no bounds, so that it counts as nothing to evaluate. */
const spanOf = (start: number, end: number): Int32Array =>
  start < end ? Int32Array.of(start, end) : new Int32Array(0);

const rowsWhere = (count: number, isMeant: (row: number) => boolean): Int32Array => {
  const rows = new Int32Array(count);
  let length = 0;
  for (let row = 0; row < count; row++) if (isMeant(row)) rows[length++] = row;
  return rows.slice(0, length);
};
