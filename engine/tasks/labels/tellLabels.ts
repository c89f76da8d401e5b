import type { Alternative, PredictParams, PredictedCell, PredictedRow, Prediction } from '../../protocol.ts';
import { mostListed } from '../mostListed.ts';
import type { TableRows } from '../preparedData.ts';
import type { Predicted } from '../task.ts';

/** What is answered of a row, and what else it may be. */
export type RankedLabel = Alternative & Required<Pick<PredictedCell, 'alternatives'>>;

/** How labels were predicted. */
export interface Answers {
  /** The column of the labels. */
  readonly column: string;
  /** Of a row that has something to predict from, without what else it may be. */
  readonly answerOf: (row: number) => Alternative;
  /** Of rows that are listed, in order. */
  readonly rank: (rows: readonly number[]) => readonly RankedLabel[];
  /** What stands beside a row in the table: a column of the file that people know it by. */
  readonly beside?: { readonly column: string; readonly textAt: (row: number) => string };
}

/** The labels of rows that have none or, where not told otherwise, another one; and of all where a table is asked for. */
export const tellLabels = (
  rows: TableRows,
  { column, answerOf, rank, beside }: Answers,
  params: PredictParams,
): Predicted => {
  const [label] = rows.targets;
  const { out, emptyOnly = false } = params;
  const most = mostListed(params);
  const listed: number[] = [];
  let omitted = 0;
  for (let row = 0; row < rows.count; row++) {
    if (rows.hasInputs?.(row) === false) continue;
    const actual = label?.textAt(row) ?? '';
    if (emptyOnly && actual !== '') continue;
    if (label && actual === answerOf(row).text) continue;
    if (listed.length === most) omitted += 1;
    else listed.push(row);
  }
  const ranked = rank(listed);
  const told = listed.map((row, index): PredictedRow => {
    const actual = label?.textAt(row) ?? '';
    const answer = ranked[index] ?? { ...answerOf(row), alternatives: [] };
    return { line: rows.lineOf(row), cells: [{ column, ...(label && { cell: label.cell }), actual, ...answer }] };
  });
  const prediction: Prediction = { rows: told, omitted, tooEarly: [], rowsNeeded: 0, next: [] };
  if (out === undefined) return { prediction };
  return {
    prediction,
    table: {
      header: [
        ...['line', rows.group?.column, beside?.column].filter((name) => name !== undefined),
        column,
        `${column}_predicted`,
        'probability',
      ],
      count: rows.count,
      cellsOf: (row) => {
        const group = rows.group ? [rows.group.nameOf(row)] : [];
        const actual = (label?.cellAt ?? label?.textAt)?.(row) ?? '';
        const known = [rows.lineOf(row), ...group, ...(beside ? [beside.textAt(row)] : []), actual];
        if (rows.hasInputs?.(row) === false) return [...known, '', ''];
        const { text, probability } = answerOf(row);
        return [...known, text, probability.toFixed(4)];
      },
      rest: [],
    },
  };
};
