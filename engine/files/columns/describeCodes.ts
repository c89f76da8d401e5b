import { count } from '../../words/count.ts';
import type { Numbers } from './numbers.ts';

/** Fewer cells are rather an outlier. */
const fewest = 2;
/** How many times the range of all other values a code lies beyond them. */
const faraway = 2;
/** Largest share of the cells that a code has: else it is what the column is about. */
const mostShare = 0.5;

/**
 * A value such as -999, that comes back and lies far outside all others: it may say that there is none. Pointed out
 * and not left out: only who knows the file can tell.
 */
export const describeCodes = (
  name: string,
  values: Numbers,
  { min, max, present }: { readonly min: number; readonly max: number; readonly present: number },
): string[] =>
  [min, max].filter(isCode).flatMap((code) => {
    let [times, low, high] = [0, Infinity, -Infinity];
    for (const page of values.pagesOf(values.length)) {
      for (const value of page) {
        if (value === code) times++;
        else if (value < low || value > high) [low, high] = [Math.min(low, value), Math.max(high, value)];
      }
    }
    const distance = code < low ? low - code : code - high;
    const isFar = low <= high && distance > faraway * (high - low) && distance > 50;
    if (times < fewest || times > mostShare * present || !isFar) return [];
    const subject = `${code} stands in ${count(times, 'cell')} of ${name}, far outside all others (${low} to ${high})`;
    return [`${subject}; if it means that there is no value, add "${code}" to data.missingValues.`];
  });

const isCode = (value: number): boolean =>
  [99, 999, 9999, 99999, 999999, 32767, 32768].includes(Math.abs(value)) ||
  Math.abs(value) === 999.9 ||
  Math.abs(value) === 9999.9;
