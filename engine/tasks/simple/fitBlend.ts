import { bestBaseline, unitsOf } from './bestBaseline.ts';
import type { BlendPart } from './blend.ts';
import type { SimpleForecasts } from './simpleForecasts.ts';

/** Shares of the network that are tried: tenths, which can be told, and between which errors hardly differ. */
const shares = Array.from({ length: 11 }, (_, tenth) => tenth / 10);
/** More values than this choose the same. */
const mostJudged = 1 << 16;
/** As many independent windows as an even share, which errs least where nothing is known, counts like. */
const evenWindows = 3;

/** Forecasts of the network for some windows, in the file's units. */
export interface JudgedForecasts {
  readonly simple: SimpleForecasts;
  /** The first row that each forecasts. */
  readonly origins: Int32Array;
  /** The same of windows that the network was trained on, from which baselines forecast too. */
  readonly trained: Int32Array;
  readonly horizon: number;
  readonly targets: number;
  readonly valueAt: (index: number, ahead: number, target: number) => number;
}

/**
 * For each target its best baseline, and the share of the network beside it with the least mean absolute error on these
 * windows. The weights were chosen on the same windows, and few windows that overlap say little: a share above a half is
 * drawn towards it as if three more had asked for that. Undefined without any window.
 */
export const fitBlend = (judged: JudgedForecasts): readonly BlendPart[] | undefined =>
  judged.origins.length === 0
    ? undefined
    : Array.from({ length: judged.targets }, (_, target) => fitTarget(judged, target));

const fitTarget = (judged: JudgedForecasts, target: number): BlendPart => {
  const { simple, origins, trained, horizon } = judged;
  const all = new Int32Array(trained.length + origins.length);
  all.set(trained);
  all.set(origins, trained.length);
  const baseline = bestBaseline(simple, target, all, horizon);
  const totals = errorsOf(judged, target, baseline);
  const least = shares.reduce((best, _, at) => {
    const [error = NaN, known = NaN] = [totals[at], totals[best]];
    // Of equally good ones that with the most of the network; one that makes no sense has no share.
    return error <= known || (Number.isNaN(known) && !Number.isNaN(error)) ? at : best;
  }, 0);
  const share = shares[least] ?? 0;
  const independent = (2 * origins.length) / (horizon + 1);
  const drawn = (independent * share + evenWindows * 0.5) / (independent + evenWindows);
  return { baseline, network: share > 0.5 ? Math.round(10 * drawn) / 10 : share };
};

/** By share. Each series counts by the error of its last value, so that those of small numbers are not drowned. */
const errorsOf = (judged: JudgedForecasts, target: number, baseline: BlendPart['baseline']): Float64Array => {
  const { simple, origins, horizon, valueAt } = judged;
  const every = Math.ceil((origins.length * horizon) / mostJudged);
  const units = unitsOf(
    simple,
    target,
    origins.filter((_, index) => index % every === 0),
    horizon,
  );
  const totals = new Float64Array(shares.length);
  for (let index = 0; index < origins.length; index += every) {
    const origin = origins[index] ?? 0;
    const unit = units.get(simple.startOf(origin)) ?? 0;
    if (!(unit > 0)) continue;
    const forecast = simple.from(baseline, target, origin);
    for (let ahead = 0; ahead < horizon; ahead++) {
      const actual = simple.values[target]?.at(origin + ahead) ?? NaN;
      if (!Number.isFinite(actual)) continue;
      addErrors(totals, actual, valueAt(index, ahead, target), forecast(ahead), unit);
    }
  }
  return totals;
};

const addErrors = (totals: Float64Array, actual: number, network: number, simple: number, unit: number): void => {
  for (let at = 0; at < shares.length; at++) {
    const blended = blend(shares[at] ?? 1, network, simple);
    totals[at] = (totals[at] ?? 0) + Math.abs(actual - blended) / unit;
  }
};

/** Either is taken as it is where it is all there is: what is no number, times 0, is none. */
export const blend = (share: number, network: number, simple: number): number =>
  share === 1 ? network : share === 0 ? simple : share * network + (1 - share) * simple;
