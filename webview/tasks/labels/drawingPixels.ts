import type { FramesDrawing } from '../../../engine/protocol.ts';

/** Pixels between frames. */
const gap = 1;

/** Red, green, blue and opacity of each pixel, as a canvas takes them. */
export interface CanvasPixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** The frames beside each other, nothing between them. */
export const drawingPixels = ({ frames, rows, columns, colours, pixels }: FramesDrawing): CanvasPixels => {
  const bytes = atob(pixels);
  const width = frames * columns + (frames - 1) * gap;
  const data = new Uint8ClampedArray(4 * width * rows);
  for (let frame = 0; frame < frames; frame++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const from = colours * ((frame * rows + row) * columns + column);
        const to = 4 * (row * width + frame * (columns + gap) + column);
        for (let colour = 0; colour < 3; colour++) {
          data[to + colour] = bytes.charCodeAt(from + (colours === 3 ? colour : 0));
        }
        data[to + 3] = 255;
      }
    }
  }
  return { width, height: rows, data };
};
