import type { Explanation, Importance } from '../../protocol.ts';
import { renderTable } from '../table.ts';
import { formatGrowth, formatSpread } from './formatGrowth.ts';

/** Characters of the longest bar. */
const longestBar = 24;
/** Lines of a table: of more columns some are shown. */
const mostLines = 24;

export interface NamedImportance extends Importance {
  readonly name: string;
}

/** Lines of a table of what the error grows by, with bars; in the order given. */
export const importanceTable = (
  title: string,
  rows: readonly NamedImportance[],
  measure: Explanation['measure'],
): string[] => {
  const largest = Math.max(...rows.map(({ growth }) => growth ?? 0));
  const lines = renderTable([
    [title, measure === 'wrong' ? 'wrong answers grow by' : 'error grows by', ''],
    ...rows.slice(0, mostLines).map((row) => [row.name, formatGrowth(row, measure), formatSpread(row)]),
  ]);
  const width = Math.max(...lines.map(({ length }) => length));
  const more = rows.length - mostLines;
  return [
    ...lines.map((line, at) => {
      const growth = rows[at - 1]?.growth ?? 0;
      const bar = at > 0 && largest > 0 ? '█'.repeat(Math.max(0, Math.round((longestBar * growth) / largest))) : '';
      return bar === '' ? line : `${line.padEnd(width)}  ${bar}`;
    }),
    ...(more > 0 ? [`  … and ${more} more, of which less comes`] : []),
  ];
};
