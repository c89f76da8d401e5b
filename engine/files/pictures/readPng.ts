import { convertIndexedToRgb, decode, type DecodedPng } from 'fast-png';
import { InputError } from '../../errors.ts';
import type { Picture } from './picture.ts';
import { checkedPng, readPngHeader } from './pngParts.ts';

/**
 * Reads a PNG: of any depth, with a palette too. What is see-through is seen on white ground. Throws an `InputError` for
 * what is none, and for one that ends early or unpacks to more than it promises.
 */
export const readPng = (file: string, bytes: Buffer): Picture => {
  const header = readPngHeader(file, bytes);
  const { width, height, depth, kind, isColoured, isInterlaced } = header;
  if (isInterlaced && depth < 8) {
    throw new InputError(`is interlaced with ${depth} bits a value, which cannot be read; save it without`, { file });
  }
  const png = checkedPng(file, bytes, header);
  let channels: Channels;
  try {
    channels = channelsOf(decode(png), kind === 3);
  } catch (error) {
    throw new InputError(`is no sound PNG (${(error as Error).message}); save it anew`, { file });
  }
  const colours = isColoured ? 3 : 1;
  const values = new Float32Array(width * height * colours);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const opacity = channels.hasOpacity ? (channels.at(pixel, channels.count - 1) ?? 255) / 255 : 1;
    for (let colour = 0; colour < colours; colour++) {
      values[pixel * colours + colour] = 255 + opacity * ((channels.at(pixel, colour) ?? 0) - 255);
    }
  }
  return { width, height, isColoured, values };
};

/** Values from 0 to 255 of each pixel. */
interface Channels {
  readonly count: number;
  readonly hasOpacity: boolean;
  readonly at: (pixel: number, channel: number) => number | undefined;
}

const channelsOf = (png: DecodedPng, hasPalette: boolean): Channels => {
  if (hasPalette) {
    const colours = convertIndexedToRgb(png);
    const count = png.palette?.[0]?.length ?? 3;
    return { count, hasOpacity: count === 4, at: (pixel, channel) => colours[pixel * count + channel] };
  }
  const { data, depth, channels, width } = png;
  const most = 2 ** depth - 1;
  if (depth >= 8) {
    const at = (pixel: number, channel: number): number => (255 * (data[pixel * channels + channel] ?? 0)) / most;
    return { count: channels, hasOpacity: channels === 2 || channels === 4, at };
  }
  // Several grey pixels in a byte; a row begins with one.
  const rowBytes = Math.ceil((width * depth) / 8);
  const at = (pixel: number): number => {
    const bit = (pixel % width) * depth;
    const byte = data[Math.floor(pixel / width) * rowBytes + (bit >> 3)] ?? 0;
    return (255 * ((byte >> (8 - depth - (bit & 7))) & most)) / most;
  };
  return { count: 1, hasOpacity: false, at };
};
