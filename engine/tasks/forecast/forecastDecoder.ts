import { decodedValue, restored, transformed } from '../../encoding/transform/valueTransform.ts';
import type { Deviation } from '../distributions/deviations.ts';
import { countAt, countsOf, countsWithin } from '../distributions/negativeBinomial.ts';
import { reachOf, type Side } from '../distributions/reach.ts';
import type { Calibration } from '../model.ts';
import type { Bounds } from './calibration/quantileLoss.ts';
import { drawnWidth, normalWidth, usualShare, widthOf } from './calibration/intervalShares.ts';
import { blend } from '../simple/fitBlend.ts';
import type { SimpleForecast, SimpleForecasts } from '../simple/simpleForecasts.ts';
import type { TargetScale, TargetScales } from '../simple/targetScales.ts';

/** A forecast of one target, in the file's units. */
export interface Forecast {
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
}

/** What the network says of one step. */
export interface NetworkOutput {
  readonly mean: number;
  /** Of what distribution, where it tells that. */
  readonly told?: Deviation | undefined;
}

/** The way from what the network says to a forecast, with what validation has taught of both. */
export class ForecastDecoder {
  private readonly scales: TargetScales;
  private readonly calibration: Calibration;
  private readonly simple: SimpleForecasts | undefined;
  private readonly share: number;
  /** The baseline asked for last: steps of a window come one after the other. */
  private readonly latest: { origin: number; forecast: SimpleForecast }[] = [];

  /** `share`: what its intervals are to hold. */
  constructor(
    scales: TargetScales,
    calibration: Calibration,
    simple: SimpleForecasts | undefined,
    share: number = usualShare,
  ) {
    this.share = share;
    this.scales = scales;
    this.calibration = calibration;
    this.simple = simple;
  }

  /** In the file's units, what the network alone says from `origin`. */
  network(origin: number, target: number, mean: number): number {
    const scale = this.scales.at(target, origin);
    return bounded(decodedValue(mean, scale), scale);
  }

  /** Of the row `origin + ahead`, by those before `origin`. */
  value(origin: number, ahead: number, target: number, mean: number): number {
    const network = this.network(origin, target, mean);
    const part = this.calibration.blend?.[target];
    if (!part || part.network === 1 || !this.simple) return network;
    let known = this.latest[target];
    if (known?.origin !== origin) {
      known = { origin, forecast: this.simple.from(part.baseline, target, origin) };
      this.latest[target] = known;
    }
    return this.blended(origin, target, network, known.forecast(ahead));
  }

  /** What is forecast of a target where the network and the baseline that it is blended with say so. */
  blended(origin: number, target: number, network: number, baseline: number): number {
    const { network: share = 1 } = this.calibration.blend?.[target] ?? {};
    return bounded(blend(share, network, baseline), this.scales.at(target, origin));
  }

  /** With its interval, where errors so many steps ahead were measured. */
  forecast(origin: number, ahead: number, target: number, output: NetworkOutput): Forecast {
    const value = this.value(origin, ahead, target, output.mean);
    return { value, ...this.interval({ origin, ahead, target, share: this.share }, value, output) };
  }

  /** Around a forecast. */
  interval(asked: AskedInterval, value: number, { told }: Omit<NetworkOutput, 'mean'> = {}): Bounds {
    if (told?.of === 'negativeBinomial') return this.counts(asked, value, told);
    const [up, down] = [this.width(asked, told, 'above'), this.width(asked, told, 'below')];
    if (up === undefined || down === undefined) return {};
    const scale = this.scales.at(asked.target, asked.origin);
    const { transform } = scale;
    const middle = transformed(value, transform);
    // A function that grows keeps the order of values: what lies between these bounds lies between those.
    const low = bounded(restored(middle - down, transform), scale);
    return { low, high: bounded(restored(middle + up, transform), scale) };
  }

  /**
   * What a path comes to: where an interval around a forecast ends that holds any share from 0 to 1, above it (side 1) or
   * below it (-1).
   */
  drawn(asked: AskedInterval, value: number, { told }: Omit<NetworkOutput, 'mean'>, side: number): number {
    const { origin, ahead, target, share } = asked;
    const scale = this.scales.at(target, origin);
    const width =
      drawnWidth(this.calibration.drawn ?? this.calibration, share, ahead * this.scales.targets + target) ?? NaN;
    if (told?.of === 'negativeBinomial') {
      return countAt(side * width, countsOf(told, value, scale.scale));
    }
    const reach = this.reach(asked, told, side < 0 ? 'below' : 'above', width) ?? NaN;
    return bounded(restored(transformed(value, scale.transform) + side * reach, scale.transform), scale);
  }

  /** Of a distribution of counts around the forecast, its mean. */
  private counts({ origin, ahead, target, share }: AskedInterval, mean: number, told: Deviation): Bounds {
    const width = widthOf(this.calibration, share, ahead * this.scales.targets + target);
    return width === undefined ? {} : countsWithin(width, countsOf(told, mean, this.scales.at(target, origin).scale));
  }

  /** From the forecast to an end of the interval, in units of what is learned. */
  private width(
    { origin, ahead, target, share }: AskedInterval,
    told: Deviation | undefined,
    side: Side,
  ): number | undefined {
    const { spread } = this.calibration;
    const { scale } = this.scales.at(target, origin);
    // Before deviations were held against the errors, they were taken at their word.
    if (told && spread !== 'network') return reachOf(told, side, normalWidth(share)) * scale;
    const width = widthOf(this.calibration, share, ahead * this.scales.targets + target);
    return width === undefined ? undefined : this.reach({ origin, target }, told, side, width);
  }

  /** In units of what is learned, of a width in multiples as the calibration has them. */
  private reach(
    { origin, target }: Pick<AskedInterval, 'origin' | 'target'>,
    told: Deviation | undefined,
    side: Side,
    width: number,
  ): number | undefined {
    const { spread } = this.calibration;
    const { scale, transform } = this.scales.at(target, origin);
    if (spread === 'network') return told && reachOf(told, side, width) * scale;
    return width * (spread === 'recent' ? (this.simple?.recentChange(target, origin, transform) ?? NaN) : scale);
  }
}

/** Of a target so many steps ahead of a row, to hold a share of the truth. */
interface AskedInterval {
  readonly origin: number;
  readonly ahead: number;
  readonly target: number;
  readonly share: number;
}

const bounded = (value: number, { nonNegative = false }: TargetScale): number => (nonNegative && value < 0 ? 0 : value);
