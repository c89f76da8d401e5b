import type { RowGroups } from '../../../files/sequences/rowGroups.ts';
import type { Table } from '../../../files/readTable.ts';
import type { ColumnSummary } from '../../../protocol.ts';
import { findGroups, orNothing } from '../../sequences/findGroups.ts';
import { readTarget } from '../readTarget.ts';

const targetName =
  /^(targets?|labels?|y|values?|scores?|ratings?|prices?|amounts?|response|outcome|results?|outputs?|age|duration|stars|rul)[ _-]?\d*$/i;
/** Names that are given to nothing but what is to be predicted. */
const plainName = /^(targets?|y|response|outcome|outputs?)[ _-]?\d*$/i;
/** As many different whole numbers may still be classes. */
const mostClasses = 50;
/** More different fractions than this are no marks of a few kinds. */
const mostGrades = 10;

/** Whether a column holds amounts rather than the numbers of a few classes, of so many examples. */
const holdsAmounts = ({ type, distinct, decimals = 0, min }: ColumnSummary, examples: number): boolean =>
  type === 'number' &&
  min !== undefined &&
  (distinct === undefined || distinct > Math.min(mostClasses, examples / 2) || (decimals > 0 && distinct > mostGrades));

/** Sequences of rows that seem to come to a number each. */
export interface FoundNumbers {
  readonly groups: RowGroups;
  readonly targets: readonly string[];
  /** Whether the format of the file says which they are. */
  readonly isDeclared: boolean;
}

/** The rows that belong together and have numbers in common; undefined where there is no such thing. Throws nothing. */
export const findGroupNumbers = (columns: readonly ColumnSummary[], table: Table): FoundNumbers | undefined => {
  for (const { groups } of findGroups(columns, table)) {
    const targets = findGroupTargets(columns, table, groups);
    const others = columns.filter(
      ({ name, type }) => type === 'number' && name !== groups.column.name && !targets.includes(name),
    );
    if (targets.length === 0 || others.length === 0) continue;
    return { groups, targets, isDeclared: columns.some(({ name, role }) => role === 'label' && name === targets[0]) };
  }
  return undefined;
};

/**
 * The columns that the format calls labels; else those with a telling name, or the last column, whose numbers do not
 * change within a sequence. None where they are the numbers of a few classes.
 */
export const findGroupTargets = (columns: readonly ColumnSummary[], table: Table, groups: RowGroups): string[] => {
  const isOfGroups = (column: ColumnSummary): boolean =>
    column.name !== groups.column.name &&
    holdsAmounts(column, groups.count) &&
    orNothing(() => readTarget(table, column.name, groups)) !== undefined;
  const declared = columns.filter(({ role }) => role === 'label');
  if (declared.length > 0) return declared.every(isOfGroups) ? namesOf(declared) : [];
  const free = columns.filter(({ role }) => role === undefined);
  const named = free.filter(({ name }) => targetName.test(name)).filter(isOfGroups);
  if (named.length > 0) return namesOf(alikeTo(named.at(-1), named));
  const last = columns.at(-1);
  return last?.role === undefined && last && isOfGroups(last) ? [last.name] : [];
};

/** The numbers beside texts: those with a telling name, else the only column of numbers. */
export const findTextTargets = (
  columns: readonly ColumnSummary[],
  text: string,
  rows: number,
): { readonly targets: readonly string[]; readonly isNamed: boolean } => {
  const others = columns.filter(({ name, type }) => name !== text && type === 'number');
  const named = others.filter(({ name }) => targetName.test(name)).filter((column) => holdsAmounts(column, rows));
  if (named.length > 0) return { targets: namesOf(alikeTo(named.at(-1), named)), isNamed: true };
  const amounts = others.filter((column) => holdsAmounts(column, rows));
  return { targets: others.length === 1 ? namesOf(amounts) : [], isNamed: false };
};

/** Of rows that are sequences, the numbers in the first or last columns that are called what is predicted. */
export const findRowTargets = (columns: readonly ColumnSummary[], rows: number): string[] => {
  const ends = [columns.at(-1), columns[0]].filter((column) => column !== undefined);
  const end = ends.find((column) => plainName.test(column.name) && holdsAmounts(column, rows));
  return end
    ? namesOf(
        alikeTo(
          end,
          columns.filter((column) => holdsAmounts(column, rows)),
        ),
      )
    : [];
};

/** `y1` and `y2` go together. */
const alikeTo = (wanted: ColumnSummary | undefined, columns: readonly ColumnSummary[]): readonly ColumnSummary[] => {
  const stemOf = (name: string): string => name.replace(/[ _-]?\d+$/, '').toLowerCase();
  return columns.filter(({ name }) => wanted !== undefined && stemOf(name) === stemOf(wanted.name));
};

const namesOf = (columns: readonly ColumnSummary[]): string[] => columns.map(({ name }) => name);
