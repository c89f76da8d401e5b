import { InputError } from '../../../errors.ts';
import { placeOf } from '../../../files/parts/tableParts.ts';
import type { ForecastData } from '../forecastFields.ts';
import { firstRefused } from './firstRefused.ts';
import type { TrainingPart } from './tellTargets.ts';
import { isOfLogarithms, takesValue } from './takesValue.ts';

/** Throws an `InputError` at the first value of the file that a transform which was asked for cannot take. */
export const refuseValues = (
  series: readonly TrainingPart[],
  targets: readonly string[],
  asked: Pick<ForecastData, 'transform' | 'lambda'>,
): void => {
  const first = firstRefused(series, targets, (value) => takesValue(value, asked));
  if (!first) return;
  const { column, whose, value, table, row } = first;
  const why = isOfLogarithms(asked) ? 'which has no logarithm' : 'below 0';
  const others = isOfLogarithms(asked) && value === 0 ? 'log1p, which takes 0, or none' : 'none';
  throw new InputError(
    `column ${column}${whose} is ${value}, ${why}; set data.transform to ${others}, correct the value, or leave the cell empty`,
    placeOf(table, row),
  );
};
