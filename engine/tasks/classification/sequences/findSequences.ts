import type { RowGroups } from '../../../files/sequences/rowGroups.ts';
import type { Table } from '../../../files/readTable.ts';
import type { ColumnSummary } from '../../../protocol.ts';
import { labelsOfGroups } from '../../labels/groupLabels.ts';
import { findGroups, orNothing } from '../../sequences/findGroups.ts';

const labelName = /^(label|class|classes|target|category|kind|type|y|variety|outcome|activity|state|diagnosis)$/i;
const mostClasses = 50;

/** Sequences that a table seems to be made of. */
export interface FoundSequences {
  readonly groups: RowGroups;
  /** The column of their classes, if one looks like it. */
  readonly label: string | undefined;
}

/**
 * The sequences of a table whose format says that it has some, or that has a column with the name of one whose rows
 * stand together and have a label in common; undefined where there is no such thing. Throws nothing.
 * @param wanted the label, where it is known
 */
export const findSequences = (
  columns: readonly ColumnSummary[],
  table: Table,
  wanted?: string,
): FoundSequences | undefined => {
  for (const { groups, isDeclared } of findGroups(columns, table)) {
    if (isDeclared) return { groups, label: wanted ?? findGroupLabel(columns, table, groups) };
    const { name } = groups.column;
    const label = findGroupLabel(
      columns.filter((column) => wanted === undefined || column.name === wanted),
      table,
      groups,
    );
    if (label === undefined) continue;
    if (columns.some((column) => column.type === 'number' && column.name !== name && column.name !== label)) {
      return { groups, label };
    }
  }
  return undefined;
};

/** The column that the format calls the label; else one of few values that do not change within a sequence, by its name or the last. */
export const findGroupLabel = (
  columns: readonly ColumnSummary[],
  table: Table,
  groups: RowGroups,
): string | undefined => {
  const declared = columns.find(({ role }) => role === 'label');
  if (declared) return declared.name;
  const isClass = ({ name, type, role, distinct, decimals }: ColumnSummary): boolean =>
    name !== groups.column.name &&
    role === undefined &&
    distinct !== undefined &&
    distinct >= 2 &&
    distinct <= Math.min(mostClasses, groups.count / 2) &&
    (type === 'category' || (type === 'number' && decimals === 0)) &&
    hasOneLabelEach(table, groups, name);
  const named = columns.findLast((column) => labelName.test(column.name) && isClass(column));
  return (named ?? columns.findLast((column) => column.type === 'category' && isClass(column)))?.name;
};

/** Whether each sequence has one label, and not one for each of its steps. */
export const hasOneLabelEach = (table: Table, groups: RowGroups, label: string): boolean =>
  orNothing(() => labelsOfGroups(table, groups, label)) !== undefined;
