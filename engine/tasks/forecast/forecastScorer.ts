import { encodedValue, logSlope } from '../../encoding/transform/valueTransform.ts';
import type { Baselines, Metrics } from '../../protocol.ts';
import type { Calibration } from '../model.ts';
import { type Deviation, deviationAt, type Deviations } from '../distributions/deviations.ts';
import { countsOf, logProbability } from '../distributions/negativeBinomial.ts';
import { logDensity } from '../distributions/reach.ts';
import type { Scorer } from '../preparedData.ts';
import { type SimpleForecasts, type SimpleName, simpleNames } from '../simple/simpleForecasts.ts';
import { usualShare, widerShare } from './calibration/intervalShares.ts';
import { type Bounds, quantileLoss } from './calibration/quantileLoss.ts';
import type { ForecastCodec } from './forecastCodec.ts';
import { ForecastDecoder } from './forecastDecoder.ts';
import { ForecastErrors } from './forecastMetrics.ts';
import type { TargetScale, TargetScales } from '../simple/targetScales.ts';

/** What forecasts are measured against. */
export interface ForecastTruth {
  readonly codec: ForecastCodec;
  readonly scales: TargetScales;
  readonly window: number;
  /** Has the values of the file. */
  readonly simple: SimpleForecasts;
}

/**
 * Takes what the network says, in parts, and compares the forecasts that are made of it with the file in its own units:
 * the network's alone, or as a model is calibrated.
 */
export class ForecastScorer implements Scorer {
  private readonly truth: ForecastTruth;
  private readonly decoder: ForecastDecoder;
  private readonly errors: ForecastErrors;
  /** Of the network alone, where that is not the forecast. */
  private readonly bare: ForecastErrors | undefined;
  private readonly inside = { held: 0, heldWider: 0, count: 0 };
  private readonly likelihood = { sum: 0, count: 0 };
  private readonly isOfModel: boolean;
  private readonly isBounded: boolean;
  private readonly knowsWider: boolean;

  /** Without a calibration, as while a network trains, values alone are scored, not the distributions that they are of. */
  constructor(truth: ForecastTruth, by?: Calibration) {
    const calibration = by ?? {};
    const { naiveErrors } = truth.scales;
    this.truth = truth;
    this.isOfModel = by !== undefined;
    this.isBounded = calibration.intervals !== undefined;
    // Models of before know one interval alone.
    this.knowsWider = calibration.otherIntervals !== undefined;
    this.decoder = new ForecastDecoder(truth.scales, calibration, truth.simple);
    this.errors = new ForecastErrors(naiveErrors);
    const isBlended = calibration.blend?.some(({ network }) => network < 1) ?? false;
    this.bare = isBlended ? new ForecastErrors(naiveErrors) : undefined;
  }

  add(outputs: Float32Array, examples: Int32Array, deviations?: Deviations): void {
    const { codec, scales, window, simple } = this.truth;
    const { horizon, targets } = codec;
    const { isBounded, isOfModel } = this;
    let at = 0;
    for (const example of examples) {
      const origin = example + window;
      for (let ahead = 0; ahead < horizon; ahead++) {
        for (let target = 0; target < targets.length; target++) {
          const mean = outputs[at] ?? NaN;
          const actual = simple.values[target]?.at(origin + ahead) ?? NaN;
          const place = scales.place(target, origin);
          const value = this.decoder.value(origin, ahead, target, mean);
          const told = deviations && deviationAt(deviations, at);
          const output = { mean, told };
          const intervalOf = (share: number) => this.decoder.interval({ origin, ahead, target, share }, value, output);
          if (isBounded) this.look(actual, intervalOf);
          this.errors.add(place, actual, value, isOfModel ? quantileLoss(actual, value, intervalOf) : undefined);
          const network = this.decoder.network(origin, target, mean);
          this.bare?.add(place, actual, network, Math.abs(actual - network));
          if (told && isOfModel) this.weigh(actual, mean, told, scales.at(target, origin));
          at++;
        }
      }
    }
  }

  /** Adds −ln of the density, of counts the probability, that the network alone gives to what came, in the units of the file. */
  private weigh(actual: number, mean: number, told: Deviation, by: TargetScale): void {
    const ofCounts = told.of === 'negativeBinomial';
    const log = ofCounts
      ? logProbability(actual, countsOf(told, mean * by.scale, by.scale))
      : logDensity(told, encodedValue(actual, by) - mean);
    if (log === undefined || Number.isNaN(log)) return;
    this.likelihood.sum += (ofCounts ? 0 : Math.log(by.scale) - logSlope(actual, by.transform)) - log;
    this.likelihood.count++;
  }

  private look(actual: number, intervalOf: (share: number) => Bounds): void {
    const { low = NaN, high = NaN } = intervalOf(usualShare);
    if (!Number.isFinite(high - low)) return;
    this.inside.count++;
    if (actual >= low && actual <= high) this.inside.held++;
    const wider = intervalOf(widerShare);
    if (actual >= (wider.low ?? NaN) && actual <= (wider.high ?? NaN)) this.inside.heldWider++;
  }

  metrics(): Metrics {
    const { held, heldWider, count } = this.inside;
    return {
      ...this.errors.metrics(),
      ...(count > 0 && { coverage: held / count }),
      ...(count > 0 && this.knowsWider && { coverage95: heldWider / count }),
      ...(this.likelihood.count > 0 && { nll: this.likelihood.sum / this.likelihood.count }),
    };
  }

  alone(): Metrics | undefined {
    return this.bare?.metrics();
  }
}

/** What simple forecasts reach on the same windows. */
export const simpleBaselines = (truth: ForecastTruth, examples: Int32Array): Baselines => {
  const { codec, simple } = truth;
  const names = simpleNames.filter((name) => codec.targets.every((_, target) => simple.namesOf(target).includes(name)));
  return Object.fromEntries(names.map((name) => [name, measure(truth, examples, name)]));
};

const measure = ({ codec, scales, window, simple }: ForecastTruth, examples: Int32Array, name: SimpleName): Metrics => {
  const errors = new ForecastErrors(scales.naiveErrors);
  for (const example of examples) {
    const origin = example + window;
    for (const [target, values] of simple.values.entries()) {
      const forecast = simple.from(name, target, origin);
      for (let ahead = 0; ahead < codec.horizon; ahead++) {
        const [actual, value] = [values.at(origin + ahead), forecast(ahead)];
        // Whatever share of the truth they are to be above: what says one value says it of all quantiles.
        errors.add(scales.place(target, origin), actual, value, Math.abs(actual - value));
      }
    }
  }
  return errors.metrics();
};
