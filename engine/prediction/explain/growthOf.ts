import type { Importance } from '../../protocol.ts';
import type { TargetErrors } from '../../tasks/explain/explained.ts';

/** Errors by target without any permutation, and how their growth is told. */
export interface ErrorsBefore {
  readonly errors: TargetErrors;
  /** As a share of the error before; else the difference. */
  readonly isRelative: boolean;
}

/** Mean and spread of the growth of errors over permutations, with which target's it is. */
export interface Growth {
  /** Over all targets alike. */
  readonly overall: Importance;
  readonly byTarget: readonly Importance[];
}

/**
 * How much errors have grown. Of several targets that count alike, each by its own error before; one without an error
 * before, of which there is no share, counts for nothing.
 */
export const growthOf = ({ errors: before, isRelative }: ErrorsBefore, permuted: readonly TargetErrors[]): Growth => {
  const growths = permuted.map((errors) =>
    Array.from(errors, (error, target) => {
      const old = before[target] ?? NaN;
      return isRelative ? error / old - 1 : error - old;
    }),
  );
  return {
    overall: summarise(growths.map((each) => mean(each.filter((growth) => Number.isFinite(growth))))),
    byTarget: Array.from(before, (_, target) => summarise(growths.map((each) => each[target] ?? NaN))),
  };
};

/** Whether errors grow beyond what chance does to the mean of so many permutations, and by more than rounding would show. */
export const isFelt = ({ growth, spread }: Importance, repeats: number): boolean =>
  growth !== null && spread !== null && growth > leastGrowth && growth > (chance * spread) / Math.sqrt(repeats);

/** Half a percent. */
const leastGrowth = 0.005;
/** Standard errors that the mean of five is off by once in twenty times (Student's t). */
const chance = 2.78;

const summarise = (growths: readonly number[]): Importance => {
  const growth = mean(growths);
  const squares = growths.reduce((sum, each) => sum + (each - growth) ** 2, 0);
  return { growth, spread: growths.length > 1 ? Math.sqrt(squares / (growths.length - 1)) : 0 };
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
