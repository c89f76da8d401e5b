import type { WindowSource } from '../../compute/source.ts';
import type { Session } from '../../network/session.ts';
import type { TableRows } from '../preparedData.ts';
import { normalWidth } from './intervals.ts';
import { type Predictions, predictAll, predictMany, predictionBatchSize } from '../predictAll.ts';

/** A forecast of one target, in the file's units. */
export interface Forecast {
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
}

/** Forecast of target `target`, `ahead` steps (from 0) after the window of the `index`-th example. */
export type ForecastReader = (index: number, ahead: number, target: number) => Forecast;

/**
 * Runs windows through the network and decodes what it says. The interval comes from the network itself where it was
 * trained to tell its spread, else from its errors on the validation split.
 */
export const predictWindows = (
  session: Session,
  source: WindowSource,
  rows: TableRows,
  examples: Int32Array,
  intervals: readonly number[] | undefined,
): ForecastReader => {
  const predictions = predictAll(session, outputsOf(source), examples, predictionBatchSize);
  return readerOf(predictions, source, rows, intervals);
};

/** The same for however many, which a person waits for; tells how far it is as `predictMany` does. */
export const predictManyWindows = async (
  session: Session,
  source: WindowSource,
  rows: TableRows,
  examples: Int32Array,
  intervals: readonly number[] | undefined,
): Promise<ForecastReader> =>
  readerOf(await predictMany(session, outputsOf(source), examples), source, rows, intervals);

const outputsOf = ({ horizon, targetColumns }: WindowSource): number => horizon * targetColumns;

const readerOf = (
  { means, deviations }: Predictions,
  source: WindowSource,
  rows: TableRows,
  intervals: readonly number[] | undefined,
): ForecastReader => {
  const { targetColumns } = source;
  const size = outputsOf(source);
  return (index, ahead, target) => {
    const output = ahead * targetColumns + target;
    const mean = means[index * size + output] ?? NaN;
    const decode = (encoded: number): number => rows.targets[target]?.decode(encoded) ?? NaN;
    const deviation = deviations?.[index * size + output];
    const width = deviation === undefined ? intervals?.[output] : normalWidth * deviation;
    if (width === undefined) return { value: decode(mean) };
    return { value: decode(mean), low: decode(mean - width), high: decode(mean + width) };
  };
};
