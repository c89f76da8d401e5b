import { describe, expect, test } from 'vitest';
import { decimate, lowerBound, nearestIndex } from '../../../../webview/chart/decimate.ts';

const count = 100_000;
const x = Array.from({ length: count }, (_, index) => index);
const wave = x.map((value) => Math.sin(value / 500));

describe('decimate', () => {
  test('draws 100,000 points with at most four per pixel', () => {
    expect(decimate({ x, y: wave }, 0, count - 1, 500).x.length).toBeLessThanOrEqual(4 * 501);
  });

  test('loses neither a spike up nor a spike down of a single point', () => {
    const y = [...wave];
    y[33_333] = 9;
    y[66_666] = -9;
    const drawn = decimate({ x, y }, 0, count - 1, 500);
    expect(drawn.y[drawn.x.indexOf(33_333)]).toBe(9);
    expect(drawn.y[drawn.x.indexOf(66_666)]).toBe(-9);
  });

  test('keeps first and last point and ascending x', () => {
    const drawn = decimate({ x, y: wave }, 0, count - 1, 300);
    expect([drawn.x[0], drawn.x.at(-1)]).toEqual([0, count - 1]);
    expect(drawn.x.every((value, index) => index === 0 || value > drawn.x[index - 1]!)).toBe(true);
  });

  test('keeps a gap of one point visible', () => {
    const y: (number | null)[] = [...wave];
    y[50_001] = null;
    const drawn = decimate({ x, y }, 0, count - 1, 500);
    expect(drawn.y[drawn.x.indexOf(50_001)]).toBeNull();
  });

  test('gives every point of a narrow stretch, and one neighbour on either side of it', () => {
    expect(decimate({ x, y: wave }, 10, 14, 500).x).toEqual([9, 10, 11, 12, 13, 14, 15]);
  });

  test('gives nothing for an empty line', () => {
    expect(decimate({ x: [], y: [] }, 0, 1, 100)).toEqual({ x: [], y: [] });
  });
});

describe('lowerBound', () => {
  test.each([
    [-1, 0],
    [0, 0],
    [1.5, 2],
    [4, 3],
  ])('finds for %d the place %d in 0, 1, 2', (value, place) => {
    expect(lowerBound([0, 1, 2], value)).toBe(place);
  });
});

describe('nearestIndex', () => {
  test.each([
    [-5, 0],
    [4, 0],
    [6, 1],
    [99, 2],
  ])('finds the point nearest to %d', (value, index) => {
    expect(nearestIndex([0, 10, 20], value)).toBe(index);
  });

  test('is -1 when there is no point', () => {
    expect(nearestIndex([], 3)).toBe(-1);
  });
});
