import { InputError } from '../../../errors.ts';
import { placeOf } from '../../../files/parts/tableParts.ts';
import type { ConfigProblem } from '../../config/completion.ts';
import type { ForecastData } from '../forecastFields.ts';
import { firstRefused } from './firstRefused.ts';
import type { TrainingPart } from './tellTargets.ts';

/** Larger ones have no digits left for units in single precision. */
const mostCount = 2 ** 24;

/**
 * What does not go with targets that are learned as counts, for the list of problems; throws an `InputError` at the first
 * value of the file that is no whole number from 0 on.
 */
export const refuseCounts = (
  series: readonly TrainingPart[],
  targets: readonly string[],
  { anchor = 'none', transform = 'none' }: Partial<ForecastData>,
  problems: ConfigProblem[],
): void => {
  const way = 'leave it out, or choose another training.loss';
  if (anchor !== 'none') {
    const message = `negativeBinomial is of counts themselves, and differences from the ${anchor} value are none; ${way}`;
    problems.push({ path: 'data.anchor', message });
  }
  if (transform !== 'none') {
    problems.push({
      path: 'data.transform',
      message: `negativeBinomial is of counts themselves, not ${transform}; ${way}`,
    });
  }
  // Columns that are no numbers are told already.
  if (problems.some(({ path }) => path === 'data.targets')) return;
  const isCount = (value: number): boolean =>
    Number.isNaN(value) || (Number.isInteger(value) && value >= 0 && value <= mostCount);
  const first = firstRefused(series, targets, isCount);
  if (!first) return;
  const { column, whose, value, table, row } = first;
  const why = value < 0 ? 'below 0' : value > mostCount ? `more than ${mostCount}` : 'no whole number';
  throw new InputError(
    `column ${column}${whose} is ${value}, ${why}, and negativeBinomial is of counts; choose another training.loss, correct the value, or leave the cell empty`,
    placeOf(table, row),
  );
};
