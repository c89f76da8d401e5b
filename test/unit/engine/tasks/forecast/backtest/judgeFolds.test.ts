import { expect, test } from 'vitest';
import type { BacktestMetrics } from '../../../../../../engine/protocol.ts';
import { judgeFolds } from '../../../../../../engine/tasks/forecast/backtest/judgeFolds.ts';

const fold = (model: number, drift: number, network = 0): BacktestMetrics => ({
  model: { mae: model, mase: model },
  network: { mae: network, mase: network },
  lastValue: { mae: 100, mase: 100 },
  drift: { mae: drift, mase: drift },
});

test('the rival is the baseline with the least error, never the network, which is a part of the model', () => {
  const overall = fold(3, 4);
  expect(judgeFolds(overall, [fold(2, 4), fold(4, 4), fold(5, 4)], 'mae')).toEqual({
    metric: 'mae',
    rival: 'drift',
    better: 1,
    alike: 1,
    folds: 3,
  });
});

test('errors that differ by the way they were reckoned are alike', () => {
  expect(judgeFolds(fold(1, 1), [fold(1 + 1e-9, 1), fold(1 - 1e-9, 1)], 'mae')).toMatchObject({ better: 0, alike: 2 });
});

test('folds of which nothing is known do not count, and MASE gives way to MAE where there is none', () => {
  const overall = { model: { mae: 1 }, lastValue: { mae: 2 } };
  expect(judgeFolds(overall, [overall, {}], 'mase')).toEqual({
    metric: 'mae',
    rival: 'lastValue',
    better: 1,
    alike: 0,
    folds: 1,
  });
});

test('where nobody could forecast there is no verdict', () => {
  expect(judgeFolds({}, [{}], 'mae')).toBeUndefined();
});
