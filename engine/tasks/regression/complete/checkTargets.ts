import { count } from '../../../words/count.ts';
import { describeFirstWord, findColumn, unknownColumn } from '../../../files/columns/findColumn.ts';
import type { RowGroups } from '../../../files/sequences/rowGroups.ts';
import type { Table } from '../../../files/readTable.ts';
import type { Split } from '../../../config.ts';
import { splitPoints } from '../../../encoding/splitPoints.ts';
import type { ConfigProblem } from '../../config/completion.ts';
import { type ReadTarget, readTarget } from '../readTarget.ts';

/** Where the examples of a regression are, and what they are called. */
export interface Examples {
  readonly table: Table;
  readonly groups: RowGroups | undefined;
  /** `row` */
  readonly item: string;
}

/**
 * The columns of targets with what stands there; adds what is wrong with them, or with the split of the examples that have
 * one. `taken` are columns with another part. Throws an `InputError` for a cell that is no number.
 */
export const checkTargets = (
  targets: readonly string[],
  { table, groups, item }: Examples,
  taken: Readonly<Record<string, string | null | undefined>>,
  split: Split,
  problems: ConfigProblem[],
): ReadTarget[] => {
  const path = 'data.targets';
  const names = table.columns.map(({ name }) => name);
  if (targets.length === 0) {
    const message = 'no column looks like the numbers to predict; name one or more in data.targets';
    problems.push({ path, message });
  }
  const read = targets.flatMap((name): ReadTarget[] => {
    const [part] = Object.entries(taken).find(([, other]) => other === name) ?? [];
    if (!names.includes(name)) problems.push({ path, message: unknownColumn(name, names) });
    else if (part !== undefined) {
      problems.push({ path, message: `'${name}' is the ${part}; it cannot be what is predicted too` });
    } else if (findColumn(table, name).type !== 'number') {
      const where = describeFirstWord(table, findColumn(table, name));
      const message = `'${name}' does not hold numbers${where}; correct the cell, choose a column of numbers, or a task that predicts labels`;
      problems.push({ path, message });
    } else return [readTarget(table, name, groups)];
    return [];
  });
  if (problems.length > 0) return read;
  const known = countKnown(read);
  const { validStart, testStart } = splitPoints(known, split);
  const isShort =
    validStart < 1 || (split.valid > 0 && testStart === validStart) || (split.test > 0 && testStart === known);
  if (isShort) {
    const message = `${count(known, item)} with ${targets.join(' or ')} are too few for three splits; add ${item}s`;
    problems.push({ path: 'data.split', message });
  }
  return read;
};

/** Sequences with a number in any of the targets. */
export const countKnown = (read: readonly ReadTarget[]): number => {
  let known = 0;
  for (let at = 0; at < (read[0]?.values.length ?? 0); at++) {
    if (read.some(({ values }) => !Number.isNaN(values[at]))) known++;
  }
  return known;
};

/** Targets that are the same wherever they are known. */
export const describeAllAlike = (read: readonly ReadTarget[]): string[] =>
  read
    .filter(({ column: { min, max } }) => min === max)
    .map(({ column: { name, min } }) => `'${name}' is always ${min}: there is nothing to explain, and no R².`);
