import type { Measured } from '../../../engine/protocol.ts';
import { nearestIndex } from '../../chart/decimate.ts';
import type { Range } from '../../chart/zoomRange.ts';

/** Norms of one layer: for each training step, ascending, a profile over the time steps of the window. */
export interface HeatColumns {
  readonly steps: readonly number[];
  readonly profiles: readonly (readonly Measured[])[];
}

/** Time steps of the longest profile. */
export const heightOf = ({ profiles }: HeatColumns): number =>
  profiles.reduce((height, profile) => Math.max(height, profile.length), 0);

/** What a cell holds where the gradient was infinite or not a number. */
const notFinite = Infinity;

/** Whether a norm is there and is no finite number. */
export const isNotFinite = (norm: Measured | undefined): boolean =>
  norm === null || (norm !== undefined && !Number.isFinite(norm));

/**
 * The map in pixels, row by row from the top: log10 of the norm at the training step nearest to the pixel and at its
 * time step, the first one at the bottom. −Infinity is a norm of 0, Infinity one that is not finite, NaN no norm at all.
 * Where several norms share a pixel it holds the largest of them, so that no spike is lost.
 *
 * @param range training steps from the left edge to the right one
 */
export const heatGrid = (map: HeatColumns, range: Range, columns: number, rows: number): Float32Array => {
  const { steps, profiles } = map;
  const height = heightOf(map);
  const grid = new Float32Array(columns * rows).fill(NaN);
  /** The profile in the middle of a column of pixels. */
  const indexAt = (column: number): number =>
    nearestIndex(steps, range.from + ((range.to - range.from) * (column + 0.5)) / columns);
  for (let column = 0; column < columns; column++) {
    const first = column === 0 ? 0 : indexAt(column);
    const end = column === columns - 1 ? steps.length : Math.max(first + 1, indexAt(column + 1));
    for (let index = first; index < end; index++) {
      fillColumn(grid, column, columns, rows, profiles[index] ?? [], height);
    }
  }
  return grid;
};

const fillColumn = (
  grid: Float32Array,
  column: number,
  columns: number,
  rows: number,
  profile: readonly Measured[],
  height: number,
): void => {
  for (let row = 0; row < rows; row++) {
    const first = Math.floor(((rows - 1 - row) * height) / rows);
    const end = Math.min(profile.length, Math.max(first + 1, Math.floor(((rows - row) * height) / rows)));
    const at = row * columns + column;
    for (let time = first; time < end; time++) {
      const norm = profile[time];
      const value = isNotFinite(norm) ? notFinite : Math.log10(norm ?? NaN);
      const before = grid[at] ?? NaN;
      grid[at] = Number.isNaN(before) ? value : Math.max(before, value);
    }
  }
};
