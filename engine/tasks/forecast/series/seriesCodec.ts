import type { InputCodec } from '../../../encoding/codec.ts';
import type { TransformedScale } from '../../../encoding/transform/valueTransform.ts';
import { findNumbers } from '../../../files/columns/findColumn.ts';
import type { Table } from '../../../files/readTable.ts';
import { fitTarget, fitNumbers } from '../fitForecast.ts';
import type { ForecastCodec, SeriesScales } from '../forecastCodec.ts';
import type { ForecastData } from '../forecastFields.ts';
import { naiveError } from '../forecastMetrics.ts';

/** Fewer rows say nothing of how large the values of a series are. */
const fewestRows = 8;
/** A series that hardly moves is not blown up: a unit is at least this share of its level. */
const leastUnit = 1e-3;

/** Scales of a series by its first `rows` rows; undefined where they are too few: it has those of all series. */
export const fitSeries = (
  name: string,
  table: Table,
  rows: number,
  codec: ForecastCodec,
  data: ForecastData,
): SeriesScales | undefined =>
  rows < fewestRows
    ? undefined
    : {
        name,
        inputs: codec.inputs.map((input) => (input.kind === 'number' ? ownScale(input, table, rows, data) : null)),
        targets: codec.targets.map(({ column, isCount = false }) =>
          floored(fitTarget(findNumbers(table, column), data, rows, isCount)),
        ),
        naiveErrors: codec.targets.map(({ column }) =>
          naiveError(findNumbers(table, column).values, rows, data.season || 1),
        ),
      };

/** A number that stays the same throughout a series, as the size of a store, says something beside those of others alone. */
const ownScale = (
  { kind: _, column, ...ofAll }: Extract<InputCodec, { kind: 'number' }>,
  table: Table,
  rows: number,
  data: ForecastData,
): TransformedScale => {
  if (data.targets.includes(column)) return floored(fitNumbers(table, column, data, rows));
  const { values } = findNumbers(table, column);
  let [least, most] = [Infinity, -Infinity];
  for (const page of values.pagesOf(rows)) {
    for (const value of page) {
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  return least === most ? ofAll : floored(fitNumbers(table, column, data, rows));
};

const floored = ({ scale, ...other }: TransformedScale): TransformedScale => ({
  ...other,
  scale: Math.max(scale, leastUnit * Math.abs(other.offset)),
});

/** By name, so that many series are found at once. */
const byName = new WeakMap<readonly SeriesScales[], ReadonlyMap<string, SeriesScales>>();

const scalesByName = (series: readonly SeriesScales[]): ReadonlyMap<string, SeriesScales> => {
  const before = byName.get(series);
  if (before) return before;
  const map = new Map(series.map((each) => [each.name, each]));
  byName.set(series, map);
  return map;
};

/**
 * The codec of one series, where each has scales of its own: those of its training rows, or of all its rows where the
 * model was not trained on it, or has no name for it.
 */
export const codecOfSeries = (
  codec: ForecastCodec,
  name: string | undefined,
  table: Table,
  data: ForecastData,
): ForecastCodec => {
  if (!codec.series) return codec;
  const known = name === undefined ? undefined : scalesByName(codec.series).get(name);
  const scales = known ?? fitSeries(name ?? '', table, table.rows, codec, data);
  if (!scales) return codec;
  return {
    ...codec,
    inputs: codec.inputs.map((input, index) =>
      input.kind === 'number' ? { ...input, ...scales.inputs[index] } : input,
    ),
    targets: codec.targets.map((target, index) => ({ ...target, ...scales.targets[index] })),
    naiveErrors: scales.naiveErrors,
  };
};
