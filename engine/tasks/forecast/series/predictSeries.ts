import { InputError } from '../../../errors.ts';
import type { NextRow, PredictParams, Prediction, SampledPaths } from '../../../protocol.ts';
import type { Session } from '../../../network/session.ts';
import type { LoadedModel } from '../../loadedModel.ts';
import { count } from '../../../words/count.ts';
import { mostListed } from '../../mostListed.ts';
import type { EncodedFile } from '../../preparedData.ts';
import type { Cell, PredictionTable } from '../../predictionTable.ts';
import type { Predicted } from '../../task.ts';
import type { ForecastCodec } from '../forecastCodec.ts';
import type { ForecastData } from '../forecastFields.ts';
import { inOrderOf, type NamedRow, nextTable } from '../nextTable.ts';
import { askedPaths, sizesOf } from '../paths/askedPaths.ts';
import { predictForecast } from '../predictForecast.ts';
import { seriesColumns } from './seriesColumns.ts';

interface PredictedSeries extends EncodedOfSeries {
  readonly predicted: Predicted;
}

/** Notes about single series: more would push the others away. */
const mostNotes = 6;

/** A series of a file, encoded by itself. */
export interface EncodedOfSeries {
  readonly name: string;
  /** What each of the columns says of it that tell series apart. */
  readonly ids: readonly string[];
  readonly encoded: EncodedFile;
}

/** Predicts each series of a file by itself. Those that are too short to predict from are told, and left out. */
export const predictSeries = async (
  loaded: LoadedModel<ForecastData, ForecastCodec>,
  series: readonly EncodedOfSeries[],
  params: PredictParams,
): Promise<Predicted> => {
  const each: PredictedSeries[] = [];
  const failures: { readonly name: string; readonly error: InputError }[] = [];
  const { model, file } = loaded;
  const asked = askedPaths(params, model, { ...sizesOf(model), series: series.length, file });
  for (const [index, one] of series.entries()) {
    const { name, encoded } = one;
    // Each series goes its own ways.
    const paths = asked && { ...asked, seed: (asked.seed + index) % 2 ** 32 };
    try {
      each.push({ ...one, predicted: await predictForecast(loaded, encoded, params, paths) });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      failures.push({ name, error });
    }
  }
  const [failure] = failures;
  if (failure && each.length === 0) throw failure.error;
  const most = mostListed(params);
  const rows = each.flatMap(({ predicted }) => predicted.prediction.rows).sort((a, b) => a.line - b.line);
  const omitted = each.reduce((sum, { predicted }) => sum + predicted.prediction.omitted, 0);
  const areBlocks = standApart(series);
  const above = each.flatMap(({ predicted: { prediction } }) => prediction.nextAbove ?? []);
  const told = each.flatMap(({ name, predicted }) =>
    (predicted.prediction.notes ?? []).map((note) => `${name}: ${note}`),
  );
  const more = told.length - mostNotes;
  const notes = [
    ...failures.map(({ name, error }) => `${name} ${error.problem}.`),
    ...(more > 1 ? [...told.slice(0, mostNotes), `${count(more, 'more is', 'more are')} like these.`] : told),
  ];
  const prediction: Prediction = {
    rows: rows.slice(0, most),
    omitted: omitted + Math.max(0, rows.length - most),
    tooEarly: each.flatMap(({ predicted }) => predicted.prediction.tooEarly).sort((a, b) => a - b),
    // Not by `Math.max` of all: a hundred thousand arguments are too many.
    rowsNeeded: each.reduce((most, { predicted }) => Math.max(most, predicted.prediction.rowsNeeded), 0),
    next: each.flatMap(({ name, encoded, predicted }) => {
      const place = areBlocks ? placeOf(encoded) : {};
      return predicted.prediction.next.map((row): NextRow => ({ series: name, ...place, ...row }));
    }),
    ...(asked && params.out === undefined && { paths: each.flatMap(pathsOf) }),
    // The newest rows of all series stand first, or the next ones belong at the end.
    ...(above.length === each.length
      ? { nextAbove: above.reduce((least, line) => Math.min(least, line), Infinity) }
      : lastLineOf(each)),
    ...(notes.length > 0 && { notes }),
    ...nextOfAll(loaded.model.config.data, each),
  };
  const tables = each.flatMap(({ ids, encoded, predicted: { table } }) => (table ? [{ ids, encoded, table }] : []));
  return tables.length === 0
    ? { prediction }
    : { prediction, table: joinTables(loaded.session, seriesColumns(loaded.model.config.data.series), tables) };
};

const pathsOf = ({ name, predicted }: PredictedSeries): SampledPaths[] =>
  (predicted.prediction.paths ?? []).map((paths) => ({ series: name, ...paths }));

/** Whether the rows of each series stand together in the file, so that those to come belong to them. */
const standApart = (series: readonly EncodedOfSeries[]): boolean => {
  const spans = series.flatMap(({ encoded: { rows } }) => {
    if (!rows || rows.count === 0) return [];
    const ends = [rows.lineOf(0), rows.lineOf(rows.count - 1)] as const;
    return [{ from: Math.min(...ends), to: Math.max(...ends) }];
  });
  spans.sort((a, b) => a.from - b.from);
  return spans.length > 1 && spans.every(({ from }, at) => at === 0 || from > (spans[at - 1]?.to ?? 0));
};

const placeOf = ({ rows }: EncodedFile): Pick<NextRow, 'place'> =>
  rows ? { place: { line: rows.lineOf(rows.count - 1), isAbove: rows.isNewestFirst ?? false } } : {};

/** Of all their rows; not known where some stand newest first. */
const lastLineOf = (each: readonly { readonly predicted: Predicted }[]): Pick<Prediction, 'lastLine'> => {
  const lines = each.flatMap(({ predicted: { prediction } }) => prediction.lastLine ?? []);
  return lines.length === each.length ? { lastLine: lines.reduce((last, line) => Math.max(last, line), 0) } : {};
};

/** The rows to come of all series under one header. */
const nextOfAll = (columns: ForecastData, each: readonly PredictedSeries[]): Pick<Prediction, 'nextTable'> => {
  const format = each[0]?.encoded.rows?.format;
  const next = each.flatMap(({ ids, encoded: { rows }, predicted }) =>
    inOrderOf(rows, predicted.prediction.next).map((row): NamedRow => ({ ...row, ids })),
  );
  return format && next.length > 0 ? { nextTable: nextTable(next, format, columns) } : {};
};

const joinTables = (
  session: Session,
  columns: readonly string[],
  tables: readonly {
    readonly ids: readonly string[];
    readonly encoded: EncodedFile;
    readonly table: PredictionTable;
  }[],
): PredictionTable => {
  const starts: number[] = [];
  let rows = 0;
  for (const { table } of tables) {
    starts.push(rows);
    rows += table.count;
  }
  const withIds = (cells: readonly Cell[], ids: readonly string[]): Cell[] => [
    cells[0] ?? '',
    ...ids,
    ...cells.slice(1),
  ];
  let loaded = -1;
  return {
    header: withIds(tables[0]?.table.header ?? [], columns).map(String),
    count: rows,
    cellsOf: (row) => {
      const index = starts.findLastIndex((first) => first <= row);
      const part = tables[index];
      if (!part) return [];
      // Rows are asked for in order: each series is loaded once.
      if (index !== loaded) session.load(part.encoded.source);
      loaded = index;
      return withIds(part.table.cellsOf(row - (starts[index] ?? 0)), part.ids);
    },
    rest: tables.flatMap(({ ids, table }) => table.rest.map((cells) => withIds(cells, ids))),
  };
};
