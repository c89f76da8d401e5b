import type { TableRows } from '../preparedData.ts';

/** Where the `count` steps after the last row lie: milliseconds since 1970, or row numbers from 1. */
export const futurePositions = ({ futureTimes, count: rows }: TableRows, count: number): readonly number[] =>
  futureTimes?.(count) ?? Array.from({ length: count }, (_, index) => rows + index + 1);
