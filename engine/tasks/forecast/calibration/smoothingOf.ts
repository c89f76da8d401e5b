import { findNumbers } from '../../../files/columns/findColumn.ts';
import type { Table } from '../../../files/readTable.ts';
import { fitSmoothing } from '../../simple/fitSmoothing.ts';
import type { Smoothing } from '../../simple/smoothedValues.ts';
import type { ForecastData } from '../forecastFields.ts';
import { naiveError } from '../forecastMetrics.ts';

/** The states of a smoothing are kept for each row: of more it would take more memory than it is worth. */
const mostRows = 1_000_000;

/** Of each target, fitted on the training rows of its series; null where there are too few, or too many to keep. */
export const smoothingOf = (
  parts: readonly { readonly table: Table; readonly trainRows: number }[],
  { targets, season, horizon }: ForecastData,
): (Smoothing | null)[] => {
  const rows = parts.reduce((sum, { table }) => sum + table.rows, 0);
  if (rows * targets.length > mostRows) return targets.map(() => null);
  return targets.map((name) => {
    const series = parts.map(({ table, trainRows }) => {
      const { values } = findNumbers(table, name);
      return { values: values.read(0, trainRows), unit: naiveError(values, trainRows, season || 1) };
    });
    return fitSmoothing(series, season, horizon) ?? null;
  });
};
