import type { WindowSource } from '../../compute/source.ts';
import type { Session } from '../../network/session.ts';
import { deviationAt } from '../distributions/deviations.ts';
import { type Predictions, predictAll, predictMany, predictionBatchSize } from '../predictAll.ts';
import type { Forecast, ForecastDecoder, NetworkOutput } from './forecastDecoder.ts';

/** Forecast of target `target`, `ahead` steps (from 0) after the window of the `index`-th example. */
export type ForecastReader = (index: number, ahead: number, target: number) => Forecast;

/** The same of what the network says, as it says it. */
type OutputReader = (index: number, ahead: number, target: number) => NetworkOutput;

/** Runs windows of `window` steps through the network, and decodes what it says of the rows after them. */
export const predictWindows = (
  session: Session,
  source: WindowSource,
  examples: Int32Array,
  window: number,
  decoder: ForecastDecoder,
): ForecastReader => decoded(readOutputs(session, source, examples), examples, window, decoder);

/** The same for however many, which a person waits for; tells how far it is as `predictMany` does. */
export const predictManyWindows = async (
  session: Session,
  source: WindowSource,
  examples: Int32Array,
  window: number,
  decoder: ForecastDecoder,
): Promise<ForecastReader> =>
  decoded(readerOf(await predictMany(session, outputsOf(source), examples), source), examples, window, decoder);

/** What the network says of windows. */
export const readOutputs = (session: Session, source: WindowSource, examples: Int32Array): OutputReader =>
  readerOf(predictAll(session, outputsOf(source), examples, predictionBatchSize), source);

const outputsOf = ({ horizon, targetColumns }: WindowSource): number => horizon * targetColumns;

const readerOf =
  ({ means, deviations }: Predictions, { horizon, targetColumns }: WindowSource): OutputReader =>
  (index, ahead, target) => {
    const output = (index * horizon + ahead) * targetColumns + target;
    return { mean: means[output] ?? NaN, ...(deviations && { told: deviationAt(deviations, output) }) };
  };

const decoded =
  (read: OutputReader, examples: Int32Array, window: number, decoder: ForecastDecoder): ForecastReader =>
  (index, ahead, target) =>
    decoder.forecast((examples[index] ?? 0) + window, ahead, target, read(index, ahead, target));
