import type { RunConfig } from '../../../../engine/config.ts';
import type { BacktestResult, BacktestVerdict } from '../../../../engine/protocol.ts';

const verdict: BacktestVerdict = {
  metric: 'mae',
  rival: 'seasonalNaive',
  rivalName: 'same hour yesterday',
  better: 8,
  alike: 0,
  folds: 10,
};

/** A result of ten folds of a series, with some of it otherwise. */
export const resultOf = (over: Partial<BacktestResult> = {}): BacktestResult => ({
  overall: {
    model: { mae: 1.91, mase: 0.8, coverage: 0.784, width: 5.2 },
    network: { mae: 2.1 },
    seasonalNaive: { mae: 2.37, mase: 1 },
  },
  byStep: [
    { model: { mae: 1 }, network: { mae: 3 }, seasonalNaive: { mae: 2 } },
    { model: { mae: 2.5 }, network: {}, seasonalNaive: { mae: 2.25 } },
  ],
  byFold: Array.from({ length: 10 }, (_, fold) => ({ model: { mae: fold } })),
  bySeries: [{ name: 'load', metrics: { model: { mae: 1.91, mase: 0.8 } } }],
  verdict,
  notes: [],
  folds: 10,
  horizon: 2,
  refit: false,
  config: {} as RunConfig,
  seconds: 3,
  ...over,
});

/** Its verdict with something otherwise. */
export const verdictOf = (over: Partial<BacktestVerdict>): BacktestVerdict => ({ ...verdict, ...over });
