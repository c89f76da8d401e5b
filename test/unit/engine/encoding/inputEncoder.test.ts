import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../engine/compute/random.ts';
import { inputEncoder } from '../../../../engine/encoding/inputEncoder.ts';
import { Numbers } from '../../../../engine/files/columns/numbers.ts';
import { readTable } from '../../../../engine/files/readTable.ts';
import { dayLength } from '../../../../engine/encoding/times/timeStep.ts';
import { temporaryFile } from '../files/temporaryFile.ts';

const table = await readTable(temporaryFile('x\n1\n2\n'));
const hour = 3_600_000;

describe('the calendar', () => {
  const random = createRandom(3);
  const steps: Readonly<Record<string, (row: number) => number>> = {
    'every hour': () => hour,
    'every hour, with a gap now and then': (row) => (row % 97 === 0 ? 5 * hour : hour),
    'every hour, then every half hour': (row) => (row < 500 ? hour : hour / 2),
    'at two distances by turns': (row) => (row % 2 === 0 ? hour : 2 * hour),
    'at the same time': () => 0,
    'at any time': () => random.integer(dayLength),
  };

  test.each(Object.entries(steps))('of rows %s is the sine and cosine of the time of day, to float32', (_, stepAt) => {
    const times = new Float64Array(2000);
    let time = Date.UTC(1969, 11, 25);
    for (let row = 0; row < times.length; row++) times[row] = time += stepAt(row);
    const encoder = inputEncoder(table, { kind: 'calendar', period: 'day' }, Numbers.of(times));
    const columns = 3;
    const values = new Float32Array(times.length * columns);
    const half = 1003;
    encoder.encode(0, half, values, columns, 1);
    encoder.encode(half, times.length, values.subarray(half * columns), columns, 1);
    for (const [row, at] of times.entries()) {
      const angle = (2 * Math.PI * (at % dayLength)) / dayLength;
      const [before = NaN, sine = NaN, cosine = NaN] = values.subarray(row * columns, (row + 1) * columns);
      expect(before).toBe(0);
      expect(Math.abs(sine - Math.sin(angle))).toBeLessThan(2 ** -24);
      expect(Math.abs(cosine - Math.cos(angle))).toBeLessThan(2 ** -24);
    }
  });
});

test('a number too far from those of the training rows is refused by its line, a far one is not', async () => {
  const input = { kind: 'number', column: 'x', offset: 1, scale: 2 } as const;
  const values = new Float32Array(3);
  const far = await readTable(temporaryFile('x\n1\n1e18\n2\n'));
  inputEncoder(far, input, undefined).encode(0, 3, values, 1, 0);
  expect([...values]).toEqual([0, Math.fround(5e17), 0.5]);
  const farther = await readTable(temporaryFile('x\n1\n2\n9e66\n'));
  expect(() => {
    inputEncoder(farther, input, undefined).encode(0, 3, values, 1, 0);
  }).toThrow(/:4: the number in column x is farther from those of the training rows than can be computed with/);
});
