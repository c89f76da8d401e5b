import { describeFirstWord, findColumn, unknownColumn } from '../../files/columns/findColumn.ts';
import type { Table } from '../../files/readTable.ts';
import type { ColumnSummary } from '../../protocol.ts';
import type { ConfigProblem } from '../config/completion.ts';

/**
 * Adds what is wrong with the columns that a network is to read. `taken` are those that have a part of their own;
 * `purpose` is what they are missed for: `besides the label to tell the classes by`.
 */
export const checkInputs = (
  inputs: readonly string[],
  columns: readonly ColumnSummary[],
  table: Table,
  taken: Readonly<Record<string, string | null | undefined>>,
  problems: ConfigProblem[],
  purpose: string,
): void => {
  const path = 'data.inputs';
  if (inputs.length === 0) {
    problems.push({ path, message: `there is no column of numbers ${purpose}` });
  }
  for (const name of inputs) {
    const column = columns.find((other) => other.name === name);
    const [part] = Object.entries(taken).find(([, other]) => other === name) ?? [];
    if (!column) {
      const names = columns.map((other) => other.name);
      problems.push({ path, message: unknownColumn(name, names) });
    } else if (part !== undefined) {
      problems.push({ path, message: `'${name}' is the ${part}; it cannot be an input too` });
    } else if (column.type !== 'number') {
      const where = describeFirstWord(table, findColumn(table, name));
      problems.push({ path, message: `'${name}' does not hold numbers${where}; a sequence is made of numbers` });
    }
  }
};
