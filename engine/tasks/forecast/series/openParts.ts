import type { SplitPoints } from '../../../encoding/splitPoints.ts';
import { formatFor } from '../../../files/formatFor.ts';
import type { OpenedFile } from '../../openedFile.ts';
import { readForecast } from '../columns/readForecast.ts';
import { seriesSplit } from '../columns/learnedRows.ts';
import { type EncodedForecast, encodeForecast } from '../encodeForecast.ts';
import type { ForecastCodec } from '../forecastCodec.ts';
import type { ForecastData } from '../forecastFields.ts';
import { encodeSeries } from './encodeSeries.ts';
import { type SeriesRows, seriesOf } from '../backtest/seenRows.ts';
import { codecOfSeries } from './seriesCodec.ts';
import { seriesTables } from './seriesTables.ts';

/** A series of a file, encoded by itself. */
export interface OpenedPart extends SeriesRows {
  readonly codec: ForecastCodec;
  readonly encoded: EncodedForecast;
  /** Its first row among those of all. */
  readonly start: number;
  readonly points: SplitPoints;
}

/** A file as a model reads it: its series one by one, and one after the other. */
export interface OpenedParts {
  readonly encoded: EncodedForecast;
  readonly parts: readonly OpenedPart[];
  readonly window: number;
  readonly horizon: number;
  /** How many there are. */
  readonly targets: number;
}

/** With what training has fitted; throws as `seriesTables` does. */
export const openParts = async (data: ForecastData, codec: ForecastCodec, file: OpenedFile): Promise<OpenedParts> => {
  const read = readForecast(await file.readTable(await formatFor(data, file.path)), data);
  const sizes = { window: data.window, horizon: data.horizon, targets: codec.targets.length };
  const several = seriesTables(read, data);
  if (several) {
    const { parts, ...encoded } = encodeSeries(several, data, codec, file.limits.encoded);
    return { encoded, parts: parts.map((part) => ({ ...part, points: pointsOf(part, data) })), ...sizes };
  }
  const parts = seriesOf(read, data).map((part): OpenedPart => {
    const own = codecOfSeries(codec, undefined, part.table, data);
    const encoded = encodeForecast(part.table, data, own, file.limits.encoded);
    return { ...part, codec: own, encoded, start: 0, points: pointsOf(part, data) };
  });
  const [first] = parts;
  if (!first) throw new Error('a file without series was opened');
  return { encoded: first.encoded, parts, ...sizes };
};

const pointsOf = ({ table }: SeriesRows, { targets, split }: ForecastData): SplitPoints =>
  seriesSplit(table, targets, split);
