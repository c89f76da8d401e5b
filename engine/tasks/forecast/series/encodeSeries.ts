import type { KnownRows, WindowSource } from '../../../compute/source.ts';
import { putStretch, stretchOf } from '../../../encoding/encodedRows.ts';
import { inputsOf, targetsOf } from '../../../compute/seriesRows.ts';
import { findNumbers } from '../../../files/columns/findColumn.ts';
import { type Numbers, NumbersWriter, pageLength } from '../../../files/columns/numbers.ts';
import { TableStorage } from '../../../files/tableStorage.ts';
import { ScratchFile } from '../../../scratchFile.ts';
import { count } from '../../../words/count.ts';
import { foresees } from '../columns/knownAhead.ts';
import { type EncodedForecast, encodeForecast } from '../encodeForecast.ts';
import type { ForecastCodec } from '../forecastCodec.ts';
import type { ForecastData } from '../forecastFields.ts';
import { ForecastScorer, type ForecastTruth, simpleBaselines } from '../forecastScorer.ts';
import { seriesAt } from '../../simple/seriesAt.ts';
import { SimpleForecasts } from '../../simple/simpleForecasts.ts';
import { TargetScales, oneScale } from '../../simple/targetScales.ts';
import { codecOfSeries } from './seriesCodec.ts';
import type { SeriesTable } from './seriesTables.ts';

/** Several series one after the other, of which no window is in two. */
export interface EncodedSeries extends EncodedForecast {
  readonly parts: readonly EncodedPart[];
}

/** One of them. */
export interface EncodedPart extends SeriesTable {
  /** That of all, or one of its own. */
  readonly codec: ForecastCodec;
  readonly encoded: EncodedForecast;
  /** Its first row among those of all. */
  readonly start: number;
}

/** Sentences about single series: more would push the others away. */
const mostTold = 6;

/** @param limit bytes that are kept in memory */
export const encodeSeries = (
  tables: readonly SeriesTable[],
  data: ForecastData,
  codec: ForecastCodec,
  limit: number,
): EncodedSeries => {
  let start = 0;
  // What is known of the rows after a series' last has a place between it and the next.
  const gap = foresees(data) ? data.horizon : 0;
  const parts = tables.map((one): EncodedPart => {
    const { table, name } = one;
    const own = codecOfSeries(codec, name, table, data);
    const encoded = encodeForecast(table, data, own, limit / tables.length);
    const first = start;
    start += table.rows + gap;
    return { ...one, codec: own, encoded, start: first };
  });
  const source = joinSources(parts, start, gap, limit);
  const starts = parts.map((part) => part.start);
  const scales = codec.series ? new TargetScales({ codecs: parts.map((part) => part.codec), starts }) : oneScale(codec);
  const truth: ForecastTruth = {
    codec,
    scales,
    window: data.window,
    simple: new SimpleForecasts({
      values: codec.targets.map(({ column }) => joinNumbers(tables, column, gap)),
      starts,
      season: data.season,
      window: data.window,
      smoothing: codec.smoothing ?? [],
    }),
  };
  const told = parts.flatMap(({ name, encoded }) => encoded.dropped.map((sentence) => `${name}: ${sentence}`));
  const more = told.length - mostTold;
  return {
    source,
    examples: Int32Array.from(parts.flatMap((part) => [...shifted(part.encoded.examples, part.start)])),
    firstComplete: parts[0]?.encoded.firstComplete ?? 0,
    dropped: more > 1 ? [...told.slice(0, mostTold), `${count(more, 'more is', 'more are')} like these.`] : told,
    simple: truth.simple,
    scales,
    ...(parts.every(({ encoded }) => encoded.timeAt) && {
      timeAt: (row) => {
        const part = parts[seriesAt(starts, row + 1)];
        return part?.encoded.timeAt?.(row - part.start) ?? NaN;
      },
    }),
    scorer: (calibration) => new ForecastScorer(truth, calibration),
    baselines: (examples) => simpleBaselines(truth, examples),
    parts,
  };
};

