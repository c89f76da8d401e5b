import type { WindowSource } from '../../compute/source.ts';
import type { TableRows } from '../preparedData.ts';

/** The first window that can be predicted from: its inputs are complete, and what its targets are anchored to exists. */
export const firstExample = (
  { lags }: Pick<WindowSource, 'lags'>,
  { firstComplete }: Pick<TableRows, 'firstComplete'>,
  window: number,
): number => lags.reduce((first, lag, ahead) => Math.max(first, lag - window - ahead), firstComplete);
