import type { Session } from '../../../network/session.ts';
import type { NumberReport } from '../../../protocol.ts';
import { finiteOrNull } from '../../../withoutNaN.ts';
import { predictAll, predictionBatchSize } from '../../predictAll.ts';
import type { PreparedData, TableRows } from '../../preparedData.ts';
import type { PlotOptions } from '../../task.ts';
import type { RegressionCodec } from '../regressionCodec.ts';
import { RegressionErrors } from './regressionErrors.ts';

/** More points than this cover each other; of more examples some are shown, evenly spread. */
const mostPoints = 2000;
const mostErrors = 200;
/** More are looked at evenly spread: a report must not keep a training waiting. */
const mostExamples = 20_000;

type Column = NumberReport['columns'][number];

/**
 * What the session's weights predict of a split beside what stands in the file, and the largest errors. Of the
 * validation split where there is no test; undefined where there is neither.
 */
export const numberReport = (
  session: Session,
  { codec: { targets }, rows, splits }: PreparedData<RegressionCodec>,
  { epoch, split: wanted }: Pick<PlotOptions, 'epoch' | 'split'>,
): NumberReport | undefined => {
  if (!rows) throw new Error('a regression was prepared without its rows');
  const split = splits[wanted].length > 0 ? wanted : 'valid';
  const examples = evenly(splits[split], mostExamples);
  if (examples.length === 0) return undefined;
  const { means } = predictAll(session, targets.length, examples, predictionBatchSize);
  return {
    ...{ epoch, split, examples: splits[split].length },
    columns: targets.map((_, target) => columnOf(rows, target, targets.length, examples, means)),
  };
};

const columnOf = (
  rows: TableRows,
  target: number,
  width: number,
  examples: Int32Array,
  means: Float32Array,
): Column => {
  const known = rows.targets[target];
  if (!known) throw new Error(`there is no target ${target}`);
  const { column, decimals, valueAt, decode, format, textAt } = known;
  const errors = new RegressionErrors(1);
  const predictedOf = (index: number): number => decode(means[index * width + target] ?? NaN);
  const indices = Int32Array.from(examples.keys()).filter((index) => !Number.isNaN(valueAt(examples[index] ?? 0)));
  for (const index of indices) errors.add(0, valueAt(examples[index] ?? 0), predictedOf(index));
  const shown = Array.from(evenly(indices, mostPoints));
  const errorOf = (index: number): number => Math.abs(predictedOf(index) - valueAt(examples[index] ?? 0));
  // What is no number comes first: it must not go unseen.
  const sizeOf = (index: number): number => (Number.isNaN(errorOf(index)) ? Infinity : errorOf(index));
  const worst = Array.from(indices)
    .sort((a, b) => sizeOf(b) - sizeOf(a) || a - b)
    .slice(0, mostErrors);
  return {
    ...{ column, decimals, metrics: errors.metrics() },
    lines: shown.map((index) => rows.lineOf(examples[index] ?? 0)),
    actual: shown.map((index) => valueAt(examples[index] ?? 0)),
    predicted: shown.map((index) => finiteOrNull(predictedOf(index))),
    worst: worst.map((index) => {
      const row = examples[index] ?? 0;
      return {
        line: rows.lineOf(row),
        actual: textAt(row),
        predicted: format(predictedOf(index)),
        error: finiteOrNull(predictedOf(index) - valueAt(row)),
        ...(rows.excerptOf && { excerpt: rows.excerptOf(row) }),
      };
    }),
  };
};

const evenly = (all: Int32Array, most: number): Int32Array => {
  const every = Math.ceil(all.length / most);
  return every <= 1 ? all : all.filter((_, index) => index % every === 0);
};
