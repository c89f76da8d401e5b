import type { Config } from '../../config.ts';
import type { ForecastData } from './forecastFields.ts';
import type { TableInspection } from '../../protocol.ts';
import type { Column, NumberColumn } from '../../files/columns/column.ts';
import { type Completion, type ConfigProblem, clamp, completeSplit } from '../config/completion.ts';
import { normalisationOf, wholeHorizon, wholeWindow } from '../config/segmentDefaults.ts';
import { describeFirstWord, findInput, findNumbers, unknownColumn } from '../../files/columns/findColumn.ts';
import { foreseeInputs } from './fitForecast.ts';
import { forecastShape } from './forecastShape.ts';
import { count } from '../../words/count.ts';
import type { Table } from '../../files/readTable.ts';
import { goesOneWay, isRowCounter } from '../../files/rows/rowCounter.ts';
import { asNumbers, chooseTargets, throwDoubt } from './columns/chooseTargets.ts';
import { completeKnown } from './columns/completeKnown.ts';
import { flaggedInputs } from './columns/flaggedInputs.ts';
import { usualChooser } from './choice/usualChooser.ts';
import { type FilledAhead, findFilledAhead } from './columns/findKnown.ts';
import { anchorErrors } from './season/anchorErrors.ts';
import { describeSeasons } from './season/describeSeasons.ts';
import { completeScales } from './series/completeScales.ts';
import { describeLeftOut } from './series/oddSeries.ts';
import { seriesOfColumns } from './series/seriesColumns.ts';
import { trainingRows } from './series/seriesTables.ts';
import { judgedValues, partsOf, seasonsOf, surveySeries } from './series/surveySeries.ts';
import { usualNetwork } from './series/usualNetwork.ts';
import { completeTransform } from './transform/completeTransform.ts';
import { unbrokenHorizon } from './unbrokenHorizon.ts';
import { Numbers } from '../../files/columns/numbers.ts';
import { fitTransform } from '../../encoding/transform/fitTransform.ts';
import { transformedNumbers } from '../../encoding/transform/transformedNumbers.ts';
import { formatFields } from '../../files/tableFormat.ts';

export const defaultSplit = { valid: 0.15, test: 0.15 };
const mostCategories = 50;

