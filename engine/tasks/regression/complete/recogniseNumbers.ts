import type { Table } from '../../../files/readTable.ts';
import type { ColumnSummary } from '../../../protocol.ts';
import { count } from '../../../words/count.ts';
import { longestOf } from '../../sequences/longestOf.ts';
import { findText, isCalledText } from '../../texts/findText.ts';
import type { Recognition } from '../../task.ts';
import { findGroupNumbers, findRowTargets, findTextTargets, type FoundNumbers } from './findTargets.ts';

/** Texts of fewer characters beside a number are the names of rows rather than what it comes of. */
const leastText = 20;
/** A sequence of fewer numbers is rather a row of a table. */
const leastRow = 16;

/**
 * A table of sequences, of texts or of long rows with numbers that are no classes: amounts with decimals, or many
 * different ones. What may be labels goes to the tasks that predict those.
 */
export const recogniseNumbers = (
  columns: readonly ColumnSummary[],
  rows: number,
  table: Table,
): Recognition | undefined => {
  const found = findGroupNumbers(columns, table);
  if (found) return describeGroups(found);
  // What has times is a series, and what has them beside texts is a log.
  if (columns.some(({ type }) => type === 'timestamp')) return undefined;
  const text = findText(columns);
  if (text) {
    const { targets, isNamed } = findTextTargets(columns, text.name, rows);
    const length = text.meanCharacters ?? 0;
    const isLong = length >= leastText || (isNamed && isCalledText(text));
    if (targets.length === 0 || !isLong) return undefined;
    return {
      certainty: isNamed ? 0.8 : 0.6,
      why: `'${text.name}' holds texts (${Math.round(length)} characters on average), ${quote(targets)} numbers with too many different values for labels.`,
    };
  }
  const targets = findRowTargets(columns, rows);
  const others = columns.filter(({ name, type }) => type === 'number' && !targets.includes(name)).length;
  if (targets.length === 0 || others < leastRow) return undefined;
  return {
    certainty: 0.7,
    why: `${quote(targets)} looks like what the ${count(others, 'other number')} of a row come to, with too many different values for labels.`,
  };
};

/** Surer than of a label that the format names, where its numbers are no classes. */
const describeGroups = ({ groups, targets, isDeclared }: FoundNumbers): Recognition => {
  const longest = count(longestOf(groups, { inputs: [''], stepSize: 1 }), 'row');
  return {
    certainty: isDeclared ? 0.96 : 0.94,
    why: `The rows with the same '${groups.column.name}' are ${count(groups.count, 'sequence')} of up to ${longest}, each with one ${quote(targets)}, of too many different values for labels.`,
  };
};

const quote = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(' and ');
