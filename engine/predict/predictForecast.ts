import type { WindowSource } from '../compute/source.ts';
import type { TableRows } from '../data/preparedData.ts';
import { InputError } from '../errors.ts';
import type { ForecastPrediction, PredictParams, PredictedValue } from '../protocol.ts';
import type { LoadedModel } from './loadedModels.ts';
import { type Forecast, predictWindows } from './predictWindows.ts';
import { writePredictions } from './writePredictions.ts';

/** Rows listed in a reply: more than a person reads, few enough for an editor. */
const maxListed = 1000;

/** A row with an empty target, and the window that predicts it: `ahead` steps (from 0) after `example`'s window. */
interface Gap {
  readonly row: number;
  readonly example: number;
  readonly ahead: number;
}

/** Predicts the empty target cells of a file and the rows after its last one. */
export const predictForecast = async (
  { model, session, file }: LoadedModel,
  source: WindowSource,
  rows: TableRows,
  params: PredictParams,
): Promise<ForecastPrediction> => {
  const { horizon } = source;
  const window = model.config.task === 'forecast' ? model.config.data.window : 0;
  const wanted = params.horizon ?? horizon;
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > horizon) {
    const way = `train with --set data.horizon=${wanted} for more`;
    throw new InputError(`predicts 1 to ${horizon} steps ahead, not ${wanted}; ${way}`, { file });
  }
  const lastExample = rows.count - window;
  if (lastExample < rows.firstComplete) {
    const complete = rows.count - rows.firstComplete;
    const problem = `has ${complete} complete rows; this model reads ${window} to predict the next`;
    throw new InputError(problem, { file: params.file });
  }
  session.load(source);
  const gaps = findGaps(rows, window, horizon);
  const listed = gaps.slice(0, maxListed);
  const examples = Int32Array.from([...listed.map(({ example }) => example), lastExample]);
  const read = predictWindows(session, source, rows, examples, model.intervals);
  const missing = listed.map(({ row, ahead }, index) => ({
    line: rows.lineOf(row),
    values: rows.targets.flatMap((target, k) =>
      target.isEmpty(row) ? [{ ...describe(rows, k, read(index, ahead, k)), cell: target.cell }] : [],
    ),
  }));
  const times = rows.nextTimes(wanted);
  const next = Array.from({ length: wanted }, (_, ahead) => {
    const values = rows.targets.map((_target, k) => describe(rows, k, read(listed.length, ahead, k)));
    const time = times[ahead];
    const row = rows.formatRow(
      time,
      values.map(({ text }) => text),
    );
    return { ...(time !== undefined && { time }), values, row };
  });
  if (params.out !== undefined) {
    const first = rows.firstComplete + window;
    const each = Int32Array.from({ length: rows.count - first }, (_, index) => first - window + index);
    const readRow = predictWindows(session, source, rows, each, model.intervals);
    await writePredictions(params.out, rows, (row, k) => (row < first ? undefined : readRow(row - first, 0, k)), next);
  }
  return { kind: 'forecast', missing, next, omitted: gaps.length - listed.length };
};

/**
 * Within a run of empty rows the window stays before the run, and looks further ahead, as far as the horizon goes:
 * it had better read values than guesses.
 */
const findGaps = (rows: TableRows, window: number, horizon: number): Gap[] => {
  const gaps: Gap[] = [];
  let emptyBefore = 0;
  for (let row = 0; row < rows.count; row++) {
    if (!rows.targets.some((target) => target.isEmpty(row))) {
      emptyBefore = 0;
      continue;
    }
    const ahead = Math.min(emptyBefore, horizon - 1);
    const example = row - ahead - window;
    if (example >= rows.firstComplete) gaps.push({ row, example, ahead });
    emptyBefore += 1;
  }
  return gaps;
};

const describe = (rows: TableRows, target: number, { value, low, high }: Forecast): PredictedValue => {
  const column = rows.targets[target];
  const interval = low !== undefined && high !== undefined ? { low, high } : {};
  return { column: column?.column ?? '', text: column?.format(value) ?? '', value, ...interval };
};
