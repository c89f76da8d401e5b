import { describe, expect, test } from 'vitest';
import type { Rgb } from '../../../../../webview/panel/gradients/heatPalette.ts';
import { heatScale, paintHeat } from '../../../../../webview/panel/gradients/heatPalette.ts';

/** Ground, blue and text of VS Code's own themes. */
const themes = {
  dark: [
    [31, 31, 31],
    [89, 164, 249],
    [204, 204, 204],
  ],
  light: [
    [255, 255, 255],
    [0, 99, 211],
    [59, 59, 59],
  ],
  'high contrast': [
    [0, 0, 0],
    [89, 164, 249],
    [255, 255, 255],
  ],
  'high contrast light': [
    [255, 255, 255],
    [26, 133, 255],
    [41, 41, 41],
  ],
} satisfies Record<string, [Rgb, Rgb, Rgb]>;

/** WCAG 2 */
const luminance = (color: Rgb): number => {
  const [red, green, blue] = color.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const contrast = (a: Rgb, b: Rgb): number => {
  const [darker = 0, lighter = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (lighter + 0.05) / (darker + 0.05);
};

describe.each(Object.entries(themes))('heatScale in the %s theme', (_, [ground, hue, text]) => {
  const scale = heatScale(ground, hue, text);

  test('grows lighter or darker from one end to the other and turns back by no more than rounding: 2e-4', () => {
    const values = scale.map(luminance);
    const direction = Math.sign(values.at(-1)! - values[0]!);
    for (let at = 1; at < values.length; at++)
      expect((values[at]! - values[at - 1]!) * direction).toBeGreaterThan(-2e-4);
  });

  test('has ends with a contrast above 5, the lower one of which still is no ground', () => {
    expect(contrast(scale[0]!, scale.at(-1)!)).toBeGreaterThan(5);
    expect(scale[0]).not.toEqual(ground);
  });
});

describe('paintHeat', () => {
  const palette = { scale: heatScale(...themes.dark), zero: [1, 2, 3], notFinite: [250, 0, 0] } as const;
  const paint = (values: readonly number[], columns = values.length): number[][] => {
    const pixels = new Uint8ClampedArray(values.length * 4).fill(9);
    paintHeat(Float32Array.from(values), columns, { from: -4, to: 0 }, palette, pixels);
    return values.map((_, at) => [...pixels.slice(4 * at, 4 * at + 4)]);
  };

  test('takes the ends of the range for the ends of the scale, and keeps what lies beyond at them', () => {
    const [below, low, high, above] = paint([-9, -4, 0, 7]);
    expect(low).toEqual([...palette.scale[0]!, 255]);
    expect(high).toEqual([...palette.scale[255]!, 255]);
    expect([below, above]).toEqual([low, high]);
  });

  test('paints what is not finite in its own colour and leaves the ground where there is no norm', () => {
    const [broken, absent] = paint([Infinity, NaN]);
    expect(broken).toEqual([250, 0, 0, 255]);
    expect(absent?.[3]).toBe(0);
  });

  test('hatches a norm of 0: a third of its pixels, along the diagonal', () => {
    const pixels = paint(Array<number>(36).fill(-Infinity), 6);
    const isLine = pixels.map((pixel) => pixel[3] === 255);
    expect(isLine.filter(Boolean)).toHaveLength(12);
    expect(isLine[5]).toBe(isLine[10]);
    expect(pixels[0]).toEqual([1, 2, 3, 255]);
  });
});