/** The data part of a forecast's config. Throws an `InputError` for cells that do not fit their column. */
export const completeForecast = (
  config: Config,
  inspection: TableInspection,
  whole: Table,
): Completion<ForecastData> => {
  // The schema of configs has checked it.
  const wanted = (config.data ?? {}) as Partial<ForecastData>;
  const choices: string[] = [];
  const problems: ConfigProblem[] = [];
  const split = completeSplit(wanted.split, defaultSplit, problems);
  const survey = surveySeries(whole, wanted, split);
  const { table, time, timeZone, several, trainRows, points } = survey;
  problems.push(...survey.problems);
  choices.push(...survey.told);
  // Rows after the last target are there to be forecast.
  const rows = survey.learned;

  const targets = checkTargets(table, wanted.targets ?? chooseTargets(table, choices), problems);
  const usualInputs = (): string[] => chooseInputs(table, [...targets, ...(wanted.known ?? [])], trainRows, choices);
  const inputs = checkInputs(table, wanted.inputs ?? usualInputs(), problems);
  const [first] = targets.flatMap((name) => table.columns.filter((column) => column.name === name).flatMap(asNumbers));
  const series = judgedValues(first, trainRows);
  choices.push(...survey.toldOfSteps);

  const found = wanted.season === undefined ? seasonsOf(survey, first) : undefined;
  const season = wanted.season ?? found?.season ?? 0;
  if (found) choices.push(describeSeasons(found));
  const lengths = { train: trainRows, valid: points.testStart - trainRows, test: rows - points.testStart };
  if ((split.valid > 0 && lengths.valid === 0) || (split.test > 0 && lengths.test === 0) || trainRows === 0) {
    const message = `${count(rows, 'row is', 'rows are')} too few for training, validation and test; add rows`;
    problems.push({ path: 'data.split', message });
  }
  const splitRows = [lengths.train, lengths.valid, lengths.test].filter((length) => length > 0);
  const smallest = Math.min(...splitRows);
  const parts = partsOf(survey, split, targets);
  const filled = findFilledAhead(
    parts.map((part) => part.table),
    targets,
    inputs.filter((name) => !several?.columns.includes(name)),
  );
  const lengthAhead = wanted.horizon ?? horizonAhead(filled, wanted, smallest, choices);
  const usual =
    several &&
    usualNetwork(
      parts.map((part) => part.trainRows),
      { ...wanted, season, ...(lengthAhead !== undefined && { horizon: lengthAhead }) },
      config.model,
    );
  const model = { ...usual?.model, ...config.model };
  const horizon = wanted.horizon ?? wholeHorizon(model, lengthAhead ?? chooseHorizon(season, smallest, first, choices));
  const most = Math.floor((trainRows - horizon) / 3);
  const window =
    wanted.window ?? usual?.window ?? wholeWindow(model, clamp(chooseWindow(season, horizon), 1, most), horizon);
  if (wanted.window === undefined || wanted.horizon === undefined) {
    choices.push(`The network reads ${count(window, 'row')} and forecasts the ${count(horizon, 'row')} after them.`);
  }
  checkLengths(rows, window, horizon, splitRows, problems);
  if (season > rows) {
    problems.push({
      path: 'data.season',
      message: `season ${season} > ${rows} rows; use at most ${Math.floor(rows / 2)}, or 0 for none`,
    });
  }
  if (wanted.anchor === 'seasonal' && season === 0) {
    problems.push({ path: 'data.anchor', message: 'the anchor is seasonal but there is no season; set data.season' });
  }
  const isBounded = !['none', undefined].includes(config.model?.outputActivation);
  const isLevelled = isBounded || normalisationOf(model) !== 'none';
  const transform = completeTransform({ parts, targets, season, usual: usual?.transform }, wanted, {
    problems,
    choices,
  });
  const judged = Numbers.of(series);
  const learned = transformedNumbers(judged, fitTransform(judged, judged.length, { ...transform, season }));
  const anchor =
    wanted.anchor ?? (isLevelled ? 'none' : chooseAnchor(learned.read(0, learned.length), horizon, season, choices));
  const calendar = wanted.calendar ?? time !== undefined;
  const chosenBy =
    wanted.chosenBy ??
    usualChooser(
      config,
      parts.map((part) => part.trainRows),
      usual !== undefined,
    );
  const data: ForecastData = {
    file: inspection.file,
    ...formatFields(table.format),
    time: time?.name ?? null,
    // Rows of another file may be too few to tell the order of its dates.
    timeFormat: wanted.timeFormat ?? (time?.isOrdered ? time.format.pattern : null),
    timeZone,
    ...(several ? { series: seriesOfColumns(several.columns) } : wanted.series === null && { series: null }),
    targets,
    inputs,
    calendar: calendar && time !== undefined,
    window,
    horizon,
    // A bounded output reaches no more than the range it is scaled to.
    scaling: wanted.scaling ?? (isBounded ? 'minmax' : 'standard'),
    anchor,
    season,
    ...completeScales(several?.tables.length, wanted, { inputs, targets }, { problems, choices }),
    ...transform,
    ...(wanted.flagMissing !== undefined && { flagMissing: wanted.flagMissing }),
    ...(wanted.blend !== undefined && { blend: wanted.blend }),
    ...(chosenBy !== undefined && { chosenBy }),
    ...(wanted.choiceBudget !== undefined && { choiceBudget: wanted.choiceBudget }),
    ...completeKnown(filled, wanted, { targets, inputs, horizon }, config, { problems, choices }),
    split,
  };
  const training = several && trainingRows(several.tables, whole, data, 1);
  const widths =
    problems.length > 0
      ? inputs.map((column) => ({ column, isNumber: true, width: 1 }))
      : foreseeInputs(training ?? table, data, training?.rows ?? trainRows, { table, trainRows });
  if (problems.length === 0) choices.push(...tellFlagged(training ?? table, data, training?.rows ?? trainRows));
  const perSeries = parts.map((one) => one.trainRows - window - horizon + 1);
  if (several) choices.push(...describeLeftOut(parts, targets, window + horizon));
  return {
    data,
    shape: forecastShape(widths, data),
    steps: window,
    examples: Math.max(
      1,
      perSeries.reduce((sum, examples) => sum + Math.max(0, examples), 0),
    ),
    ...(usual && { usual }),
    choices,
    problems,
  };
};

const tellFlagged = (table: Table, data: ForecastData, trainRows: number): string[] => {
  const flagged = flaggedInputs(table, data, trainRows);
  return flagged.length === 0
    ? []
    : [
        `The network is told where ${flagged.join(', ')} ${flagged.length > 1 ? 'are' : 'is'} missing, beside the value before.`,
      ];
};

const chooseInputs = (table: Table, targets: readonly string[], trainRows: number, choices: string[]): string[] => {
  const useful = table.columns.filter((column) => targets.includes(column.name) || isInformative(column, trainRows));
  const names = useful.map(({ name }) => name);
  if (names.length > 1) choices.push(`The inputs are ${names.join(', ')}.`);
  const left = table.columns.filter((column) => column.type !== 'timestamp' && !useful.includes(column));
  if (left.length > 0) {
    choices.push(
      `Left out as inputs, being constant, text or going one way only: ${left.map(({ name }) => name).join(', ')}.`,
    );
  }
  return names;
};

/** By the training part alone, as all that is chosen. */
const isInformative = (column: Column, trainRows: number): boolean =>
  (column.type === 'number' && !isRowCounter(column) && !goesOneWay(column, trainRows)) ||
  (column.type === 'category' && column.categories.length > 1 && column.categories.length <= mostCategories);

