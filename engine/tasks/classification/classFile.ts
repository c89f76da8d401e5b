import type { RowSource } from '../../compute/source.ts';
import type { ClassificationData } from './classFields.ts';
import { InputError } from '../../errors.ts';
import type { Metrics } from '../../protocol.ts';
import { classMetrics } from './classMetrics.ts';
import type { Scale } from '../../encoding/codec.ts';
import type { ClassCodec } from './classCodec.ts';
import type { Column } from '../../files/column.ts';
import { findColumn, findNumbers } from '../../files/findColumn.ts';
import type { Numbers } from '../../files/numbers.ts';
import { joinCells } from '../../files/quoteCell.ts';
import type { Scorer, TableRows, TargetColumn } from '../preparedData.ts';
import type { Table } from '../../files/readTable.ts';
import { fitScaleOn } from '../../encoding/scale.ts';

/** Each row's class as text, '' where the label is missing. */
export interface RowLabels {
  readonly column: Column;
  readonly textAt: (row: number) => string;
}

export const readLabels = (table: Table, name: string): RowLabels => {
  const column = findColumn(table, name);
  if (column.type === 'category') {
    return { column, textAt: (row) => column.categories[column.ids.at(row) - 1] ?? '' };
  }
  if (column.type === 'number') {
    const { values } = findNumbers(table, name);
    return { column, textAt: (row) => (Number.isNaN(values.at(row)) ? '' : String(values.at(row))) };
  }
  throw new InputError(
    `column ${name} holds ${column.type === 'text' ? 'free text' : 'times'}, not classes; choose another label`,
    {
      file: table.file,
    },
  );
};

/** The classes of a file: numbers in their order, other labels in that of their characters. */
export const listLabels = (table: Table, labels: RowLabels): string[] => {
  const { column } = labels;
  if (column.type === 'category') return [...column.categories].sort();
  const all = new Set<string>();
  for (let row = 0; row < table.rows; row++) all.add(labels.textAt(row));
  all.delete('');
  return [...all].sort((a, b) => Number(a) - Number(b));
};

/** Deviations further apart than this are those of different quantities. */
const likeDeviations = 10;

/**
 * Fits scales to the training rows. Columns of one quantity (the pixels of an image, the steps of a series) get one
 * scale together, so that a row keeps its shape; columns of unlike quantities get one each.
 */
export const fitClasses = (table: Table, data: ClassificationData, trainRows: Int32Array): ClassCodec => {
  const columns = data.inputs.map((name) => findNumbers(table, name).values);
  const fit = (values: readonly Numbers[]): Scale => fitScaleOn(values, trainRows, data.scaling);
  const spreads = columns.map((values) => fitScaleOn([values], trainRows, 'standard').scale).sort((a, b) => a - b);
  const median = spreads[Math.floor(spreads.length / 2)] ?? 1;
  const areAlike = (spreads.at(-1) ?? 1) <= likeDeviations * median;
  const common = areAlike ? fit(columns) : undefined;
  return {
    kind: 'classes',
    inputs: data.inputs.map((column, index) => ({ column, ...(common ?? fit(columns.slice(index, index + 1))) })),
    labels: listLabels(table, readLabels(table, data.label)),
  };
};

/** Takes probabilities (examples, classes), in parts: the likeliest class is the answer. */
export class ClassScorer implements Scorer {
  private readonly source: RowSource;
  private readonly actual: number[] = [];
  private readonly answers: number[] = [];

  constructor(source: RowSource) {
    this.source = source;
  }

  add(outputs: Float32Array, examples: Int32Array): void {
    const { labels, classes } = this.source;
    for (const [index, row] of examples.entries()) {
      let best = 0;
      const begin = index * classes;
      for (let id = 1; id < classes; id++) if ((outputs[begin + id] ?? 0) > (outputs[begin + best] ?? 0)) best = id;
      this.actual.push(labels[row] ?? -1);
      this.answers.push(best);
    }
  }

  metrics(): Metrics {
    return classMetrics(this.actual, this.answers, this.source.classes);
  }
}

/** Always answering with the commonest class of the training rows. */
export const scoreMajority = ({ labels, classes }: RowSource, train: Int32Array, examples: Int32Array): Metrics => {
  const counts = new Int32Array(classes);
  for (const row of train) counts[labels[row] ?? -1] = (counts[labels[row] ?? -1] ?? 0) + 1;
  const commonest = counts.indexOf(Math.max(...counts));
  return classMetrics(
    Int32Array.from(examples, (row) => labels[row] ?? -1),
    new Int32Array(examples.length).fill(commonest),
    classes,
  );
};

/** How the rows of a classification stand in the file. `targets` is empty when the file has no label column. */
export const classRows = (
  table: Table,
  codec: ClassCodec,
  source: RowSource,
  labels: RowLabels | undefined,
): TableRows => {
  const format = (value: number): string => codec.labels[value] ?? '';
  const target: TargetColumn | undefined = labels && {
    column: labels.column.name,
    cell: labels.column.cell,
    decimals: 0,
    isEmpty: (row) => labels.textAt(row) === '',
    valueAt: (row) => source.labels[row] ?? -1,
    textAt: labels.textAt,
    decode: (output) => output,
    format,
  };
  return {
    count: table.rows,
    format: table.format,
    lineOf: table.lineOf,
    times: undefined,
    firstComplete: 0,
    targets: target ? [target] : [],
    timeTextAt: () => undefined,
    nextTimes: () => [],
    formatRow: (_, values) => {
      const cells = new Array<string>(table.columns.length).fill('');
      if (target) cells[target.cell] = values[0] ?? '';
      return joinCells(cells, table.format);
    },
  };
};
