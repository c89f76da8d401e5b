import type { NumberColumn } from '../columns/column.ts';

/** Share of a step that rounding may take off it. */
const slack = 1e-6;
const fewest = 3;
/** A count that begins again has done so at least this often, of as many values. */
const leastRounds = 2;

/** The value of a column so many rows after its last. */
export type Continuation = (ahead: number) => number;

/**
 * How a column goes on that counts its rows: by the same step all along, or from one number to another again and again,
 * as months do; undefined for any other. It may begin and end within a round.
 */
export const continueColumn = (column: NumberColumn): Continuation | undefined => {
  const { values, missing, problems } = column;
  if (missing > 0 || problems.length > 0 || values.length < fewest) return undefined;
  const last = values.at(values.length - 1);
  const step = (last - values.at(0)) / (values.length - 1);
  if (step !== 0 && Number.isFinite(step) && rises(column, (before) => before + step, step)) {
    return (ahead) => last + ahead * step;
  }
  return continueRounds(column);
};

const continueRounds = (column: NumberColumn): Continuation | undefined => {
  const { values } = column;
  // At the end of a round the next step is the right one.
  const step = [values.at(1) - values.at(0), values.at(2) - values.at(1)].find((each) => each > 0);
  if (step === undefined) return undefined;
  let least = Infinity;
  let most = -Infinity;
  for (const page of values.pagesOf(values.length)) {
    for (const value of page) {
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  const length = Math.round((most - least) / step) + 1;
  if (!(length >= 2 && values.length >= leastRounds * length)) return undefined;
  const after = (before: number): number => (before + step > most + slack * step ? least : before + step);
  if (!rises(column, after, step)) return undefined;
  const place = Math.round((values.at(values.length - 1) - least) / step);
  return (ahead) => least + ((place + ahead) % length) * step;
};

/** Whether each value but the first is what comes `after` the one before it. */
const rises = ({ values }: NumberColumn, after: (before: number) => number, step: number): boolean => {
  let before: number | undefined;
  for (const page of values.pagesOf(values.length)) {
    for (const value of page) {
      if (before !== undefined && !(Math.abs(value - after(before)) <= slack * Math.abs(step))) return false;
      before = value;
    }
  }
  return true;
};
