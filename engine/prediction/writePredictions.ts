import Papa from 'papaparse';
import type { TableRows } from '../tasks/preparedData.ts';
import type { ForecastPrediction } from '../protocol.ts';
import type { OutputFile } from '../runs/outputFile.ts';
import type { Forecast } from '../tasks/forecast/predictWindows.ts';

type Cell = string | number;

/** Rows turned into text at a time. */
const rowsPerPiece = 10_000;

/** A CSV file with a row for every row of the table: what stands in it, what was predicted for it, and the interval. */
export const writePredictions = (
  output: OutputFile,
  rows: TableRows,
  predict: (row: number, target: number) => Forecast | undefined,
  next: ForecastPrediction['next'],
): Promise<void> => {
  const { targets, times } = rows;
  const header = [
    'line',
    ...(times ? ['time'] : []),
    ...targets.flatMap(({ column }) => [column, `${column}_predicted`, `${column}_low`, `${column}_high`]),
  ];
  const cellsOf = (row: number): Cell[] => [
    rows.lineOf(row),
    ...(times ? [rows.timeTextAt(row) ?? ''] : []),
    ...targets.flatMap((target, index) => {
      const { value, low, high } = predict(row, index) ?? {};
      const format = (number: number | undefined): string =>
        number === undefined || !Number.isFinite(number) ? '' : target.format(number);
      return [target.textAt(row), format(value), format(low), format(high)];
    }),
  ];
  const future = next.map(({ time, values }): Cell[] => [
    '',
    ...(times ? [time ?? ''] : []),
    ...values.flatMap(({ text, low, high }, index) => {
      const format = (number: number | undefined): string =>
        number === undefined ? '' : (targets[index]?.format(number) ?? '');
      return ['', text, format(low), format(high)];
    }),
  ]);
  return output.write(textOf(header, rows.count, cellsOf, future));
};

/** A CSV file with the class of every row, the one predicted for it, and its probability. */
export const writeClasses = (
  output: OutputFile,
  rows: TableRows,
  column: string,
  classify: (row: number) => { readonly predicted: string; readonly probability: number },
): Promise<void> => {
  const [label] = rows.targets;
  const cellsOf = (row: number): Cell[] => {
    const { predicted, probability } = classify(row);
    return [rows.lineOf(row), label?.textAt(row) ?? '', predicted, probability.toFixed(4)];
  };
  return output.write(textOf(['line', column, `${column}_predicted`, 'probability'], rows.count, cellsOf, []));
};

function* textOf(
  header: readonly string[],
  count: number,
  cellsOf: (row: number) => Cell[],
  rest: readonly Cell[][],
): Generator<string, void, void> {
  const text = (rows: readonly (readonly Cell[])[]): string => `${Papa.unparse([...rows], { newline: '\n' })}\n`;
  yield text([header]);
  for (let first = 0; first < count; first += rowsPerPiece) {
    const length = Math.min(rowsPerPiece, count - first);
    yield text(Array.from({ length }, (_, index) => cellsOf(first + index)));
  }
  if (rest.length > 0) yield text(rest);
}
