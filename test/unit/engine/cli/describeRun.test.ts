import { describe, expect, test } from 'vitest';
import { describeDefeat } from '../../../../engine/cli/describeRun.ts';

const headline = { metric: 'mae', lowerIsBetter: true };
const resultOf = (mae: number) => ({
  loss: 1,
  metrics: { mae },
  baselines: { lastValue: { mae: 2 }, seasonalNaive: { mae: 3 } },
});

describe('the end of a run', () => {
  test('names the simple forecasts that do as well as the network', () => {
    expect(describeDefeat(resultOf(1.9), headline)).toEqual([]);
    expect(describeDefeat(resultOf(2), headline)[0]).toMatch(/^not better than last value: try /);
    expect(describeDefeat(resultOf(3.5), headline)[0]).toMatch(/^not better than last value and seasonal naive: /);
  });

  test('knows when more is better', () => {
    const accuracy = { metric: 'accuracy', lowerIsBetter: false };
    const result = (own: number) => ({
      loss: 1,
      metrics: { accuracy: own },
      baselines: { majority: { accuracy: 0.5 } },
    });
    expect(describeDefeat(result(0.6), accuracy)).toEqual([]);
    expect(describeDefeat(result(0.4), accuracy)).toHaveLength(1);
  });

  test('has no advice for a network without a mistake, which nobody can beat', () => {
    const accuracy = { metric: 'accuracy', lowerIsBetter: false };
    const [metrics, perfect] = [{ accuracy: 1 }, { accuracy: 1 }];
    expect(describeDefeat({ loss: 0, metrics, baselines: { naiveBayes: perfect } }, accuracy)).toEqual([]);
    expect(describeDefeat({ loss: 0, metrics: { mae: 0 }, baselines: { lastValue: { mae: 0 } } }, headline)).toEqual(
      [],
    );
  });
});
