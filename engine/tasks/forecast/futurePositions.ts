import type { TableRows } from '../preparedData.ts';
import { continueTimes, findTimeStep } from '../../encoding/timeStep.ts';

/** Where the `count` steps after the last row lie: milliseconds since 1970, or row numbers from 1. */
export const futurePositions = ({ times, count: rows }: TableRows, count: number): number[] => {
  if (!times) return Array.from({ length: count }, (_, index) => rows + index + 1);
  const step = findTimeStep(times) ?? { length: 1, months: 0, skipsWeekends: false };
  return continueTimes(times.at(rows - 1), step, count);
};
