import { describe, expect, test } from 'vitest';
import { panBy, zoomAround } from '../../../../webview/chart/zoomRange.ts';

const whole = { from: 0, to: 100 };

describe('zoomAround', () => {
  test('halves the range and keeps the centre in its place', () => {
    expect(zoomAround({ from: 0, to: 100 }, 0.5, 20, whole)).toEqual({ from: 10, to: 60 });
  });

  test('is no zoom any more when all is shown', () => {
    expect(zoomAround({ from: 10, to: 60 }, 4, 35, whole)).toBeUndefined();
  });

  test('stops at an end of the axis', () => {
    expect(zoomAround({ from: 0, to: 20 }, 2, 0, whole)).toEqual({ from: 0, to: 40 });
  });

  test('does not go narrower than a millionth of the axis', () => {
    const range = zoomAround({ from: 50, to: 50.0001 }, 1e-3, 50, whole)!;
    expect(range.to - range.from).toBeCloseTo(1e-4, 10);
  });
});

describe('panBy', () => {
  test('moves by a share of the width', () => {
    expect(panBy({ from: 20, to: 40 }, 0.5, whole)).toEqual({ from: 30, to: 50 });
  });

  test('stops at the end without getting narrower', () => {
    expect(panBy({ from: 70, to: 90 }, 5, whole)).toEqual({ from: 80, to: 100 });
    expect(panBy({ from: 10, to: 30 }, -5, whole)).toEqual({ from: 0, to: 20 });
  });
});
