import type { RunConfig } from '../../config.ts';
import { describeMisfits, describeOtherRhythm, describeOtherStep } from '../../encoding/describeMisfits.ts';
import { describeHoles } from '../../encoding/times/timeHoles.ts';
import { timelineOf } from '../../encoding/times/timeline.ts';
import { InputError } from '../../errors.ts';
import { isOfCounts } from '../../network/lossGroups.ts';
import { formatFor } from '../../files/formatFor.ts';
import { findTimes } from '../../files/columns/findColumn.ts';
import type { Table } from '../../files/readTable.ts';
import { inTimeOrder } from '../../files/series/inTimeOrder.ts';
import type { EncodedFile, PreparedData } from '../preparedData.ts';
import type { OpenedFile } from '../openedFile.ts';
import { readForecast } from './columns/readForecast.ts';
import { seriesSplit } from './columns/learnedRows.ts';
import { type EncodedForecast, encodeForecast } from './encodeForecast.ts';
import { fitForecast } from './fitForecast.ts';
import type { ForecastCodec, SeriesScales } from './forecastCodec.ts';
import type { ForecastData } from './forecastFields.ts';
import { forecastRows } from './forecastRows.ts';
import { forecastShape, widthsOf } from './forecastShape.ts';
import { splitWindows } from './forecastWindows.ts';
import { smoothingOf } from './calibration/smoothingOf.ts';
import { encodeSeries, shifted } from './series/encodeSeries.ts';
import { codecOfSeries, fitSeries } from './series/seriesCodec.ts';
import { seriesColumns } from './series/seriesColumns.ts';
import { type SeriesTable, seriesTables, trainingRows } from './series/seriesTables.ts';

type Splits = PreparedData['splits'];

/** Windows of the series, and which of them train. */
export const prepareForecast = async (
  { data, training: { loss } }: RunConfig<ForecastData>,
  file: OpenedFile,
): Promise<PreparedData<ForecastCodec>> => {
  const read = readForecast(await file.readTable(data), data);
  const several = seriesTables(read, data);
  const [first] = several ?? [inTimeOrder(read, data.time, data.timeZone)];
  if (!first) throw new InputError('has no rows', { file: read.file });
  const { codec, encoded, splits, allExamples } = several
    ? prepareSeries(several, read, data, loss, file.limits.encoded)
    : prepareOne(first.table, data, loss, file.limits.encoded);
  const { source, dropped, scorer, baselines, simple, scales, timeAt } = encoded;
  if (splits.train.length === 0) {
    throw new InputError('has no training window with all its targets; use a smaller data.window or data.horizon', {
      file: read.file,
    });
  }
  const shown = codecOfSeries(codec, several?.[0]?.name, first.table, data);
  const unscoredSplits = (['valid', 'test'] as const).filter(
    (name) => data.split[name] > 0 && splits[name].length === 0,
  );
  return {
    shape: forecastShape(widthsOf(codec), data),
    steps: data.window,
    source,
    codec,
    splits,
    allExamples,
    baselines: { valid: baselines(splits.valid), test: baselines(splits.test) },
    headline: { metric: 'mae', lowerIsBetter: true },
    dropped: [
      ...dropped,
      ...unscoredSplits.map((name) => `The ${name} split has no window with all its targets and is not scored.`),
    ],
    // Of several series, what is shown of the training is the first.
    rows: forecastRows(first.table, data, shown, encoded.firstComplete),
    ...(several?.[0] && { rowsOf: several[0].name }),
    scorer,
    simple,
    scales,
    timeAt,
  };
};

type Loss = RunConfig['training']['loss'];

interface Prepared {
  readonly codec: ForecastCodec;
  readonly encoded: EncodedForecast;
  readonly splits: Splits;
  readonly allExamples: Int32Array;
}

const prepareOne = (table: Table, data: ForecastData, loss: Loss, limit: number): Prepared => {
  const points = seriesSplit(table, data.targets, data.split);
  const timed = { table, trainRows: points.validStart };
  const fitted = fitForecast(table, data, points.validStart, timed, isOfCounts(loss));
  const codec = { ...fitted, smoothing: smoothingOf([{ table, trainRows: points.validStart }], data) };
  const encoded = encodeForecast(table, data, codec, limit);
  const { examples } = encoded;
  return { codec, encoded, splits: splitWindows(examples, data, points), allExamples: examples };
};

