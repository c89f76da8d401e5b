import type { Split } from '../../../config.ts';
import { type SplitPoints, splitPoints } from '../../../encoding/splitPoints.ts';
import { tamed } from '../../../encoding/tameUnit.ts';
import { type Timeline, timelineOf } from '../../../encoding/times/timeline.ts';
import type { NumberColumn } from '../../../files/columns/column.ts';
import { usualTarget } from '../columns/chooseTargets.ts';
import { learnedRows, seriesSplit } from '../columns/learnedRows.ts';
import { oncePerTable } from './oncePerTable.ts';
import type { Table } from '../../../files/readTable.ts';
import type { ConfigProblem } from '../../config/completion.ts';
import type { ForecastData } from '../forecastFields.ts';
import type { TrainingPart } from '../transform/tellTargets.ts';
import { calendarSeasons } from '../season/calendarSeasons.ts';
import { findSeasons, type Seasons } from '../season/findSeasons.ts';
import { describeTimeline, type OpenedSeries, openSeries } from './openSeries.ts';

/** The newest training rows, by which season and anchor are chosen: more would say the same and take longer. */
const judgedRows = 250_000;

/** What a table is as a series, before anything else is chosen. */
export interface SeriesSurvey extends OpenedSeries {
  /** Rows up to the last target: what comes after it is to be forecast. */
  readonly learned: number;
  readonly points: SplitPoints;
  /** Rows of the training part. */
  readonly trainRows: number;
  readonly timeline: Timeline | undefined;
  /** Of its order, and of how its rows follow each other, a sentence each. */
  readonly told: readonly string[];
  readonly toldOfSteps: readonly string[];
  readonly problems: readonly ConfigProblem[];
}

/** Throws as `openSeries` does. */
export const surveySeries = (
  read: Table,
  { series, time: wantedTime, timeZone, targets: wantedTargets }: Partial<ForecastData>,
  split: Split,
): SeriesSurvey => {
  const wanted = { series, time: wantedTime, timeZone };
  return oncePerTable(read, `series ${JSON.stringify({ ...wanted, wantedTargets, split })}`, () => {
    const told: string[] = [];
    const problems: ConfigProblem[] = [];
    const opened = openSeries(read, wanted, problems, told);
    const { table, time } = opened;
    const targets = wantedTargets ?? [usualTarget(table)?.name ?? ''];
    // That a target has no value at all is told of by its name.
    const learned = learnedRows(table, targets) || table.rows;
    const points = splitPoints(learned, split);
    const trainRows = points.validStart;
    const timeline = time && timelineOf(time, trainRows);
    const [step = '', ...holes] = time && timeline ? describeTimeline(time, timeline, table.lineOf) : [];
    const whose = opened.several ? `${opened.several.longest.name}: ` : '';
    const toldOfSteps = [...(step === '' ? [] : [step]), ...holes.map((sentence) => whose + sentence)];
    return {
      ...opened,
      learned,
      points,
      trainRows,
      timeline,
      told,
      toldOfSteps,
      problems,
    };
  });
};

/** The seasons of a column of a series that was surveyed, by its training part. */
export const seasonsOf = ({ table, trainRows, timeline }: SeriesSurvey, column: NumberColumn | undefined): Seasons =>
  oncePerTable(table, `seasons ${trainRows} ${JSON.stringify(column?.name)}`, () =>
    findSeasons(judgedValues(column, trainRows), timeline ? calendarSeasons(timeline.step) : []),
  );

/** Each series of a table, and how much of it trains. */
export const partsOf = (
  { several, table }: Pick<SeriesSurvey, 'several' | 'table'>,
  split: Split,
  targets: readonly string[],
): TrainingPart[] =>
  (several?.tables ?? [{ table, name: undefined }]).map((one) => ({
    table: one.table,
    name: one.name,
    trainRows: seriesSplit(one.table, targets, split).validStart,
  }));

/** The newest values of the training part, none without a column. */
export const judgedValues = (column: NumberColumn | undefined, trainRows: number): Float64Array =>
  column ? tamed(column.values.read(Math.max(0, trainRows - judgedRows), trainRows)) : new Float64Array(0);
