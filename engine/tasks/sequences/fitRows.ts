import type { Scale } from '../../encoding/codec.ts';
import { fitScaleOn } from '../../encoding/scale.ts';
import { findNumbers } from '../../files/columns/findColumn.ts';
import type { Numbers } from '../../files/columns/numbers.ts';
import type { Table } from '../../files/readTable.ts';
import type { Scaled, ScaledColumn } from './fitSequences.ts';

/** Deviations further apart than this are those of different quantities. */
const likeDeviations = 10;

/**
 * Scales of the inputs of rows that are sequences, fitted to the training rows. Columns of one quantity (the pixels of an
 * image, the steps of a series) get one together, so that a row keeps its shape; columns of unlike quantities get one each.
 */
export const fitRows = (table: Table, { inputs, scaling }: Scaled, trainRows: Int32Array): readonly ScaledColumn[] => {
  const columns = inputs.map((name) => findNumbers(table, name).values);
  const fit = (values: readonly Numbers[]): Scale => fitScaleOn(values, trainRows, scaling);
  const spreads = columns.map((values) => fitScaleOn([values], trainRows, 'standard').scale).sort((a, b) => a - b);
  const median = spreads[Math.floor(spreads.length / 2)] ?? 1;
  const areAlike = (spreads.at(-1) ?? 1) <= likeDeviations * median;
  const common = areAlike ? fit(columns) : undefined;
  return inputs.map((column, index) => ({ column, ...(common ?? fit(columns.slice(index, index + 1))) }));
};
