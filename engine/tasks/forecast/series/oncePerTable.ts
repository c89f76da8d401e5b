import type { Table } from '../../../files/readTable.ts';

const found = new WeakMap<Table, Map<string, unknown>>();

/**
 * What `make` finds in a table, looked for once: it is kept as long as the table itself, which whoever inspects it,
 * proposes and trains is handed. What throws is looked for again.
 * @param what names it and all that it depends on besides the table
 */
export const oncePerTable = <T>(table: Table, what: string, make: () => T): T => {
  const known = found.get(table) ?? new Map<string, unknown>();
  found.set(table, known);
  if (!known.has(what)) known.set(what, make());
  return known.get(what) as T;
};
