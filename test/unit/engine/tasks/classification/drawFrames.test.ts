import { expect, test } from 'vitest';
import { drawFrames } from '../../../../../engine/tasks/classification/drawFrames.ts';

const bytesOf = ({ pixels }: { readonly pixels: string }): number[] => [...Buffer.from(pixels, 'base64')];

test('a small picture is what it is, from dark to its largest value', () => {
  const drawn = drawFrames(Float32Array.of(0, 4, 8, 16, 0, 2), { frames: 1, rows: 2, columns: 3, channels: 1 });
  expect(drawn).toMatchObject({ kind: 'frames', frames: 1, rows: 2, columns: 3, colours: 1 });
  expect(bytesOf(drawn)).toEqual([0, 64, 128, 255, 0, 32]);
});

test('less than nothing is dark, and one value everywhere is too where it is nothing', () => {
  expect(bytesOf(drawFrames(Float32Array.of(-1, 0, 1, 1), { frames: 1, rows: 2, columns: 2, channels: 1 }))).toEqual([
    0, 128, 255, 255,
  ]);
  expect(bytesOf(drawFrames(new Float32Array(4), { frames: 1, rows: 2, columns: 2, channels: 1 }))).toEqual([
    0, 0, 0, 0,
  ]);
});

test('of colours red, green and blue are kept, and how opaque they are is not; of two the first is', () => {
  const coloured = drawFrames(Float32Array.of(255, 0, 51, 255), { frames: 1, rows: 1, columns: 1, channels: 4 });
  expect([coloured.colours, bytesOf(coloured)]).toEqual([3, [255, 0, 51]]);
  const two = drawFrames(Float32Array.of(10, 1, 5, 2), { frames: 1, rows: 1, columns: 2, channels: 2 });
  expect([two.colours, bytesOf(two)]).toEqual([1, [255, 128]]);
});

test('a large picture is reduced to 64 by 64 at the most, a pixel the mean of a square', () => {
  const side = 130;
  const values = Float32Array.from({ length: side * side }, (_, at) => (at % side < 66 ? 100 : 50));
  const drawn = drawFrames(values, { frames: 1, rows: side, columns: side, channels: 1 });
  expect([drawn.rows, drawn.columns]).toEqual([44, 44]);
  const bytes = bytesOf(drawn);
  expect(bytes.length).toBe(44 * 44);
  expect([bytes[0], bytes[21], bytes[22], bytes[43]]).toEqual([255, 255, 128, 128]);
});

test('of a clip 8 frames are drawn, from all of it, in 8192 bytes at the most', () => {
  const [frames, rows, columns] = [20, 60, 80];
  const values = Float32Array.from({ length: frames * rows * columns }, (_, at) => Math.floor(at / (rows * columns)));
  const drawn = drawFrames(values, { frames, rows, columns, channels: 1 });
  const bytes = bytesOf(drawn);
  expect(drawn.frames).toBe(8);
  expect(bytes.length).toBe(8 * drawn.rows * drawn.columns);
  expect(bytes.length).toBeLessThanOrEqual(8192);
  const firsts = Array.from({ length: 8 }, (_, frame) => bytes[frame * drawn.rows * drawn.columns]! / 255);
  expect(firsts.map((share) => Math.round(share * 17))).toEqual([0, 2, 5, 7, 10, 12, 15, 17]);
});

test('a sequence that ends early leaves the rest dark', () => {
  expect(bytesOf(drawFrames(Float32Array.of(3, 6), { frames: 1, rows: 2, columns: 2, channels: 1 }))).toEqual([
    128, 255, 0, 0,
  ]);
});
