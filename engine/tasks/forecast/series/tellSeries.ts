import type { Config } from '../../../config.ts';
import { splitPoints } from '../../../encoding/splitPoints.ts';
import { timelineOf } from '../../../encoding/times/timeline.ts';
import { InputError } from '../../../errors.ts';
import type { Table } from '../../../files/readTable.ts';
import { completeSplit } from '../../config/completion.ts';
import { asNumbers, chooseTargets, defaultSplit, judgedValues } from '../completeForecast.ts';
import type { ForecastData } from '../forecastFields.ts';
import { calendarSeasons } from '../season/calendarSeasons.ts';
import { describeSeasons } from '../season/describeSeasons.ts';
import { findSeasons } from '../season/findSeasons.ts';
import { describeTimeline, openSeries } from './openSeries.ts';

/** What is understood of a table as a series, a sentence each: its order, its step and its season. */
export const tellSeries = (read: Table, config: Config): string[] => {
  // The schema of configs has checked it.
  const wanted = (config.data ?? {}) as Partial<ForecastData>;
  const told: string[] = [];
  try {
    const { table, time } = openSeries(read, wanted, [], told);
    const trainRows = splitPoints(table.rows, completeSplit(wanted.split, defaultSplit, [])).validStart;
    const timeline = time && timelineOf(time, trainRows);
    if (time && timeline) told.push(...describeTimeline(time, timeline, table.lineOf));
    const [name] = wanted.targets ?? chooseTargets(table, []);
    const [target] = table.columns.filter((column) => column.name === name).flatMap(asNumbers);
    if (target) {
      const values = judgedValues(target, trainRows);
      told.push(describeSeasons(findSeasons(values, timeline ? calendarSeasons(timeline.step) : [])));
    }
  } catch (error) {
    // Training would end with it; here it is one more thing to know.
    if (!(error instanceof InputError)) throw error;
    const { line } = error.place ?? {};
    told.push(`${line === undefined ? '' : `Line ${line}: `}${error.message}.`);
  }
  return told;
};
