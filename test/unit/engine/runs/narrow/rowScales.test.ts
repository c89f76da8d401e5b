import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../../engine/compute/random.ts';
import { scaleRows, unscaleRows } from '../../../../../engine/runs/narrow/rowScales.ts';

const matrix = (...rows: readonly (readonly number[])[]) => ({
  shape: [rows.length, rows[0]?.length ?? 0],
  values: Float32Array.from(rows.flat()),
});

describe('rows of whole numbers with a scale each', () => {
  test('are off by half a scale at most, which is a 127th of the largest of the row', () => {
    const random = createRandom(3);
    const rows = Array.from({ length: 20 }, (_, row) =>
      Array.from({ length: 31 }, () => (random.next() - 0.5) * 10 ** (row - 10)),
    );
    const { values } = matrix(...rows);
    const { wholes, scales } = scaleRows(matrix(...rows));
    const read = unscaleRows(wholes, scales);
    for (let i = 0; i < values.length; i++) {
      const row = Math.floor(i / 31);
      const most = Math.max(...values.subarray(row * 31, (row + 1) * 31).map(Math.abs));
      expect(scales[row]).toBe(Math.fround(most / 127));
      expect(Math.abs((read[i] ?? NaN) - (values[i] ?? NaN))).toBeLessThanOrEqual(0.5001 * (scales[row] ?? NaN));
    }
  });

  test('tie to even, and have the same range on either side', () => {
    const { wholes, scales } = scaleRows(matrix([127, 0.5, 1.5, -2.5, -127]));
    expect([...scales]).toEqual([1]);
    expect([...wholes]).toEqual([127, 0, 2, -2, -127]);
  });

  test('of zeros and of numbers below the normal ones are zeros or nearly, with a scale above 0', () => {
    const { wholes, scales } = scaleRows(matrix([0, 0], [2 ** -149, -(2 ** -130)], [2 ** -119, 0]));
    expect([...scales]).toEqual([2 ** -126, 2 ** -126, Math.fround(2 ** -119 / 127)]);
    expect([...wholes]).toEqual([0, 0, 0, -0, 127, 0].map((x) => x + 0));
  });

  test('of the largest floats come back finite', () => {
    const largest = 3.4028234663852886e38;
    const { wholes, scales } = scaleRows(matrix([largest, -largest]));
    for (const value of unscaleRows(wholes, scales)) expect(Math.abs(value) / largest).toBeCloseTo(1, 6);
  });
});