/** Examples of one series as examples of all. */
export const shifted = (examples: Int32Array, start: number): Int32Array => examples.map((example) => example + start);

/** @param gap rows without anything after each part */
const joinSources = (parts: readonly EncodedPart[], rows: number, gap: number, limit: number): WindowSource => {
  const [first] = parts;
  if (!first) throw new Error('there are no series to join');
  const { columns, targetColumns } = first.encoded.source;
  const isLarge = rows * (columns + targetColumns) * 4 > limit;
  const values = isLarge ? new ScratchFile() : new Float32Array(rows * columns);
  const targets = isLarge ? new ScratchFile() : new Float32Array(rows * targetColumns);
  for (const { encoded, table, start } of parts) {
    for (let from = 0; from < table.rows; from += pageLength) {
      const to = Math.min(table.rows, from + pageLength);
      const inputs = stretchOf(values, (start + from) * columns, (start + to) * columns);
      inputs.set(inputsOf(encoded.source, from, to));
      putStretch(values, inputs);
      const outputs = stretchOf(targets, (start + from) * targetColumns, (start + to) * targetColumns);
      outputs.set(targetsOf(encoded.source, from, to));
      putStretch(targets, outputs);
    }
    putStretch(values, stretchOf(values, 0, gap * columns));
    putStretch(targets, stretchOf(targets, 0, gap * targetColumns));
  }
  const units = first.encoded.source.units && joinUnits(parts, rows * targetColumns, gap * targetColumns, isLarge);
  const known = first.encoded.source.known && joinKnown(parts, rows + gap, isLarge);
  return { ...first.encoded.source, values, targets, ...(units && { units }), ...(known && { known }) };
};

/** One after the other as the targets are, with so much room after each. */
const joinUnits = (
  parts: readonly EncodedPart[],
  floats: number,
  gap: number,
  isLarge: boolean,
): Float32Array | ScratchFile => {
  const joined = isLarge ? new ScratchFile() : new Float32Array(floats);
  let end = 0;
  for (const { encoded } of parts) {
    const { units } = encoded.source;
    if (!units) throw new Error('Counts of a series have no units.');
    const length = units.byteLength / 4;
    const stretch = stretchOf(joined, end, end + length);
    if (units instanceof Float32Array) stretch.set(units);
    else units.read(stretch, 0);
    putStretch(joined, stretch);
    putStretch(joined, stretchOf(joined, end + length, end + length + gap));
    end += length + gap;
  }
  return joined;
};

/** Of each part its rows and those after its last one. */
const joinKnown = (parts: readonly EncodedPart[], rows: number, isLarge: boolean): KnownRows => {
  const columns = parts[0]?.encoded.source.known?.columns ?? 0;
  const values = isLarge ? new ScratchFile() : new Float32Array(rows * columns);
  let end = 0;
  for (const { encoded } of parts) {
    const { known } = encoded.source;
    if (!known) throw new Error('Nothing is known ahead of a series.');
    const floats = known.values.byteLength / 4;
    for (let from = 0; from < floats; from += pageLength) {
      const to = Math.min(floats, from + pageLength);
      const stretch = stretchOf(values, end + from, end + to);
      if (known.values instanceof Float32Array) stretch.set(known.values.subarray(from, to));
      else known.values.read(stretch, from * 4);
      putStretch(values, stretch);
    }
    end += floats;
  }
  putStretch(values, stretchOf(values, end, rows * columns));
  return { values, columns };
};

const joinNumbers = (tables: readonly SeriesTable[], column: string, gap: number): Numbers => {
  const writer = new NumbersWriter(new TableStorage());
  for (const { table } of tables) {
    const { values } = findNumbers(table, column);
    for (const page of values.pagesOf(values.length)) for (const value of page) writer.push(value);
    for (let row = 0; row < gap; row++) writer.push(NaN);
  }
  return writer.finish();
};
