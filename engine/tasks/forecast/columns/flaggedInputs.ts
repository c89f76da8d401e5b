import type { Table } from '../../../files/readTable.ts';
import type { ForecastData } from '../forecastFields.ts';
import { seriesColumns } from '../series/seriesColumns.ts';
import { isFilled } from './findKnown.ts';

/** From this share of empty cells on, that a value is missing is worth an input of its own. */
const frequentGaps = 0.05;

/**
 * The inputs of which the network is told where they are missing: by the training rows alone, those with frequent gaps,
 * or on request those with any.
 * @param trainRows rows of `table`, of which those that lie between two series are no gaps
 */
export const flaggedInputs = (
  table: Table,
  {
    inputs,
    series,
    static: kinds = [],
    flagMissing,
  }: Pick<ForecastData, 'inputs' | 'series' | 'static' | 'flagMissing'>,
  trainRows: number,
): readonly string[] => {
  if (flagMissing === false) return [];
  const ids = table.columns.find(({ name }) => name === seriesColumns(series)[0]);
  const between = ids?.texts;
  return inputs.filter((name) => {
    const column = table.columns.find((other) => other.name === name);
    // What kind a series is of, it is throughout.
    if (!column || column.missing === 0 || kinds.includes(name)) return false;
    let rows = 0;
    let gaps = 0;
    for (let row = 0; row < trainRows; row++) {
      if (between?.at(row) === '') continue;
      rows++;
      if (!isFilled(column, row)) gaps++;
    }
    return gaps > 0 && (flagMissing === true || gaps >= frequentGaps * rows);
  });
};
