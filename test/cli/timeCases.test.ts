import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inspectFile } from '../../engine/tasks/inspectFile.ts';
import { skipUnless } from '../skipUnless.ts';
import { completeFile } from '../unit/engine/tasks/completeFile.ts';
import { prepareData } from '../unit/engine/tasks/prepareData.ts';

const folder = join(import.meta.dirname, '../../../shared/cases');

interface Case {
  readonly file: string;
  readonly season: number;
  readonly step: string;
  readonly next: readonly string[];
  /** Beginnings of sentences that `inspect` says. */
  readonly told?: readonly string[];
}

/** What is right for each file, which stands for its kind. */
const cases: readonly Case[] = [
  {
    file: 'monthly-28th',
    season: 12,
    step: 'every month, on day 28',
    next: ['2020-01-28', '2020-02-28', '2020-03-28'],
  },
  {
    file: 'monthly-30th',
    season: 12,
    step: 'every month, on day 30',
    next: ['2020-01-30', '2020-02-29', '2020-03-30'],
  },
  {
    ...{ file: 'monthly-last-business-day', season: 12, step: 'every month, on its last business day' },
    next: ['2020-01-31', '2020-02-28', '2020-03-31'],
  },
  {
    ...{ file: 'us-newest-first', season: 7, step: 'every day', next: ['07/22/2022', '07/23/2022'] },
    told: ['Dates in column when are read as month/day/year.', 'The newest row stands first'],
  },
  {
    ...{ file: 'european', season: 7, step: 'every day', next: ['22/07/2022'] },
    told: ['Dates in column when are read as day/month/year.'],
  },
  { file: 'month-names', season: 7, step: 'every day', next: ['22 Jul 2022'] },
  { file: 'am-pm', season: 24, step: 'every hour', next: ['01/11/2022 08:00 AM'] },
  { file: 'iso-week', season: 52, step: 'every week', next: ['2026-W53', '2027-W01'] },
  { file: 'quarters', season: 4, step: 'every quarter', next: ['2020Q1', '2020Q2'] },
  { file: 'years', season: 11, step: 'every year', next: ['2000', '2001'] },
  {
    file: 'excel-serial',
    season: 7,
    step: 'every day',
    next: ['44400'],
    told: ['The numbers of column date are read'],
  },
  { file: 'epoch-1990', season: 24, step: 'every hour', next: ['632016000'], told: ['The numbers of column time'] },
  {
    ...{ file: 'epoch-microseconds', season: 60, step: 'every minute', next: ['1700014400000000'] },
    told: ['The numbers of column time are read as times: microseconds'],
  },
  { file: 'offset-short', season: 24, step: 'every hour', next: ['2022-01-11 08:00:00+00'] },
  { file: 'utc-word', season: 24, step: 'every hour', next: ['2022-01-11 08:00:00 UTC'] },
  { file: 'sunday-to-thursday', season: 5, step: 'every day, Sunday to Thursday', next: ['2023-01-02', '2023-01-03'] },
  { file: 'monday-to-saturday', season: 6, step: 'every day, Monday to Saturday', next: ['2022-11-02', '2022-11-03'] },
  {
    ...{ file: 'seven-hourly-bars', season: 7, step: 'seven hours a day (09:00 to 15:00), Monday to Friday' },
    next: ['2022-03-14 09:00', '2022-03-14 10:00'],
  },
  { file: 'milliseconds', season: 20, step: 'every ten milliseconds', next: ['2024-05-01T00:00:04.000'] },
  { file: 'microseconds', season: 20, step: 'every 200 microseconds', next: ['2024-05-01T00:00:00.080000'] },
  {
    file: 'clock-change',
    season: 24,
    step: 'every hour',
    next: ['2023-11-24 01:00'],
    told: ['The clock of column local'],
  },
  { file: 'clock-change-offsets', season: 24, step: 'every hour', next: ['2023-11-24T01:00+01:00'] },
];

const open = async (file: string) => {
  const inspection = await inspectFile(file, {});
  const { config, problems, choices } = await completeFile(file, { data: { file } });
  expect(problems).toEqual([]);
  const told = inspection.kind === 'table' ? (inspection.told ?? []) : [];
  return { told, choices, config, rows: (await prepareData(config)).rows! };
};

describe('times and seasons of ../shared/cases', skipUnless(existsSync(folder), '../shared/cases is not here'), () => {
  test.each(cases)(
    'rows of $file come $step, with a season of $season',
    async ({ file, season, step, next, told = [] }) => {
      const opened = await open(join(folder, `time/${file}.csv`));
      expect(opened.config.data).toMatchObject({ season, time: expect.any(String) as string });
      expect(opened.rows.nextTimes(next.length)).toEqual(next);
      expect(opened.told).toContain(`Rows come ${step}.`);
      for (const sentence of told) expect(opened.told.join('\n')).toContain(sentence);
      // The person reads the same before training, and no complaint.
      expect(opened.choices.join('\n')).toContain(`Rows come ${step}.`);
      expect(opened.choices.join('\n')).not.toContain('neighbours');
    },
  );

  test.each([
    ['no-time-period-24', 24],
    ['no-time-period-30', 30],
    ['no-time-period-52', 52],
    ['no-time-period-168', 168],
    ['ten-seconds-period-30', 30],
  ])('%s has a season of %i', async (file, season) => {
    const { config, told } = await open(join(folder, `season/${file}.csv`));
    expect(config.data).toMatchObject({ season });
    expect(told.join('\n')).toContain(`One season is ${season} rows`);
  });
});
