import type { Config } from '../../../config.ts';
import { InputError } from '../../../errors.ts';
import type { Table } from '../../../files/readTable.ts';
import { isRowCounter } from '../../../files/rows/rowCounter.ts';
import { count } from '../../../words/count.ts';
import { completeSplit } from '../../config/completion.ts';
import { asNumbers, chooseTargets } from '../columns/chooseTargets.ts';
import { areShared, findStatic, nameStatic } from '../columns/completeStatic.ts';
import { readForecast } from '../columns/readForecast.ts';
import { findNewsAhead } from '../columns/findKnown.ts';
import { defaultSplit } from '../completeForecast.ts';
import type { ForecastData } from '../forecastFields.ts';
import { describeSeasons } from '../season/describeSeasons.ts';
import { completeTransform } from '../transform/completeTransform.ts';
import { type TrainingPart, tellTargets } from '../transform/tellTargets.ts';
import { partsOf, seasonsOf, type SeriesSurvey, surveySeries } from './surveySeries.ts';

/** What is understood of a table as a series, a sentence each: its order, its step, its season and what is learned of it. */
export const tellSeries = (whole: Table, config: Config): string[] => {
  // The schema of configs has checked it.
  const wanted = (config.data ?? {}) as Partial<ForecastData>;
  const read = readForecast(whole, wanted);
  const told: string[] = [];
  try {
    const split = completeSplit(wanted.split, defaultSplit, []);
    const survey = surveySeries(read, wanted, split);
    const { table } = survey;
    told.push(...survey.told, ...survey.toldOfSteps);
    const names = wanted.targets ?? chooseTargets(table, []);
    const targets = names.flatMap((name) => table.columns.filter((column) => column.name === name).flatMap(asNumbers));
    const [target] = targets;
    if (!target) return told;
    const found = seasonsOf(survey, target);
    told.push(describeSeasons(found));
    const parts = partsOf(survey, split, names);
    const columns = targets.map(({ name }) => name);
    told.push(...tellFilled(survey, parts, columns));
    told.push(...tellStatic(survey, parts, columns));
    // What several series are learned as depends on how long they are, and on the network.
    if (survey.several) told.push(...tellTargets(parts, columns, wanted));
    else {
      const subject = { parts, targets: columns, season: wanted.season ?? found.season };
      completeTransform(subject, wanted, { problems: [], choices: told });
    }
  } catch (error) {
    // Training would end with it; here it is one more thing to know.
    if (!(error instanceof InputError)) throw error;
    const { line } = error.place ?? {};
    told.push(`${line === undefined ? '' : `Line ${line}: `}${error.message}.`);
  }
  return told;
};

/** Columns that say what kind of series each of several is. */
const tellStatic = (
  { several, table }: SeriesSurvey,
  parts: readonly TrainingPart[],
  targets: readonly string[],
): string[] => {
  if (!several) return [];
  const names = table.columns.flatMap(({ name, type }) =>
    type === 'category' && !targets.includes(name) ? [name] : [],
  );
  const shared = findStatic(parts, names).filter((column) => areShared(column, parts.length));
  return shared.length === 0
    ? []
    : [`${shared.map(nameStatic).join(' and ')} ${shared.length > 1 ? 'say' : 'says'} what kind of series each is.`];
};

/** Columns that are filled in rows that are to be forecast: what is known ahead. */
const tellFilled = (
  { several, table, time }: SeriesSurvey,
  parts: readonly TrainingPart[],
  targets: readonly string[],
): string[] => {
  const wholeTime = time?.parts?.map(({ name }) => name) ?? [];
  const others = table.columns
    .filter((column) => column.type === 'category' || (column.type === 'number' && !isRowCounter(column)))
    .map(({ name }) => name)
    .filter((name) => !several?.columns.includes(name) && !wholeTime.includes(name));
  return findNewsAhead(parts, targets, others).map(
    ({ column, rows }) =>
      `'${column}' is filled ${count(rows, 'row')} beyond the last ${targets.join(' or ')}: so far it is known ahead.`,
  );
};
