import type { Scale } from '../../encoding/codec.ts';
import type { Scaling } from '../../encoding/columnFields.ts';
import { fitScaleOn } from '../../encoding/scale.ts';
import { findNumbers } from '../../files/columns/findColumn.ts';
import type { RowGroups } from '../../files/sequences/rowGroups.ts';
import type { Numbers } from '../../files/columns/numbers.ts';
import type { Table } from '../../files/readTable.ts';

/** Columns that are read, and how they are to be scaled. */
export interface Scaled {
  readonly inputs: readonly string[];
  readonly scaling: Scaling;
}

/** A column of numbers with its scale. */
export type ScaledColumn = { readonly column: string } & Scale;

/** Deviations further apart than this are those of different quantities, and so are means this many deviations apart. */
const likeDeviations = 10;
const likeMeans = 2;

/**
 * Scales of the inputs, fitted to the rows of the training sequences. Channels of one quantity (the pixels of an image)
 * get one together, so that a step keeps its shape; channels of unlike quantities get one each.
 */
export const fitSequences = (
  table: Table,
  { inputs, scaling }: Scaled,
  groups: RowGroups,
  train: Int32Array,
): readonly ScaledColumn[] => {
  const rows = rowsOf(groups, train);
  const columns = inputs.map((name) => findNumbers(table, name).values);
  const fit = (values: readonly Numbers[]): Scale => fitScaleOn(values, rows, scaling);
  const spreads = columns.map((values) => fitScaleOn([values], rows, 'standard').scale).sort((a, b) => a - b);
  const [median = 1, largest = 1] = [spreads[(spreads.length - 1) >> 1], spreads.at(-1)];
  const together = fitScaleOn(columns, rows, 'standard').scale;
  const areAlike = largest <= likeDeviations * median && together <= likeMeans * largest;
  const common = areAlike ? fit(columns) : undefined;
  return inputs.map((column, index) => ({ column, ...(common ?? fit(columns.slice(index, index + 1))) }));
};

/** The rows of some sequences, in ascending order where those are. */
const rowsOf = ({ starts }: RowGroups, chosen: Int32Array): Int32Array => {
  const lengthOf = (group: number): number => (starts[group + 1] ?? 0) - (starts[group] ?? 0);
  const rows = new Int32Array(chosen.reduce((sum, group) => sum + lengthOf(group), 0));
  let at = 0;
  for (const group of chosen) {
    for (let row = starts[group] ?? 0; row < (starts[group + 1] ?? 0); row++) rows[at++] = row;
  }
  return rows;
};
