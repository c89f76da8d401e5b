import { InputError } from '../../errors.ts';
import { countValues, describeShape } from './arrayLayout.ts';
import { isText, type NpyHeader, readNpyHeader } from './npyHeader.ts';
import type { OpenedBytes } from './openBytes.ts';
import { checkSize } from './checkSize.ts';

const mostLabels = 1e8;
const longestLabel = 1000;

/** Labels of sequences one after the other: one for each, or so many for each, one a step or several numbers of the whole. */
export interface ArrayLabels {
  readonly values: readonly string[];
  readonly each: number;
  /** Whether they are stored as numbers that may have a fraction. */
  readonly isReal: boolean;
}

/**
 * The labels of sequences, an array of numbers or of texts, (sequences) or (sequences, steps). `what` is what they are in
 * messages.
 */
export const readArrayLabels = async (file: string, what: string, opened: OpenedBytes): Promise<ArrayLabels> => {
  const { reader } = opened;
  try {
    const header = await readNpyHeader(file, what, reader);
    const { shape } = header.layout;
    // A column is taken for what is in it.
    if (shape.length === 0 || shape.slice(2).some((size) => size !== 1) || countValues(shape) > mostLabels) {
      const message = `${what} has the shape ${describeShape(shape)}; labels have the shape (sequences), one for each, or (sequences, steps), and numbers to predict (sequences, numbers)`;
      throw new InputError(message, { file });
    }
    checkSize(file, what, header, opened);
    const { bytes, textOf } = valueReader(header, file, what);
    const values: string[] = [];
    for await (const piece of reader.pieces(countValues(shape) * bytes, bytes)) {
      const view = new DataView(piece.buffer, piece.byteOffset, piece.byteLength);
      for (let at = 0; at < piece.length; at += bytes) values.push(textOf(view, at));
    }
    await reader.expectEnd();
    const { layout } = header;
    return { values, each: shape[1] ?? 1, isReal: !isText(layout) && layout.type.isReal === true };
  } finally {
    await reader.close();
  }
};

const valueReader = (
  { layout }: NpyHeader,
  file: string,
  what: string,
): { readonly bytes: number; readonly textOf: (view: DataView, at: number) => string } => {
  if (!isText(layout)) {
    const { type, isLittle } = layout;
    return { bytes: type.bytes, textOf: (view, at) => labelOf(type.read(view, at, isLittle)) };
  }
  const { unit, length, isLittle } = layout;
  if (length < 1 || length > longestLabel) {
    throw new InputError(`${what} holds texts of ${length} characters, which are no labels`, { file });
  }
  const size = unit === 'U' ? 4 : 1;
  const textOf = (view: DataView, at: number): string => {
    let text = '';
    for (let index = 0; index < length; index++) {
      const point = unit === 'U' ? view.getUint32(at + index * size, isLittle) : view.getUint8(at + index);
      if (point > 0x10ffff) throw new InputError(`${what} holds texts with what is no character`, { file });
      if (point > 0) text += String.fromCodePoint(point);
    }
    return text;
  };
  return { bytes: length * size, textOf };
};

const labelOf = (value: number): string => (Number.isFinite(value) ? String(value) : '');
