import type { FramesDrawing } from '../../protocol.ts';

/** How values lie in pictures, one after another: the colours of a pixel beside each other, then columns, rows and frames. */
export interface Frames {
  readonly frames: number;
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
}

/** Larger ones are reduced: a report has hundreds of them. */
const most = { frames: 8, side: 64, bytes: 8192 } as const;

/**
 * The frames of a clip, evenly spread, or a picture, as bytes from the darkest, 0 or less, to the largest value. Of a large
 * one a pixel is the mean of a square of them. Values that are not there are dark.
 */
export const drawFrames = (values: Float32Array, { frames, rows, columns, channels }: Frames): FramesDrawing => {
  const count = Math.min(most.frames, frames);
  const colours = channels >= 3 ? 3 : 1;
  let square = 1;
  const across = (side: number): number => Math.ceil(side / square);
  while (across(Math.max(rows, columns)) > most.side || count * across(rows) * across(columns) * colours > most.bytes) {
    square++;
  }
  const [height, width] = [across(rows), across(columns)];
  const means = new Float64Array(count * height * width * colours);
  let at = 0;
  for (let index = 0; index < count; index++) {
    const frame = Math.floor((index * frames) / count);
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        for (let colour = 0; colour < colours; colour++) {
          let sum = 0;
          let pixels = 0;
          for (let y = row * square; y < Math.min(rows, (row + 1) * square); y++) {
            for (let x = column * square; x < Math.min(columns, (column + 1) * square); x++) {
              sum += values[((frame * rows + y) * columns + x) * channels + colour] ?? 0;
              pixels++;
            }
          }
          means[at++] = sum / pixels;
        }
      }
    }
  }
  let [least, largest] = [0, 0];
  for (const mean of means) {
    least = Math.min(least, mean);
    largest = Math.max(largest, mean);
  }
  const range = largest - least || 1;
  const bytes = Uint8Array.from(means, (mean) => Math.round((255 * (mean - least)) / range));
  return {
    kind: 'frames',
    ...{ frames: count, rows: height, columns: width, colours },
    pixels: Buffer.from(bytes).toString('base64'),
  };
};
