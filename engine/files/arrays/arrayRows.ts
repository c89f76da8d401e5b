import { InputError } from '../../errors.ts';
import type { TableSink } from '../tableSink.ts';
import { mostChannels } from '../sequences/sequenceRows.ts';
import type { ArrayLabels } from './arrayLabels.ts';
import { type ArrayLayout, describeShape } from './arrayLayout.ts';
import type { ByteReader } from './byteReader.ts';

/** An array of sequences that is about to be read. */
export interface SequenceArray {
  readonly layout: ArrayLayout;
  /** Where its values begin. */
  readonly bytes: ByteReader;
  /** What a step is in the names of columns: `pixel`. */
  readonly value: string;
}

/**
 * An array (sequences, steps, …) as a table with a row for every step: the label if there are some, the number of the
 * sequence, and all values of the step; the line of a row is the number of its sequence. Images are sequences of their
 * rows of pixels, clips those of their frames. Throws an `InputError` for an array of another shape, and for one that
 * ends early.
 * @param labels one for each sequence, or one for each of its steps; of numbers with a fraction also several for each
 */
export const addArray = async (
  file: string,
  table: TableSink,
  { layout, bytes, value }: SequenceArray,
  labels: ArrayLabels | undefined,
): Promise<void> => {
  const { shape, type, isLittle } = layout;
  const [sequences = 0, steps = 0, ...rest] = shape;
  const width = rest.reduce((product, size) => product * size, 1);
  checkShape(file, shape, width);
  const labelsEach = labels?.each ?? 1;
  const columnsOfLabels = labels && areNumbersOfWholes(labels, steps) ? labelsEach : 1;
  if (labels && labels.values.length !== sequences * labelsEach) {
    const count = labels.values.length / labelsEach;
    throw new InputError(`has ${sequences} sequences and ${count} labels; give each sequence one`, { file });
  }
  if (labelsEach !== columnsOfLabels && labelsEach !== steps) {
    const message = `has sequences of ${steps} steps and ${labelsEach} labels for each; give each step one, or each sequence, or save numbers to predict as np.float32`;
    throw new InputError(message, { file });
  }
  for (let at = 1; labels && at <= columnsOfLabels; at++) {
    table.addColumn(columnsOfLabels === 1 ? 'label' : `label${at}`, 'label');
  }
  const number = table.addNumbers('sequence', 'sequence', 1);
  const columns = Array.from({ length: width }, (_, at) =>
    table.addNumbers(width === 1 ? value : `${value}${at + 1}`, 'value', width),
  );
  const unit = width * type.bytes;
  let row = 0;
  for await (const piece of bytes.pieces(sequences * steps * unit, unit)) {
    const view = new DataView(piece.buffer, piece.byteOffset, piece.byteLength);
    const count = piece.length / unit;
    for (let index = 0; index < count; index++) {
      number.push(Math.floor((row + index) / steps) + 1);
      const begin = index * unit;
      for (let at = 0; at < width; at++) columns[at]?.push(type.read(view, begin + at * type.bytes, isLittle));
    }
    const first = row;
    const sequenceOf = (index: number): number => Math.floor((first + index) / steps);
    const labelOf = labelsEach === columnsOfLabels ? sequenceOf : (index: number): number => first + index;
    const cellsOf = (index: number): string[] => {
      const from = labelOf(index) * columnsOfLabels;
      return labels?.values.slice(from, from + columnsOfLabels) ?? [];
    };
    const cells = Array.from({ length: count }, (_, index) => cellsOf(index));
    const lineOf = (index: number): number => sequenceOf(index) + 1;
    table.addRows({ rows: cells, isRegular: false, lineOf }, (index) => ({ file, line: lineOf(index) }));
    row += count;
  }
};

/** More numbers of a sequence are none that somebody would predict. */
const mostNumbers = 1000;

/** Whether each sequence has several numbers, and not each of its steps a label. */
const areNumbersOfWholes = ({ values, each, isReal }: ArrayLabels, steps: number): boolean =>
  isReal &&
  each > 1 &&
  each <= mostNumbers &&
  (each !== steps || values.some((value) => !Number.isInteger(Number(value))));

const checkShape = (file: string, shape: readonly number[], width: number): void => {
  const says = `has an array of the shape ${describeShape(shape)}`;
  if (shape.length < 2) {
    throw new InputError(`${says}; sequences have the shape (sequences, steps, values)`, { file });
  }
  if (shape.includes(0)) throw new InputError(`${says}, which holds nothing`, { file });
  if (width > mostChannels) {
    throw new InputError(`${says}, ${width} values a step; at most ${mostChannels} can be read`, { file });
  }
};
