import type { Measured, Prediction } from '../../protocol.ts';
import { formatFigure } from '../formatFigure.ts';
import { renderTable } from '../table.ts';

/** Paths that a table shows beside each other. */
const mostShown = 6;

/** Whole numbers as they are, so that counts look like counts. */
const textOf = (value: Measured | undefined): string =>
  typeof value === 'number' && Number.isInteger(value) ? value.toLocaleString('en') : formatFigure(value);

/** The first paths that were drawn, step by step; nothing where none were. */
export const describePaths = ({ paths = [], next }: Prediction): string[] => {
  if (paths.length === 0) return [];
  const count = paths[0]?.values.length ?? 0;
  const shown = Math.min(mostShown, count);
  const head = ['', 'column', ...Array.from({ length: shown }, (_, path) => `path ${path + 1}`)];
  const rows = paths.flatMap(({ series, column, values }) => {
    const steps = next.filter((step) => step.series === series);
    return (values[0] ?? []).map((_, ahead) => [
      [series, steps[ahead]?.time ?? `+${ahead + 1}`].filter((part) => part !== undefined).join('  '),
      column,
      ...values.slice(0, shown).map((path) => textOf(path[ahead])),
    ]);
  });
  const more = count - shown;
  return ['paths', ...renderTable([head, ...rows]), ...(more > 0 ? [`${more} more; --out or --json has all`] : []), ''];
};
