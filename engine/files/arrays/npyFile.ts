import { basename, dirname, join } from 'node:path';
import { InputError } from '../../errors.ts';
import type { ReadLines, TableReader } from '../tableReader.ts';
import type { TableSink } from '../tableSink.ts';
import { type ArrayLabels, readArrayLabels } from './arrayLabels.ts';
import { arrayReader, firstThere, labelsBeside } from './arrayReader.ts';
import { addArray } from './arrayRows.ts';
import { checkSize } from './checkSize.ts';
import { numberTypes } from './numberType.ts';
import { isText, readNpyHeader } from './npyHeader.ts';
import { openBytes, type OpenedBytes } from './openBytes.ts';

/** Names of sequences, and what stands in their place in the names of their labels. */
const names: readonly (readonly [RegExp, readonly string[]])[] = [
  [/(^|[_\-. ])x(?=[_\-. ]|$)/i, ['y', 'labels']],
  [/images?|sequences?|features|clips|frames|inputs|data/i, ['labels', 'y', 'targets']],
];

/** Where the labels of sequences are by their names, in the order in which they are looked for. */
const labelFiles = (file: string): string[] => {
  const name = basename(file, '.npy');
  const others = names.flatMap(([pattern, replacements]) =>
    replacements.map((replacement) =>
      name.replace(pattern, (_, before: unknown) => `${typeof before === 'string' ? before : ''}${replacement}`),
    ),
  );
  return others.filter((other) => other !== name).map((other) => join(dirname(file), `${other}.npy`));
};

/**
 * Arrays as NumPy saves them (`.npy`), of the shape (sequences, steps, values), of images (images, rows, columns) or of
 * clips (clips, frames, rows, columns, colours); the labels in a file beside it whose name has `y` or `labels` in the
 * place of `X`, `images` or the like: `X_train.npy` and `y_train.npy`.
 */
export const npyFile: TableReader = {
  ...arrayReader,
  extensions: ['.npy'],
  filesBeside: labelsBeside(labelFiles),

  async read(file, _, table) {
    const labelFile = await firstThere(labelFiles(file));
    const labels =
      labelFile === undefined
        ? undefined
        : await readArrayLabels(labelFile, 'the array', await openBytes(labelFile, 'the array'));
    return addNpy(file, table, 'the array', await openBytes(file, 'the array'), labels);
  },
};

/** Adds an array as NumPy saves it; `what` is what it is in messages. */
export const addNpy = async (
  file: string,
  table: TableSink,
  what: string,
  opened: OpenedBytes,
  labels: ArrayLabels | undefined,
): Promise<ReadLines> => {
  const { reader } = opened;
  try {
    const header = await readNpyHeader(file, what, reader);
    const { layout } = header;
    if (isText(layout))
      throw new InputError(`${what} holds texts, not numbers; save array.astype(np.float32)`, { file });
    checkSize(file, what, header, opened);
    const { shape } = layout;
    await addArray(file, table, { layout, bytes: reader, value: shape.length > 3 ? 'pixel' : 'value' }, labels);
    await reader.expectEnd();
    // Of three sizes the last two may be anything, but bytes are pixels.
    const arePictures = shape.length > 3 || (shape.length === 3 && layout.type === numberTypes['u1']);
    return { comments: 0, ...(arePictures && { pictures: shape.slice(1) }) };
  } finally {
    await reader.close();
  }
};
