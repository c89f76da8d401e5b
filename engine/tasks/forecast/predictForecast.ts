import { targetsOf } from '../../compute/seriesRows.ts';
import type { Session } from '../../network/session.ts';
import type { WindowSource } from '../../compute/source.ts';
import type { ForecastCodec } from './forecastCodec.ts';
import type { TableRows } from '../preparedData.ts';
import { InputError } from '../../errors.ts';
import { describeNonsense } from '../../words/describeNonsense.ts';
import type { PredictParams, PredictedCell, Prediction } from '../../protocol.ts';
import type { LoadedModel } from '../loadedModel.ts';
import { mostListed } from '../mostListed.ts';
import type { EncodedFile } from '../preparedData.ts';
import type { Predicted } from '../task.ts';
import type { ForecastData } from './forecastFields.ts';
import { forecastTable } from './forecastTable.ts';
import { type Forecast, ForecastDecoder } from './forecastDecoder.ts';
import { type ForecastReader, predictManyWindows, predictWindows } from './predictWindows.ts';
import { firstExample } from './firstExample.ts';
import { inOrderOf, nextTable } from './nextTable.ts';
import { askedShare } from './calibration/askedShare.ts';
import { rollForecast } from './rollForecast.ts';
import { oneScale } from '../simple/targetScales.ts';

const mostSteps = 10_000;
/** Rows predicted at once for a file of all. */
const rowsAtOnce = 8192;

/** A row with an empty target, and the window that predicts it: `ahead` steps (from 0) after `example`'s window. */
interface Gap {
  readonly row: number;
  readonly example: number;
  readonly ahead: number;
}

/** Predicts the empty target cells of a file and the rows after its last one. */
export const predictForecast = async (
  { file, model, session }: LoadedModel<ForecastData, ForecastCodec>,
  { source, rows, simple, codec: own }: EncodedFile,
  params: PredictParams,
): Promise<Predicted> => {
  if (source.kind !== 'windows' || !rows) throw new Error('a forecast was encoded as something else than windows');
  const codec = (own as ForecastCodec | undefined) ?? model.codec;
  const { horizon } = source;
  const { window } = model.config.data;
  const wanted = params.horizon ?? horizon;
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > mostSteps) {
    throw new InputError(`horizon ${wanted} is not a whole number from 1 to ${mostSteps}`);
  }
  if (wanted > Math.max(horizon, rows.count)) {
    const message = `horizon ${wanted} reaches further than the ${rows.count} rows of the file; a forecast so far ahead says nothing: use at most ${rows.count}`;
    throw new InputError(message, { file: params.file });
  }
  const first = firstExample(source, rows, window);
  if (rows.count - window < first) {
    const complete = rows.count - rows.firstComplete;
    const needed = first - rows.firstComplete + window;
    const problem = `has ${complete} complete rows; this model needs ${needed} to predict the next`;
    throw new InputError(problem, { file: params.file });
  }
  const share = askedShare(params.level, model, file);
  session.load(source);
  const { gaps, early } = findGaps(rows, window, horizon, first);
  const most = mostListed(params);
  if (rows.isNewestFirst) {
    // As they stand in the file.
    gaps.reverse();
    early.reverse();
  }
  const listed = gaps.slice(0, most);
  const examples = Int32Array.from(listed, ({ example }) => example);
  const decoder = new ForecastDecoder(oneScale(codec), model, simple, share);
  const read = await predictManyWindows(session, source, examples, window, decoder);
  const missing = listed.map(({ row, ahead }, index) => ({
    line: rows.lineOf(row),
    cells: rows.targets.flatMap((target, k) => {
      const forecast = read(index, ahead, k);
      const isKnown = target.isEmpty(row) && Number.isFinite(forecast.value);
      return isKnown ? [describe(rows, k, forecast)] : [];
    }),
  }));
  const { isOpen, note } = lookAhead(rows, model.config.data, params);
  const ahead = isOpen ? 0 : wanted;
  const times = rows.nextTimes(ahead);
  const steps = await rollForecast(session, source, rows, codec, model.config.data, ahead, decoder);
  const known = steps.findIndex((step) => step.some(({ value }) => !Number.isFinite(value)));
  // A difference from a value that is not there is no forecast; any other is one.
  const newest = targetsOf(source, rows.count - 1, rows.count);
  if (steps[0]?.some(({ value }, k) => !Number.isFinite(value) && Number.isFinite(newest[k]))) {
    throw new InputError(describeNonsense('the next row that it predicts'), { file });
  }
  const next = steps.slice(0, known < 0 ? wanted : known).map((step, ahead) => {
    const cells = step.map((forecast, k) => describe(rows, k, forecast));
    const time = times[ahead];
    const row = rows.formatRow(
      time,
      cells.map(({ text }) => text),
      ahead + 1,
    );
    return { ...(time !== undefined && { time }), cells, row };
  });
  const lastLine = rows.lineOf(rows.count - 1);
  const prediction: Prediction = {
    rows: missing.filter(({ cells }) => cells.length > 0),
    next,
    ...(rows.isNewestFirst ? { nextAbove: lastLine } : { lastLine }),
    ...(next.length > 0 && { nextTable: nextTable(inOrderOf(rows, next), rows.format, model.config.data) }),
    omitted: gaps.length - listed.length,
    tooEarly: early.slice(0, most).map((row) => rows.lineOf(row)),
    rowsNeeded: first + window,
    ...(note !== undefined && { notes: [note] }),
  };
  if (params.out === undefined) return { prediction };
  await rows.loadTexts?.();
  // The steps after the last row have left another source in the session.
  session.load(source);
  return { prediction, table: forecastTable(rows, predictRows(session, source, rows, window, decoder), next) };
};

