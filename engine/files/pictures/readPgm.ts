import { InputError } from '../../errors.ts';
import { checkPictureSize, cutPicture, type Picture, type PictureHeader } from './picture.ts';

interface PgmHeader extends PictureHeader {
  /** The value of white. */
  readonly most: number;
  readonly isText: boolean;
  /** Where the values begin. */
  readonly begin: number;
}

/** What a PGM, text (P2) or bytes (P5), says of itself. Throws an `InputError` for what is none. */
export const readPgmHeader = (file: string, bytes: Buffer): PgmHeader => {
  const start = bytes.toString('latin1', 0, longestHeader);
  const found = header.exec(start);
  if (!found) throw new InputError('is no PGM, though it is called one: it does not begin as they do', { file });
  const [whole, kind, width, height, most] = found;
  const size = { width: Number(width), height: Number(height) };
  checkPictureSize(file, size);
  if (Number(most) < 1 || Number(most) > 65535) {
    throw new InputError(`says that white is ${most}; it is 1 to 65535 in a PGM`, { file });
  }
  return { ...size, isColoured: false, most: Number(most), isText: kind === 'P2', begin: whole.length };
};

/** Where comments come to more, a picture is better written anew. */
const longestHeader = 4096;
const gap = String.raw`(?:\s|#[^\n]*\n)+`;
const header = new RegExp(`^(P[25])${gap}(\\d+)${gap}(\\d+)${gap}(\\d+)\\s`);

/** Reads a PGM. Throws an `InputError` for what is none, and for one that ends early. */
export const readPgm = (file: string, bytes: Buffer): Picture => {
  const read = readPgmHeader(file, bytes);
  const { width, height, most, begin } = read;
  const values = new Float32Array(width * height);
  if (read.isText) {
    const numbers = bytes
      .toString('latin1', begin)
      .replace(/#[^\n]*/g, '')
      .matchAll(/\S+/g);
    let at = 0;
    for (const [text] of numbers) {
      const value = Number(text);
      if (!/^\d+$/.test(text) || value > most) {
        throw new InputError(`holds '${text.slice(0, 20)}', where numbers from 0 to ${most} stand`, { file });
      }
      if (at === values.length)
        throw new InputError('holds more pixels than its header says; get the file anew', { file });
      values[at++] = (255 * value) / most;
    }
    if (at < values.length) throw cutPicture(file, read);
  } else {
    const wide = most > 255 ? 2 : 1;
    if (bytes.length - begin < values.length * wide) throw cutPicture(file, read);
    for (let at = 0; at < values.length; at++) {
      const value = wide === 2 ? bytes.readUInt16BE(begin + 2 * at) : (bytes[begin + at] ?? 0);
      values[at] = Math.min(255, (255 * value) / most);
    }
  }
  return { width, height, isColoured: false, values };
};
