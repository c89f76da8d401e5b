import { findNumbers } from '../../../files/columns/findColumn.ts';
import type { Table } from '../../../files/readTable.ts';
import type { ForecastData } from '../forecastFields.ts';

/** A series, of which the first rows train. */
export interface TrainingPart {
  readonly table: Table;
  /** Where there are several. */
  readonly name?: string | undefined;
  readonly trainRows: number;
}

/** From this share of zeros on, they are told. */
const mostlyZeros = 0.5;

/** What the training values of targets mean for forecasts: where they stop at 0, and that they are mostly 0. */
export const tellTargets = (
  parts: readonly TrainingPart[],
  targets: readonly string[],
  { nonNegative }: Pick<Partial<ForecastData>, 'nonNegative'>,
): string[] => {
  const counts = targets.map((name) => ({ name, ...countValues(parts, name) }));
  const never = counts.filter(({ below, known }) => known > 0 && below === 0).map(({ name }) => name);
  const zeros = counts.filter(({ zero, known }) => zero > mostlyZeros * known);
  return [
    ...(nonNegative === undefined && never.length > 0
      ? [
          `No training value of ${never.join(', ')} is below 0: the forecasts stop there; data.nonNegative false lets them go below.`,
        ]
      : []),
    ...zeros.map(
      ({ name, zero, known }) =>
        `${Math.round((100 * zero) / known)} % of the training values of ${name} are 0: the forecast that errs least may be 0 throughout, and its interval says more.`,
    ),
  ];
};

/** Whether targets have training values, and none below 0. */
export const areNonNegative = (parts: readonly TrainingPart[], targets: readonly string[]): boolean =>
  targets.every((name) => {
    const { known, below } = countValues(parts, name);
    return known > 0 && below === 0;
  });

const countValues = (
  parts: readonly TrainingPart[],
  name: string,
): { readonly known: number; readonly zero: number; readonly below: number } => {
  let [known, zero, below] = [0, 0, 0];
  for (const { table, trainRows } of parts) {
    for (const page of findNumbers(table, name).values.pagesOf(trainRows)) {
      for (const value of page) {
        if (Number.isNaN(value)) continue;
        known++;
        if (value === 0) zero++;
        if (value < 0) below++;
      }
    }
  }
  return { known, zero, below };
};
