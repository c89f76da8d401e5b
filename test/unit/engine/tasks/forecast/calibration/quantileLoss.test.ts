import { describe, expect, test } from 'vitest';
import { quantileLoss } from '../../../../../../engine/tasks/forecast/calibration/quantileLoss.ts';
import { FoldTable } from '../../../../../../engine/tasks/forecast/backtest/foldTable.ts';
import { ForecastErrors } from '../../../../../../engine/tasks/forecast/forecastMetrics.ts';

/** Quantiles 0.1 … 0.9 of 1, 2 … 9. */
const nine = (share: number) => ({ low: 5 - 5 * share, high: 5 + 5 * share });

describe('the loss of quantiles', () => {
  test('is worked out by hand: the mean of 2ρ over nine of them', () => {
    // What came is 7: of the quantiles q = 10τ those below err by τ(7 − q), those above by (1 − τ)(q − 7).
    const terms = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((q) => (q <= 7 ? (q / 10) * (7 - q) : (1 - q / 10) * (q - 7)));
    const expected = (2 * terms.reduce((sum, term) => sum + term, 0)) / 9;
    expect(quantileLoss(7, 5, nine)).toBeCloseTo(expected, 12);
  });

  test('is the absolute error of one value for all of them', () => {
    expect(quantileLoss(7, 5, () => ({}))).toBeCloseTo(2, 12);
  });
});

describe('WQL and CRPS', () => {
  test('are the losses over the sizes of what came, and the mean of the losses', () => {
    const errors = new ForecastErrors([2]);
    errors.add(0, 7, 5, 1.5);
    errors.add(0, -3, -2, 0.5);
    const { wql, crps } = errors.metrics();
    expect(wql).toBeCloseTo(2 / 10, 12);
    expect(crps).toBeCloseTo(1, 12);
  });

  test('are told by a backtest over all, and 95 % intervals beside the others', () => {
    const table = new FoldTable([{ name: 'y', naiveError: 2 }]);
    const value = { fold: 0, ahead: 0, value: 5, low: 4, high: 6 };
    table.add('model', 0, { ...value, actual: 7, loss: 1.5, isInWider: true });
    table.add('model', 0, { ...value, actual: -3, loss: 0.5, isInWider: false });
    table.add('lastValue', 0, { fold: 0, ahead: 0, value: 5, actual: 7, loss: 2 });
    expect(table.overall('model')).toMatchObject({ wql: 0.2, crps: 1, coverage: 0, coverage95: 0.5 });
    expect(table.overall('lastValue')).toMatchObject({ wql: 2 / 7, crps: 2, mae: 2 });
    expect(table.overall('lastValue')).not.toHaveProperty('coverage95');
  });

  test('are not told of what has no quantiles, and WQL not of what is 0 throughout', () => {
    const errors = new ForecastErrors([2]);
    errors.add(0, 0, 1);
    expect(Object.keys(errors.metrics())).not.toContain('crps');
    errors.add(0, 0, 1, 1);
    expect(errors.metrics()).toMatchObject({ crps: 1 });
    expect(errors.metrics()).not.toHaveProperty('wql');
  });
});
