import type { Range } from '../../chart/zoomRange.ts';

/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [number, number, number];

/** Colours of a heat map. */
export interface HeatPalette {
  /** From the smallest norm to the largest, one after the other. */
  readonly scale: readonly Rgb[];
  /** Of the lines that hatch a norm of 0. */
  readonly zero: Rgb;
  /** Where there is no finite norm. */
  readonly notFinite: Rgb;
}

const shades = 256;

/**
 * A scale of one hue from nearly the ground to nearly the text: lightness goes one way, so that it can be read without
 * telling hues apart, in any theme.
 */
export const heatScale = (ground: Rgb, hue: Rgb, text: Rgb): Rgb[] =>
  Array.from({ length: shades }, (_, index) => {
    const share = index / (shades - 1);
    return share < middle
      ? mix(ground, hue, faintest + ((1 - faintest) * share) / middle)
      : mix(hue, text, (strongest * (share - middle)) / (1 - middle));
  });

/** Where the scale has its pure hue. */
const middle = 0.65;
/** Share of the hue in the colour of the smallest norm, which still differs from the empty ground. */
const faintest = 0.12;
/** Share of the text's colour in that of the largest norm. */
const strongest = 0.75;

const mix = (from: Rgb, to: Rgb, share: number): Rgb => {
  const at = (index: 0 | 1 | 2): number => Math.round(from[index] + (to[index] - from[index]) * share);
  return [at(0), at(1), at(2)];
};

/** Pixels between the hatching lines of a norm of 0. */
const hatchWidth = 6;

/**
 * Paints a grid of log10 norms into `pixels` (red, green, blue, alpha), row by row. What lies beyond the range has the
 * colour of its end; a 0 is hatched, no norm leaves the ground.
 */
export const paintHeat = (
  grid: Float32Array,
  columns: number,
  range: Range | undefined,
  { scale, zero, notFinite }: HeatPalette,
  pixels: Uint8ClampedArray,
): void => {
  const colorOf = (value: number, at: number): Rgb | undefined => {
    if (Number.isNaN(value)) return undefined;
    if (value === Infinity) return notFinite;
    if (value === -Infinity || !range)
      return (Math.floor(at / columns) + (at % columns)) % hatchWidth < 2 ? zero : undefined;
    const share = (value - range.from) / (range.to - range.from);
    return scale[Math.round(Math.min(1, Math.max(0, share)) * (scale.length - 1))];
  };
  grid.forEach((value, at) => {
    const color = colorOf(value, at);
    pixels[4 * at + 3] = color ? 255 : 0;
    if (!color) return;
    pixels[4 * at] = color[0];
    pixels[4 * at + 1] = color[1];
    pixels[4 * at + 2] = color[2];
  });
};
