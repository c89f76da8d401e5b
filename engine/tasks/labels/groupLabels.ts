import { InputError } from '../../errors.ts';
import type { RowGroups } from '../../files/sequences/rowGroups.ts';
import { placeOf } from '../../files/parts/tableParts.ts';
import type { Table } from '../../files/readTable.ts';
import { readLabels, type RowLabels } from './rowLabels.ts';

/**
 * The class of each sequence of rows: what all its rows say that say something. Throws an `InputError` with the line
 * where two of them say different things.
 */
export const labelsOfGroups = (table: Table, groups: RowGroups, name: string): RowLabels => {
  const { column, textAt } = readLabels(table, name);
  const { starts, count } = groups;
  const texts: string[] = [];
  for (let group = 0; group < count; group++) {
    let label = '';
    for (let row = starts[group] ?? 0; row < (starts[group + 1] ?? 0); row++) {
      const text = textAt(row);
      if (text === '' || text === label) continue;
      if (label !== '') {
        const message = `the label of this row is '${text}', that of a row above in ${groups.column.name} '${groups.nameOf(group)}' is '${label}'; a sequence has one label: correct it, or choose another column`;
        throw new InputError(message, placeOf(table, row));
      }
      label = text;
    }
    texts.push(label);
  }
  return { column, textAt: (group) => texts[group] ?? '' };
};
