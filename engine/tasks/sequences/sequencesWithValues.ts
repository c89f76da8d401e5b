import type { Table } from '../../files/readTable.ts';
import type { RowGroups } from '../../files/sequences/rowGroups.ts';

/** By sequence, 1 where there is a value in any input. */
export const sequencesWithValues = (
  table: Table,
  { starts, count: groups }: Pick<RowGroups, 'starts' | 'count'>,
  inputs: readonly string[],
): Uint8Array => {
  const columns = table.columns.filter(({ name }) => inputs.includes(name));
  const found = new Uint8Array(groups);
  for (let group = 0; group < groups; group++) {
    for (let row = starts[group] ?? 0; row < (starts[group + 1] ?? 0) && found[group] === 0; row++) {
      if (columns.some((column) => column.type === 'number' && !Number.isNaN(column.values.at(row)))) found[group] = 1;
    }
  }
  return found;
};
