import { describe, expect, test } from 'vitest';
import { askedShare } from '../../../../../../engine/tasks/forecast/calibration/askedShare.ts';
import {
  drawnWidth,
  normalWidth,
  widthOf,
} from '../../../../../../engine/tasks/forecast/calibration/intervalShares.ts';

const calibration = {
  intervals: [10, 20],
  otherIntervals: [
    { share: 0.6, widths: [6, 12] },
    { share: 0.95, widths: [18, 36] },
  ],
};

describe('half of an interval that holds a share', () => {
  test('is that which is known', () => {
    expect([0.6, 0.8, 0.95].map((share) => widthOf(calibration, share, 1))).toEqual([12, 20, 36]);
  });

  test('lies between two that are known, as those of a normal distribution would', () => {
    const known = { intervals: [normalWidth(0.8)], otherIntervals: [{ share: 0.95, widths: [normalWidth(0.95)] }] };
    expect(widthOf(known, 0.9, 0)).toBeCloseTo(1.6448536269514722, 8);
  });

  test('is not known beyond them, nor of a model without any', () => {
    expect(widthOf(calibration, 0.5, 0)).toBeUndefined();
    expect(widthOf(calibration, 0.98, 0)).toBeUndefined();
    expect(widthOf({}, 0.8, 0)).toBeUndefined();
  });
});

test('of what is drawn, a share beyond those that are known has the width that a normal distribution would', () => {
  const known = {
    intervals: [normalWidth(0.8)],
    otherIntervals: [0.2, 0.98].map((share) => ({ share, widths: [normalWidth(share)] })),
  };
  for (const share of [0, 0.1, 0.2, 0.5, 0.98, 0.999]) {
    expect(drawnWidth(known, share, 0)).toBeCloseTo(normalWidth(share), 8);
  }
  expect(drawnWidth({}, 0.5, 0)).toBeUndefined();
});

describe('the level that is asked for', () => {
  test('is 80 % where nobody asks, and from 20 to 98', () => {
    expect(askedShare(undefined, calibration, 'm')).toBe(0.8);
    expect(askedShare(95, calibration, 'm')).toBe(0.95);
    expect(() => askedShare(99, calibration, 'm')).toThrow('level 99 is none from 20 to 98 percent');
    expect(() => askedShare(NaN, calibration, 'm')).toThrow('level NaN is none');
  });

  test('cannot be another of a model that knows one alone, and it is said how it can', () => {
    expect(askedShare(80, { intervals: [1] }, 'm')).toBe(0.8);
    expect(() => askedShare(95, { intervals: [1] }, 'm')).toThrow('knows the 80 % interval alone; train it anew');
  });
});
