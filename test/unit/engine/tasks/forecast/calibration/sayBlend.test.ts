import { expect, test } from 'vitest';
import { describeBlend, sayBlend } from '../../../../../../engine/tasks/forecast/calibration/sayBlend.ts';
import type { BlendPart } from '../../../../../../engine/tasks/simple/blend.ts';

const hour = 3_600_000;
const target = (column: string) => ({ column, decimals: 0, offset: 0, scale: 1 });
const one = { season: 24, step: hour, targets: [target('load')] };
const seasonal = (network: number): BlendPart => ({ network, baseline: 'seasonalNaive' });

test('a season is told by the clock where the rows have one, else by rows', () => {
  expect(sayBlend([seasonal(0.8)], one)).toBe('0.8 network + 0.2 same hour yesterday');
  expect(sayBlend([seasonal(0.8)], { ...one, season: 12, step: 30.437 * 24 * hour })).toBe(
    '0.8 network + 0.2 same month last year',
  );
  expect(sayBlend([seasonal(0.5)], { season: 11, targets: [] })).toBe('0.5 network + 0.5 value 11 rows before');
});

test('a network that adds nothing is said to, and targets that differ are named', () => {
  expect(describeBlend([{ network: 0, baseline: 'lastValue' }], one)).toBe(
    'The network adds nothing on the validation part: the forecast is last value alone.',
  );
  const two = { ...one, targets: [target('load'), target('heat')] };
  expect(describeBlend([seasonal(1), seasonal(1)], two)).toBe('The forecast is the network alone.');
  expect(describeBlend([seasonal(1), seasonal(0)], two)).toBe(
    'The forecast is load: the network alone; heat: same hour yesterday alone.',
  );
});
