import { describe, expect, test } from 'vitest';
import { FoldTable } from '../../../../../../engine/tasks/forecast/backtest/foldTable.ts';

/** Series a, naively off by 2, forecast twice; series b, off by 100, once. */
const table = new FoldTable([
  { name: 'a', naiveError: 2 },
  { name: 'b', naiveError: 100 },
]);
table.add('model', 0, { fold: 0, ahead: 0, actual: 10, value: 13, low: 9, high: 14 });
table.add('model', 0, { fold: 1, ahead: 1, actual: 4, value: 3, low: 4.5, high: 5 });
table.add('model', 1, { fold: 1, ahead: 0, actual: 300, value: 100 });
table.add('lastValue', 1, { fold: 0, ahead: 0, actual: 0, value: 0 });

describe('figures of a backtest, worked out by hand', () => {
  test('of a series', () => {
    const { mae, rmse, smape, mase, coverage, width } = table.bySeries('model', 0);
    expect([mae, mase, coverage, width]).toEqual([2, 1, 0.5, 2.75]);
    expect(rmse).toBeCloseTo(Math.sqrt((9 + 1) / 2), 12);
    expect(smape).toBeCloseTo(100 * (3 / 23 + 1 / 7), 12);
    // What is 0 and forecast as 0 is no error, and without bounds nothing is held.
    expect(table.bySeries('lastValue', 1)).toEqual({ mae: 0, rmse: 0, smape: 0, mase: 0 });
  });

  test('over all: errors over values, sMAPE and MASE over series', () => {
    const { mae, smape, mase, coverage } = table.overall('model');
    expect(mae).toBeCloseTo((3 + 1 + 200) / 3, 12);
    expect(smape).toBeCloseTo((100 * (3 / 23 + 1 / 7) + 100) / 2, 12);
    expect(mase).toBeCloseTo((1 + 2) / 2, 12);
    expect(coverage).toBe(0.5);
  });

  test('of a step ahead', () => {
    expect(table.byStep('model', 0)['mae']).toBeCloseTo(203 / 2, 12);
    expect(table.byStep('model', 1)).toMatchObject({ mae: 1, coverage: 0 });
    expect(table.byStep('lastValue', 1)).toEqual({});
    expect(table.forecasters).toEqual(['model', 'lastValue']);
  });

  test('of a fold, over its steps and series', () => {
    expect(table.byFold('model', 0)).toMatchObject({ mae: 3, mase: 1.5, coverage: 1 });
    const { mae, mase } = table.byFold('model', 1);
    expect([mae, mase]).toEqual([201 / 2, (0.5 + 2) / 2]);
    expect(table.byFold('lastValue', 1)).toEqual({});
  });
});
