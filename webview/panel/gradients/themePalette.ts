import type { Theme } from '../../theme.ts';
import type { HeatPalette, Rgb } from './heatPalette.ts';
import { heatScale } from './heatPalette.ts';

/** The colours of heat maps in a theme. */
export const themePalette = ({ background, train, foreground, muted, error }: Theme): HeatPalette => {
  const ground = rgbOf([background]);
  return {
    scale: heatScale(ground, rgbOf([background, train]), rgbOf([background, foreground])),
    zero: rgbOf([background, muted]),
    notFinite: rgbOf([background, error]),
  };
};

/** Colours painted over one another, in whatever way CSS writes them, see-through ones too. */
const rgbOf = (colors: readonly string[]): Rgb => {
  const canvas = document.createElement('canvas');
  canvas.width = 1;
  canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('This browser has no canvas to read colours with.');
  for (const color of colors) {
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
  }
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
};
