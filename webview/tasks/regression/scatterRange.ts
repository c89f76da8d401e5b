import type { NumberReport } from '../../../engine/protocol.ts';
import type { Range } from '../../chart/zoomRange.ts';

export type ScatterColumn = NumberReport['columns'][number];

/** Of what is seen this share is left free at either end. */
const margin = 0.04;

/** The range that actual and predicted values have together, for both axes; a little around a single value. */
export const scatterRange = ({ actual, predicted }: Pick<ScatterColumn, 'actual' | 'predicted'>): Range => {
  const values = [...actual, ...predicted].filter((value): value is number => value !== null);
  if (values.length === 0) return { from: 0, to: 1 };
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  const room = low === high ? Math.abs(low) || 1 : margin * (high - low);
  return { from: low - room, to: high + room };
};

/** Places of the points in the order of their actual values, as uPlot reads them; those without a prediction are left out. */
export const orderOf = ({ actual, predicted }: Pick<ScatterColumn, 'actual' | 'predicted'>): number[] =>
  [...actual.keys()]
    .filter((at) => predicted[at] !== null)
    .sort((a, b) => (actual[a] ?? 0) - (actual[b] ?? 0) || (predicted[a] ?? 0) - (predicted[b] ?? 0) || a - b);
