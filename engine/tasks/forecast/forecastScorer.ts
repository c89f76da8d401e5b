import type { Baselines, Metrics } from '../../protocol.ts';
import type { ForecastCodec } from './forecastCodec.ts';
import { ForecastErrors } from './forecastMetrics.ts';
import type { Numbers } from '../../files/columns/numbers.ts';
import type { Scorer } from '../preparedData.ts';
import { filledAt } from '../../encoding/scale.ts';

/** What forecasts are measured against. */
export interface ForecastTruth {
  readonly codec: ForecastCodec;
  /** By target, in the file's units. */
  readonly actual: readonly Numbers[];
  readonly window: number;
  readonly season: number;
  /** Where several series stand one after the other: the first row of that of a row. */
  readonly startOf?: (row: number) => number;
}

/** Takes the network's forecasts, in parts, and compares them with the file in its own units. */
export class ForecastScorer implements Scorer {
  private readonly truth: ForecastTruth;
  private readonly errors: ForecastErrors;

  constructor(truth: ForecastTruth) {
    this.truth = truth;
    this.errors = new ForecastErrors(truth.codec.naiveErrors);
  }

  add(outputs: Float32Array, examples: Int32Array): void {
    const { codec, actual, window } = this.truth;
    const { horizon, targets } = codec;
    let at = 0;
    for (let index = 0; index < examples.length; index++) {
      const firstTarget = (examples[index] ?? 0) + window;
      for (let step = 0; step < horizon; step++) {
        for (let target = 0; target < targets.length; target++) {
          const { offset = 0, scale = 1 } = targets[target] ?? {};
          const forecast = (outputs[at++] ?? NaN) * scale + offset;
          this.errors.add(target, actual[target]?.at(firstTarget + step) ?? NaN, forecast);
        }
      }
    }
  }

  metrics(): Metrics {
    return this.errors.metrics();
  }
}

/** The last value, and the one a season before, as forecasts for the same windows. */
export const naiveBaselines = (truth: ForecastTruth, examples: Int32Array): Baselines => {
  const { season, startOf = () => 0 } = truth;
  return {
    lastValue: measure(truth, examples, (firstTarget) => firstTarget - 1),
    ...(season > 0 && {
      seasonalNaive: measure(truth, examples, (firstTarget, step) => {
        const known = firstTarget - season + (step % season);
        // In the very first season there is none before it.
        return known < startOf(firstTarget) ? firstTarget - 1 : known;
      }),
    }),
  };
};

/** Of forecasts that repeat the value of the row `rowOf`. */
const measure = (
  { codec, actual, window }: ForecastTruth,
  examples: Int32Array,
  rowOf: (firstTarget: number, step: number) => number,
): Metrics => {
  const errors = new ForecastErrors(codec.naiveErrors);
  for (let index = 0; index < examples.length; index++) {
    const firstTarget = (examples[index] ?? 0) + window;
    for (let step = 0; step < codec.horizon; step++) {
      const row = rowOf(firstTarget, step);
      for (let target = 0; target < actual.length; target++) {
        const values = actual[target];
        if (values) errors.add(target, values.at(firstTarget + step), filledAt(values, row));
      }
    }
  }
  return errors.metrics();
};