const checkTargets = (table: Table, targets: string[], problems: ConfigProblem[]): string[] => {
  const path = 'data.targets';
  for (const name of targets) {
    const column = table.columns.find((other) => other.name === name);
    if (!column) problems.push({ path, message: unknownColumn(name, namesOf(table)) });
    else if (asNumbers(column).length === 0) {
      throwDoubt(column);
      problems.push({
        path,
        message: `'${name}' does not hold numbers${describeFirstWord(table, column)}; a forecast is of numbers`,
      });
    } else {
      const { min, max } = findNumbers(table, name);
      if (Number.isNaN(min)) problems.push({ path, message: `'${name}' has no value in any row` });
      else if (min === max)
        problems.push({ path, message: `'${name}' is ${min} in every row; there is nothing to learn` });
    }
  }
  return targets;
};

const checkInputs = (table: Table, inputs: string[], problems: ConfigProblem[]): string[] => {
  const path = 'data.inputs';
  for (const name of inputs) {
    const column = table.columns.find((other) => other.name === name);
    if (!column) problems.push({ path, message: unknownColumn(name, namesOf(table)) });
    else if (column.type === 'text' || column.type === 'timestamp') {
      const way = column.type === 'timestamp' ? 'name it in data.time instead' : 'leave it out';
      problems.push({
        path,
        message: `'${name}' holds ${column.type === 'text' ? 'free text' : 'times'}, not numbers or categories; ${way}`,
      });
    } else if (column.type === 'number') findInput(table, name);
  }
  return inputs;
};

const namesOf = (table: Table): string[] => table.columns.map(({ name }) => name);

/** A season, as far as the splits have rows for it and gaps leave it whole. */
const chooseHorizon = (
  season: number,
  smallest: number,
  target: NumberColumn | undefined,
  choices: string[],
): number => {
  const usual = clamp(season >= 2 && season <= 24 ? season : 7, 1, Math.floor((smallest * 2) / 3));
  if (!target || target.missing === 0) return usual;
  const horizon = unbrokenHorizon(target.values, usual);
  if (horizon < usual)
    choices.push(
      `${target.name} has gaps, which leave few stretches of more than ${count(horizon, 'row')} to forecast.`,
    );
  return horizon;
};

/** As many rows as the file has to be forecast, with what is known of them, where nothing is said of either. */
const horizonAhead = (
  filled: readonly FilledAhead[],
  { known }: Partial<ForecastData>,
  smallest: number,
  choices: string[],
): number | undefined => {
  if (filled.length === 0 || known?.length === 0) return undefined;
  const most = filled.reduce((longest, { rows }) => Math.max(longest, rows), 0);
  const horizon = clamp(most, 1, Math.floor((smallest * 2) / 3));
  choices.push(`The horizon is the ${count(horizon, 'row')} after the last target, of which something is known.`);
  return horizon;
};

/** Two short seasons or one long one; without a season, a month of days. */
const chooseWindow = (season: number, horizon: number): number => {
  const seasonal = season <= 1 ? 30 : season <= 24 ? season * 2 : season <= 60 ? season : 30;
  return Math.max(seasonal, horizon);
};

const checkLengths = (
  rows: number,
  window: number,
  horizon: number,
  splitRows: readonly number[],
  problems: ConfigProblem[],
): void => {
  const [trainRows = 0, ...heldOut] = splitRows;
  const largest = trainRows - horizon;
  const way = largest >= 1 ? `use at most window ${largest}` : 'use a smaller horizon, or more rows';
  if (window + horizon > rows) {
    problems.push({ path: 'data.window', message: `window ${window} + horizon ${horizon} > ${rows} rows; ${way}` });
  } else if (window + horizon > trainRows) {
    const message = `window ${window} + horizon ${horizon} > ${trainRows} rows of the training split; ${way}`;
    problems.push({ path: 'data.window', message });
  }
  const short = heldOut.find((length) => length < horizon);
  if (short !== undefined) {
    problems.push({
      path: 'data.horizon',
      message: `horizon ${horizon} > ${short} rows held out; use a smaller horizon or a larger share in data.split`,
    });
  }
};

const anchorWords = { none: 'nothing', last: 'the last value', seasonal: 'the value one season before' } as const;

/** The naive forecast that is best on the training split: the network learns what it gets wrong. */
const chooseAnchor = (
  series: Float64Array,
  horizon: number,
  season: number,
  choices: string[],
): ForecastData['anchor'] => {
  const errors = anchorErrors(series, horizon, season);
  const kinds = ['none', 'last', 'seasonal'] as const;
  const anchor = kinds.reduce((best, kind) => (errors[kind] < errors[best] ? kind : best), 'none');
  choices.push(
    anchor === 'none'
      ? 'The network learns the values themselves: on the training rows their mean is the best simple forecast.'
      : `The network learns the difference from ${anchorWords[anchor]}, the best simple forecast on the training rows.`,
  );
  return anchor;
};