/**
 * Of a model that is told of the steps ahead: whether the rows to be forecast stand in the file, so that none are wanted
 * after them where nothing is said of how many, and what a person should know of rows of which nothing is known.
 */
const lookAhead = (
  rows: TableRows,
  data: ForecastData,
  { horizon }: PredictParams,
): { readonly isOpen: boolean; readonly note?: string } => {
  if ((data.known ?? []).length === 0) return { isOpen: false };
  const last = rows.count - 1;
  const names = (data.known ?? []).map((name) => `'${name}'`).join(', ');
  const isOpen = horizon === undefined && rows.targets.every((target) => target.isEmpty(last));
  const where = `After line ${rows.lineOf(last)} nothing is known of ${names}`;
  return {
    isOpen,
    note: isOpen
      ? `${where}: no row is forecast there.`
      : `${where}: the rows there are forecast as if it stayed as it is; add rows with it and without a target.`,
  };
};

/** One step ahead, for every row that has a whole window before it, predicted as they are asked for, in order. */
const predictRows = (
  session: Session,
  source: WindowSource,
  rows: TableRows,
  window: number,
  decoder: ForecastDecoder,
): ((row: number, target: number) => Forecast | undefined) => {
  const first = firstExample(source, rows, window) + window;
  let block = { from: 0, to: 0, read: undefined as ForecastReader | undefined };
  return (row, target) => {
    if (row < first) return undefined;
    if (!block.read || row < block.from || row >= block.to) {
      // They are asked for as they stand in the file.
      const from = rows.isNewestFirst ? Math.max(first, row + 1 - rowsAtOnce) : row;
      const to = Math.min(rows.count, from + rowsAtOnce);
      const examples = Int32Array.from({ length: to - from }, (_, index) => from - window + index);
      block = { from, to, read: predictWindows(session, source, examples, window, decoder) };
    }
    return block.read?.(row - block.from, 0, target);
  };
};

/**
 * Within a run of empty rows the window stays before the run, and looks further ahead, as far as the horizon goes:
 * it had better read values than guesses. Rows without a whole window above are `early`.
 */
const findGaps = (
  rows: TableRows,
  window: number,
  horizon: number,
  first: number,
): { readonly gaps: Gap[]; readonly early: number[] } => {
  const gaps: Gap[] = [];
  const early: number[] = [];
  let emptyBefore = 0;
  for (let row = 0; row < rows.count; row++) {
    if (!rows.targets.some((target) => target.isEmpty(row))) {
      emptyBefore = 0;
      continue;
    }
    const ahead = Math.min(emptyBefore, horizon - 1);
    const example = row - ahead - window;
    if (example >= first) gaps.push({ row, example, ahead });
    else early.push(row);
    emptyBefore += 1;
  }
  return { gaps, early };
};

const describe = (rows: TableRows, target: number, { value, low, high }: Forecast): PredictedCell => {
  const column = rows.targets[target];
  const isBounded = low !== undefined && high !== undefined && Number.isFinite(high - low);
  if (!column) throw new Error(`there is no target ${target}`);
  const { column: name, cell, format } = column;
  const bounded = isBounded && { low, high, bounds: [format(low), format(high)] as const };
  return { column: name, cell, actual: '', text: format(value), value, ...bounded };
};