/** Each series is split by itself: its newest rows are held out. */
const prepareSeries = (
  several: readonly SeriesTable[],
  whole: Table,
  data: ForecastData,
  loss: Loss,
  limit: number,
): Prepared => {
  const training = trainingRows(several, whole, data, data.horizon + data.season + 1);
  const longest = several.map(({ table }) => table).reduce((best, table) => (table.rows > best.rows ? table : best));
  const timed = { table: longest, trainRows: seriesSplit(longest, data.targets, data.split).validStart };
  const fitted = fitForecast(training, data, training.rows, timed, isOfCounts(loss));
  const parts = several.map(({ table }) => ({
    table,
    trainRows: seriesSplit(table, data.targets, data.split).validStart,
  }));
  const own = (): SeriesScales[] =>
    several.flatMap(({ name, table }, index) => {
      const scales = fitSeries(name, table, parts[index]?.trainRows ?? 0, fitted, data);
      return scales ? [scales] : [];
    });
  const codec = { ...fitted, smoothing: smoothingOf(parts, data), ...(data.ownScales && { series: own() }) };
  const encoded = encodeSeries(several, data, codec, limit);
  const each = encoded.parts.map(({ table, encoded: { examples }, start }) => {
    const { train, valid, test } = splitWindows(examples, data, seriesSplit(table, data.targets, data.split));
    return {
      ...{ train: shifted(train, start), valid: shifted(valid, start), test: shifted(test, start) },
      all: shifted(examples, start),
    };
  });
  const join = (name: keyof Splits | 'all'): Int32Array => Int32Array.from(each.flatMap((splits) => [...splits[name]]));
  const splits = { train: join('train'), valid: join('valid'), test: join('test') };
  return { codec, encoded, splits, allExamples: join('all') };
};

/** The series of a file, with what training fitted. */
export const encodeForecastFile = async (
  { data }: RunConfig<ForecastData>,
  codec: ForecastCodec,
  file: OpenedFile,
): Promise<EncodedFile> => {
  const read = readForecast(await file.readTable(await formatFor(data, file.path)), data);
  // A file of one of them alone need not say which.
  const hasNames = seriesColumns(data.series).every((series) => read.columns.some(({ name }) => name === series));
  const several = hasNames ? seriesTables(read, data) : undefined;
  if (!several) {
    const { table } = inTimeOrder(read, data.time, data.timeZone);
    const own = codecOfSeries(codec, undefined, table, data);
    return encodeOne(table, data, own, encodeForecast(table, data, own, file.limits.encoded));
  }
  const { parts, ...joined } = encodeSeries(several, data, codec, file.limits.encoded);
  const series = parts.map(({ name, ids, table, codec: own, encoded }) => ({
    ...{ name, ids },
    encoded: encodeOne(table, data, own, encoded),
  }));
  return {
    ...withoutRows(joined),
    misfits: [...new Set(series.flatMap(({ encoded }) => encoded.misfits ?? []))],
    baselines: joined.baselines(joined.examples),
    rows: series[0]?.encoded.rows,
    series,
  };
};

const withoutRows = ({ source, examples, dropped, scorer, simple }: EncodedForecast) => ({
  source,
  examples,
  dropped,
  scorer,
  simple,
});

const encodeOne = (table: Table, data: ForecastData, codec: ForecastCodec, encoded: EncodedForecast): EncodedFile => {
  const rows = forecastRows(table, data, codec, encoded.firstComplete);
  const numbers = codec.inputs.flatMap((input) => (input.kind === 'number' ? [input] : []));
  const times = data.time === null ? undefined : findTimes(table, data.time);
  const timeline = times && timelineOf(times);
  const otherStep = describeOtherStep(timeline?.step.length, codec.step);
  const span = times ? times.max - times.min : 0;
  return {
    ...withoutRows(encoded),
    dropped: [...encoded.dropped, ...(times && timeline ? describeHoles(times.values, timeline, table.lineOf) : [])],
    misfits: [
      ...(otherStep.length > 0 ? otherStep : describeOtherRhythm(timeline?.step, span, codec.rhythm)),
      ...describeMisfits(table, numbers),
    ],
    baselines: encoded.baselines(encoded.examples),
    codec,
    rows,
  };
};
