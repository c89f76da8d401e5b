/** Digits before the zeros of a tick, from the finest choice to the coarsest. */
const digitChoices = [[1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 5], [1]];

/**
 * Ticks of an axis whose values are decimal logarithms: round numbers (0.5, 20) or powers of ten within [from, to], as
 * fine as `most` ticks allow.
 */
export const decadeTicks = (from: number, to: number, most: number): number[] => {
  const first = Math.floor(from);
  const decades = Array.from({ length: Math.ceil(to) - first + 1 }, (_, i) => first + i);
  // A tick on the very edge belongs to the axis, whatever rounding makes of it.
  const isWithin = (tick: number): boolean => tick >= from - 1e-9 && tick <= to + 1e-9;
  const choices = digitChoices
    .map((digits) => decades.flatMap((decade) => digits.map((digit) => decade + Math.log10(digit))).filter(isWithin))
    .filter((ticks) => ticks.length > 1);
  const chosen = choices.find((ticks) => ticks.length <= most) ?? choices.at(-1);
  // Between neighbouring digits nothing is round; even ticks then tell where the view is.
  if (!chosen) return [0.1, 0.5, 0.9].map((share) => from + (to - from) * share);
  const every = Math.ceil(chosen.length / Math.max(1, most));
  return chosen.filter((_, i) => i % every === 0);
};
