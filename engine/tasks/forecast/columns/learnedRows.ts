import type { SplitPoints } from '../../../encoding/splitPoints.ts';
import { splitPoints } from '../../../encoding/splitPoints.ts';
import type { Split } from '../../../config.ts';
import type { Table } from '../../../files/readTable.ts';
import { oncePerTable } from '../series/oncePerTable.ts';
import { asNumbers } from './chooseTargets.ts';

/**
 * The rows of a series up to the last with a value of a target: those after it are there to be forecast. 0 where no row
 * has one.
 */
export const learnedRows = (table: Table, targets: readonly string[]): number =>
  oncePerTable(table, `learned ${JSON.stringify(targets)}`, () => {
    const columns = table.columns.filter(({ name }) => targets.includes(name)).flatMap(asNumbers);
    for (let row = table.rows - 1; row >= 0; row--) {
      if (columns.some(({ values }) => !Number.isNaN(values.at(row)))) return row + 1;
    }
    return 0;
  });

/** Where validation and test begin: rows to be forecast are in neither. */
export const seriesSplit = (table: Table, targets: readonly string[], split: Split): SplitPoints =>
  splitPoints(learnedRows(table, targets), split);
