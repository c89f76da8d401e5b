import { targetsOf } from '../../../compute/seriesRows.ts';
import type { WindowSource } from '../../../compute/source.ts';
import { decodedValue, encodedValue } from '../../../encoding/transform/valueTransform.ts';
import type { Calibration } from '../../model.ts';
import type { SimpleForecasts } from '../../simple/simpleForecasts.ts';
import type { TargetScales } from '../../simple/targetScales.ts';
import { ForecastDecoder } from '../forecastDecoder.ts';

export interface PartsOptions {
  readonly source: WindowSource;
  readonly scales: TargetScales;
  readonly simple: SimpleForecasts;
  readonly calibration: Calibration;
  /** First rows of windows, and their length. */
  readonly examples: Int32Array;
  readonly window: number;
}

/** From which of the windows what is added to the network's output is taken: by window, each its own when not given. */
export interface PartOrders {
  readonly anchor?: Int32Array;
  readonly baseline?: Int32Array;
}

/**
 * What the forecasts of some windows are made of, in the file's units: the network's output, what that is a difference
 * from, and the baseline that it is blended with. Places are those of the network's outputs, (windows, horizon, targets).
 */
export class ForecastParts {
  readonly horizon: number;
  readonly targets: number;
  /** The first row that each window forecasts. */
  readonly origins: Int32Array;
  readonly actual: Float64Array;
  /** Encoded; zeros where the network says the values themselves. */
  private readonly anchors: Float64Array;
  /** NaN where there is none in the blend. */
  readonly baselines: Float64Array;
  readonly isAnchored: boolean;
  private readonly scales: TargetScales;
  private readonly decoder: ForecastDecoder;

  constructor({ source, scales, simple, calibration, examples, window }: PartsOptions) {
    const { horizon, targetColumns, lags } = source;
    this.horizon = horizon;
    this.isAnchored = lags.some((lag) => lag > 0);
    this.targets = targetColumns;
    this.scales = scales;
    this.decoder = new ForecastDecoder(scales, calibration, simple);
    this.origins = examples.map((example) => example + window);
    const values = examples.length * horizon * targetColumns;
    this.actual = new Float64Array(values);
    this.anchors = new Float64Array(values);
    this.baselines = new Float64Array(values).fill(NaN);
    for (const [at, origin] of this.origins.entries()) {
      this.anchorAt(source, at, origin);
      for (let target = 0; target < targetColumns; target++) {
        const { network = 1, baseline = 'lastValue' } = calibration.blend?.[target] ?? {};
        const forecast = network < 1 ? simple.from(baseline, target, origin) : undefined;
        for (let ahead = 0; ahead < horizon; ahead++) {
          const place = this.placeOf(at, ahead, target);
          this.actual[place] = simple.values[target]?.at(origin + ahead) ?? NaN;
          if (forecast) this.baselines[place] = forecast(ahead);
        }
      }
    }
  }

  placeOf(at: number, ahead: number, target: number): number {
    return (at * this.horizon + ahead) * this.targets + target;
  }

  /** What the network alone forecasts. */
  network(outputs: Float32Array, at: number, ahead: number, target: number, orders: PartOrders = {}): number {
    const anchor = this.anchors[this.placeOf(orders.anchor?.[at] ?? at, ahead, target)] ?? NaN;
    const output = outputs[this.placeOf(at, ahead, target)] ?? NaN;
    return this.decoder.network(this.originOf(at), target, output + anchor);
  }

  /** What the network's output is a difference from, NaN where that is nothing. */
  anchor(at: number, ahead: number, target: number): number {
    if (!this.isAnchored) return NaN;
    return decodedValue(
      this.anchors[this.placeOf(at, ahead, target)] ?? NaN,
      this.scales.at(target, this.originOf(at)),
    );
  }

  /** What is forecast. */
  forecast(outputs: Float32Array, at: number, ahead: number, target: number, orders: PartOrders = {}): number {
    const network = this.network(outputs, at, ahead, target, orders);
    const other = orders.baseline?.[at] ?? at;
    const baseline = this.baselines[this.placeOf(other, ahead, target)] ?? NaN;
    if (Number.isNaN(baseline)) return network;
    const moved = other === at ? baseline : this.movedTo(at, other, target, baseline);
    return this.decoder.blended(this.originOf(at), target, network, moved);
  }

  /** A value of another window's series as far from that one's mean as it is there from its own. */
  private movedTo(at: number, other: number, target: number, value: number): number {
    const from = this.scales.at(target, this.originOf(other));
    const to = this.scales.at(target, this.originOf(at));
    return from === to ? value : decodedValue(encodedValue(value, from), to);
  }

  private originOf(at: number): number {
    return this.origins[at] ?? 0;
  }

  private anchorAt(source: WindowSource, at: number, origin: number): void {
    if (!this.isAnchored) return;
    const furthest = source.lags.reduce((most, lag, ahead) => Math.max(most, lag - ahead), 0);
    const { targets } = this;
    const before = targetsOf(source, origin - furthest, origin);
    for (const [ahead, lag] of source.lags.entries()) {
      for (let target = 0; target < targets; target++) {
        this.anchors[this.placeOf(at, ahead, target)] = before[(furthest + ahead - lag) * targets + target] ?? NaN;
      }
    }
  }
}
