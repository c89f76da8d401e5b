import type { Measured } from '../protocol.ts';
import { formatFigure } from './formatFigure.ts';
import { baselineName } from './metricsTable.ts';
import { renderTable } from './table.ts';

/** Figures of one thing, by the titles of their columns; a baseline's name stands for it. */
export interface NamedFigures {
  readonly name: string;
  readonly figures: Readonly<Record<string, Measured | undefined>>;
}

/** Lines of a table of things and their figures; a column that none has a figure for is left out. */
export const renderFigures = (title: string, rows: readonly NamedFigures[]): string[] => {
  const titles = [...new Set(rows.flatMap(({ figures }) => Object.keys(figures)))].filter((column) =>
    rows.some(({ figures }) => figures[column] !== undefined),
  );
  return renderTable([
    [title, ...titles.map((column) => (/^[a-z]+[A-Z]/.test(column) ? baselineName(column) : column))],
    ...rows.map(({ name, figures }) => [name, ...titles.map((column) => formatFigure(figures[column]))]),
  ]);
};
