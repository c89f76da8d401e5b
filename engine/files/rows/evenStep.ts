import type { NumberColumn } from '../columns/column.ts';

/** Share of a step that rounding may take off it. */
const slack = 1e-6;
const fewest = 3;

/** By how much a column rises or falls from each row to the next, where it is the same all along; else undefined. */
export const evenStep = ({ values, missing, problems }: NumberColumn): number | undefined => {
  if (missing > 0 || problems.length > 0 || values.length < fewest) return undefined;
  const step = (values.at(values.length - 1) - values.at(0)) / (values.length - 1);
  if (step === 0 || !Number.isFinite(step)) return undefined;
  let before = values.at(0) - step;
  for (const page of values.pagesOf(values.length)) {
    for (const value of page) {
      if (!(Math.abs(value - before - step) <= slack * Math.abs(step))) return undefined;
      before = value;
    }
  }
  return step;
};
