import { InputError } from '../../errors.ts';

/** What the beginning of a picture's file says of it. */
export interface PictureHeader {
  readonly width: number;
  readonly height: number;
  readonly isColoured: boolean;
}

/** A picture's values, 0 to 255, as floats: the colours of a pixel, then columns and rows. */
export interface Picture extends PictureHeader {
  readonly values: Float32Array;
}

/** Pixels of a picture that a network may read row by row; larger ones have to be made smaller first. */
const mostPixels = 2 ** 24;

/** Throws an `InputError` for a size that no picture to be learned has, before anything of it is made room for. */
export const checkPictureSize = (file: string, { width, height }: Pick<PictureHeader, 'width' | 'height'>): void => {
  if (width >= 1 && height >= 1 && width * height <= mostPixels) return;
  const message = `says that it is ${width} × ${height} pixels; at most ${mostPixels} in all can be read, make it smaller`;
  throw new InputError(message, { file });
};

/** Of a header that promises more pixels than there are. */
export const cutPicture = (file: string, { width, height }: Pick<PictureHeader, 'width' | 'height'>): InputError =>
  new InputError(`promises ${width} × ${height} pixels and holds fewer; get the whole file`, { file });
