import { checkPromise } from './arrayLayout.ts';
import { isText, type NpyHeader } from './npyHeader.ts';
import { numberTypes, type NumberType } from './numberType.ts';
import type { OpenedBytes } from './openBytes.ts';

/** `checkPromise` for an array as NumPy saves it. */
export const checkSize = (
  file: string,
  what: string,
  { layout, bytes }: NpyHeader,
  { size, isPacked }: Pick<OpenedBytes, 'size' | 'isPacked'>,
): void => {
  const { shape, isLittle } = layout;
  const type: NumberType = isText(layout)
    ? { ...(numberTypes['u1'] as NumberType), bytes: layout.length * (layout.unit === 'U' ? 4 : 1) }
    : layout.type;
  checkPromise(file, what, { shape, type, isLittle }, size - (isPacked ? 0 : bytes), isPacked);
};
