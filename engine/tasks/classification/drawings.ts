import type { RowSource, VectorSource } from '../../compute/source.ts';
import type { Table } from '../../files/readTable.ts';
import type { Drawing } from '../../protocol.ts';
import type { ClassCodec } from './classCodec.ts';
import { drawFrames, type Frames } from './drawFrames.ts';
import { drawLines } from './drawLines.ts';

/** Of columns that are the pixels of a picture, one row of it after another. */
const pixelName = /^(p|px|pix|pixel)[ _]?\d+$/i;

/**
 * What the network reads of a row, or of a sequence of rows, small enough to be looked at: a picture, the frames of a clip
 * or lines of numbers, in the file's own units.
 */
export const drawings = (
  { pictures }: Pick<Table, 'pictures'>,
  source: RowSource | VectorSource,
  { inputs }: Pick<ClassCodec, 'inputs'>,
): ((row: number) => Drawing) => {
  const frames = framesOf(pictures, source, inputs);
  // A row of its own is one line however it is cut into steps.
  const channels = source.kind === 'rows' ? 1 : inputs.length;
  return (row) => {
    const values = readSequence(source, row).map((value, at) => {
      const { offset = 0, scale = 1 } = inputs[at % inputs.length] ?? {};
      return value * scale + offset;
    });
    return frames ? drawFrames(values, frames) : drawLines(values, channels);
  };
};

/** How the values of a sequence lie in a picture or a clip; undefined where they are none. */
const framesOf = (
  pictures: readonly number[] | undefined,
  source: RowSource | VectorSource,
  inputs: ClassCodec['inputs'],
): Frames | undefined => {
  if (source.kind === 'rows') {
    const { steps, stepSize } = source;
    const isPicture = steps > 1 && stepSize > 1 && inputs.every(({ column }) => pixelName.test(column));
    return isPicture ? { frames: 1, rows: steps, columns: stepSize, channels: 1 } : undefined;
  }
  const [, ...step] = pictures ?? [];
  // With some of the values left out it is no picture any more.
  if (!pictures || step.reduce((product, size) => product * size, 1) !== inputs.length) return undefined;
  const [first = 1, second = 1, third = 1, fourth] = pictures;
  if (fourth !== undefined) return { frames: first, rows: second, columns: third, channels: fourth };
  if (pictures.length === 2) return { frames: 1, rows: first, columns: second, channels: 1 };
  const isColoured = third <= mostChannels;
  return isColoured
    ? { frames: 1, rows: first, columns: second, channels: third }
    : { frames: first, rows: second, columns: third, channels: 1 };
};

/** Red, green, blue and how opaque. */
const mostChannels = 4;

/** The encoded values of a row or sequence, step after step. */
const readSequence = (source: RowSource | VectorSource, row: number): Float32Array => {
  const { values } = source;
  const width = source.kind === 'rows' ? source.stepSize : source.size;
  const [begin, steps] =
    source.kind === 'rows'
      ? [row * source.steps, source.lengths?.[row] ?? source.steps]
      : [source.starts[row] ?? 0, (source.starts[row + 1] ?? 0) - (source.starts[row] ?? 0)];
  if (values instanceof Float32Array) return values.slice(begin * width, (begin + steps) * width);
  const read = new Float32Array(steps * width);
  values.read(read, begin * width * 4);
  return read;
};
