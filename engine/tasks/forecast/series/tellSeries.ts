import type { Config } from '../../../config.ts';
import { InputError } from '../../../errors.ts';
import type { Table } from '../../../files/readTable.ts';
import { completeSplit } from '../../config/completion.ts';
import { asNumbers, chooseTargets, defaultSplit } from '../completeForecast.ts';
import type { ForecastData } from '../forecastFields.ts';
import { describeSeasons } from '../season/describeSeasons.ts';
import { seasonsOf, surveySeries } from './surveySeries.ts';

/** What is understood of a table as a series, a sentence each: its order, its step and its season. */
export const tellSeries = (read: Table, config: Config): string[] => {
  // The schema of configs has checked it.
  const wanted = (config.data ?? {}) as Partial<ForecastData>;
  const told: string[] = [];
  try {
    const survey = surveySeries(read, wanted, completeSplit(wanted.split, defaultSplit, []));
    const { table } = survey;
    told.push(...survey.told, ...survey.toldOfSteps);
    const [name] = wanted.targets ?? chooseTargets(table, []);
    const [target] = table.columns.filter((column) => column.name === name).flatMap(asNumbers);
    if (target) told.push(describeSeasons(seasonsOf(survey, target)));
  } catch (error) {
    // Training would end with it; here it is one more thing to know.
    if (!(error instanceof InputError)) throw error;
    const { line } = error.place ?? {};
    told.push(`${line === undefined ? '' : `Line ${line}: `}${error.message}.`);
  }
  return told;
};
