import type { Measured, NextRow, PredictedCell } from '../../engine/protocol.ts';

/** Steps of the future that fit above a line. */
const stepsShown = 3;

/** `temp_max ≈ 12.4 (9.8 … 15.1)`, the interval rounded like the value; `species ≈ setosa (93 %)`. */
export const cellText = (predicted: PredictedCell): string => `${predicted.column} ≈ ${wordsOf(predicted)}`;

/** `12.4 (9.8 … 15.1)` or `setosa (93 %)` */
export const wordsOf = ({ text, bounds, probability }: PredictedCell): string =>
  `${text}${isKnown(probability) ? ` (${Math.round(probability * 100)} %)` : intervalText(bounds)}`;

const intervalText = (bounds: PredictedCell['bounds']): string => (bounds ? ` (${bounds.join(' … ')})` : '');

const isKnown = (value: Measured | undefined): value is number => value !== undefined && value !== null;

/** `temp_max ≈ 12.4 (9.8 … 15.1) · temp_min ≈ 3.1`, the predictions for one row. */
export const rowText = (cells: readonly PredictedCell[]): string => cells.map(cellText).join(' · ');

/**
 * `2016-01-01 temp_max ≈ 6.1 (3.4 … 8.8) · 2016-01-02 ≈ 5.9 · …`: names stand at the first step only, intervals at the
 * first that is shown of each series.
 */
export const nextText = (next: readonly NextRow[]): string => {
  const steps = next.slice(0, stepsShown).map(({ series, time, cells }, index) => {
    const isFirst = next.findIndex((row) => row.series === series) === index;
    const said = cells.map((cell) => (index === 0 ? cellText(cell) : `≈ ${isFirst ? wordsOf(cell) : cell.text}`));
    return [series, time, ...said].filter(Boolean).join(' ');
  });
  return [...steps, ...(next.length > stepsShown ? ['…'] : [])].join(' · ');
};
