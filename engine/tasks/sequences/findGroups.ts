import { InputError } from '../../errors.ts';
import type { Table } from '../../files/readTable.ts';
import { groupRows, type RowGroups } from '../../files/sequences/rowGroups.ts';
import type { ColumnSummary } from '../../protocol.ts';

const groupName = /^(.*[ _-])?(id|sequence|series|subject|trial|session|recording|sample|clip|case|gesture)$|[a-z]Id$/i;
/** Fewer are no set of examples. */
const fewestSequences = 4;

/** Rows that seem to belong together. */
interface FoundGroups {
  readonly groups: RowGroups;
  /** Whether the format of the file says so. */
  readonly isDeclared: boolean;
}

/**
 * The sequences that a format says there are, and nothing else; else those of each column with the name of one whose rows
 * stand together.
 */
export function* findGroups(columns: readonly ColumnSummary[], table: Table): Generator<FoundGroups, void, void> {
  const declared = columns.find(({ role }) => role === 'sequence');
  if (declared) {
    yield { groups: groupRows(table, declared.name), isDeclared: true };
    return;
  }
  for (const { name } of columns.filter((column) => groupName.test(column.name))) {
    const groups = orNothing(() => groupRows(table, name));
    if (!groups || groups.count < fewestSequences || groups.count * 2 > table.rows) continue;
    yield { groups, isDeclared: false };
  }
}

/** What a table does not have throws where it is asked for; where it is only looked for, there is nothing. */
export const orNothing = <T>(find: () => T): T | undefined => {
  try {
    return find();
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
};
