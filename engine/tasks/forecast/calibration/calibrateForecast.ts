import { createRandom } from '../../../compute/random.ts';
import type { RunConfig } from '../../../config.ts';
import { transformed } from '../../../encoding/transform/valueTransform.ts';
import { deviationAt, mapDeviations } from '../../distributions/deviations.ts';
import { type CountDistribution, countsOf, scoreWithin, widthToCount } from '../../distributions/negativeBinomial.ts';
import { normalScore } from '../../distributions/reach.ts';
import type { Calibration } from '../../model.ts';
import type { PreparedData } from '../../preparedData.ts';
import { fitBlend } from '../../simple/fitBlend.ts';
import type { JudgedExamples } from '../../task.ts';
import { residualRanks } from '../paths/residualRanks.ts';
import { conformalWidths, type ErrorReader } from './conformalWidths.ts';
import { intervalShares, usualShare } from './intervalShares.ts';
import type { ForecastCodec } from '../forecastCodec.ts';
import { ForecastDecoder } from '../forecastDecoder.ts';
import type { ForecastData } from '../forecastFields.ts';

/** Values of forecasts that are looked at: more change no digit that matters. */
const mostValues = 2 ** 20;
/** How much a series changes is kept for each row: of more it would take more memory than it is worth. */
const mostRows = 1_000_000;

/** By forecasts of windows of the validation split: what they are blended with, and how far they then are from the truth. */
export const calibrateForecast = (
  { codec, simple, scales, splits, steps: window }: PreparedData<ForecastCodec>,
  judged: JudgedExamples,
  { data }: RunConfig<ForecastData>,
): Calibration => {
  const { examples, outputs, deviations } = thinned(judged);
  if (!simple || !scales) throw new Error('a forecast was prepared without its baselines');
  const { horizon } = codec;
  const targets = codec.targets.length;
  const origins = examples.map((example) => example + window);
  const outputOf = (index: number, ahead: number, target: number): number =>
    (index * horizon + ahead) * targets + target;
  const bare = new ForecastDecoder(scales, {}, undefined);
  const blend =
    data.blend === false
      ? undefined
      : fitBlend({
          simple,
          origins,
          trained: splits.train.map((example) => example + window),
          horizon,
          targets,
          valueAt: (index, ahead, target) =>
            bare.network(origins[index] ?? 0, target, outputs[outputOf(index, ahead, target)] ?? NaN),
        });
  const decoder = new ForecastDecoder(scales, { blend }, simple);
  const errors = new Float64Array(outputs.length);
  for (const [index, origin] of origins.entries()) {
    for (let target = 0; target < targets; target++) {
      const { transform } = scales.at(target, origin);
      for (let ahead = 0; ahead < horizon; ahead++) {
        const output = outputOf(index, ahead, target);
        const actual = simple.values[target]?.at(origin + ahead) ?? NaN;
        const value = decoder.value(origin, ahead, target, outputs[output] ?? NaN);
        errors[output] = transformed(actual, transform) - transformed(value, transform);
      }
    }
  }
  const scaleOf = (index: number, target: number): number => scales.at(target, origins[index] ?? 0).scale;
  const sizes = { windows: examples.length, horizon, targets };
  const widthsBy = (read: ErrorReader): Widths | undefined => {
    const widths = conformalWidths(sizes, intervalShares, read);
    return widths && widthsOf(widths);
  };
  const signOf: ErrorReader = (...at) => Math.sign(errors[outputOf(...at)] ?? NaN);
  const ranksBy = (read: ErrorReader): Pick<Calibration, 'residualRanks'> => {
    const size = horizon * targets;
    const isKnown = (window: number): boolean =>
      !errors.subarray(window * size, (window + 1) * size).some(Number.isNaN);
    const whole = Array.from(examples, (_, window) => window).filter(isKnown);
    const ranks = residualRanks(whole, size, (window, output) =>
      read(window, Math.floor(output / targets), output % targets),
    );
    return ranks ? { residualRanks: ranks } : {};
  };
  const widthsIn = (unit: ErrorReader): Widths | undefined =>
    widthsBy((...at) => Math.abs(errors[outputOf(...at)] ?? NaN) / unit(...at));
  const plain = widthsIn((index, _, target) => scaleOf(index, target));
  if (!plain) return blend ? { blend } : {};
  if (deviations) {
    const score: ErrorReader = (index, ahead, target) => {
      const output = outputOf(index, ahead, target);
      const error = (errors[output] ?? NaN) / scaleOf(index, target);
      // What lies above the forecast is held against how far the network thinks that values may lie above it.
      return normalScore(deviationAt(deviations, output), error > 0 ? 'above' : 'below', Math.abs(error));
    };
    const ofCount =
      (read: (count: number, of: CountDistribution) => number): ErrorReader =>
      (index, ahead, target) => {
        const [origin, output] = [origins[index] ?? 0, outputOf(index, ahead, target)];
        const mean = decoder.value(origin, ahead, target, outputs[output] ?? NaN);
        const of = countsOf(deviationAt(deviations, output), mean, scaleOf(index, target));
        return read(simple.values[target]?.at(origin + ahead) ?? NaN, of);
      };
    if (deviations.of === 'negativeBinomial') {
      const random = createRandom(1);
      const drawn = widthsBy(ofCount((count, of) => Math.abs(scoreWithin(count, of, random.next()))));
      return {
        ...(blend && { blend }),
        ...(widthsBy(ofCount(widthToCount)) ?? plain),
        spread: 'network',
        ...(drawn && { drawn }),
        ...ranksBy(ofCount((count, of) => scoreWithin(count, of))),
      };
    }
    return {
      ...(blend && { blend }),
      ...(widthsBy(score) ?? plain),
      spread: 'network',
      ...ranksBy((...at) => signOf(...at) * score(...at)),
    };
  }
  const isKept = (simple.values[0]?.length ?? 0) <= mostRows;
  const changes = isKept
    ? Array.from({ length: targets }, (_, target) =>
        Float64Array.from(origins, (origin) =>
          simple.recentChange(target, origin, scales.at(target, origin).transform),
        ),
      )
    : undefined;
  const changeOf: ErrorReader = (index, _, target) => changes?.[target]?.[index] ?? NaN;
  const recent = changes?.every((each) => each.every((change) => change > 0 && Number.isFinite(change)))
    ? widthsIn(changeOf)
    : undefined;
  const signedIn =
    (unit: ErrorReader): ErrorReader =>
    (...at) =>
      (errors[outputOf(...at)] ?? NaN) / unit(...at);
  const isSeveral = new Set(origins.map((origin) => simple.startOf(origin))).size > 1;
  if (
    changes &&
    recent &&
    (isSeveral || isNarrower(recent.intervals, plain.intervals, changes, (target) => scaleOf(0, target)))
  ) {
    return { ...(blend && { blend }), ...recent, spread: 'recent', ...ranksBy(signedIn(changeOf)) };
  }
  return { ...(blend && { blend }), ...plain, ...ranksBy(signedIn((index, _, target) => scaleOf(index, target))) };
};

type Widths = ReturnType<typeof widthsOf>;

/** As a model keeps them: those of the usual share by themselves, the others with as many digits as they are worth. */
const widthsOf = (widths: readonly (readonly number[])[]) => ({
  intervals: widths[intervalShares.indexOf(usualShare)] ?? [],
  otherIntervals: intervalShares.flatMap((share, at) =>
    share === usualShare ? [] : [{ share, widths: (widths[at] ?? []).map((width) => Number(width.toPrecision(6))) }],
  ),
});

/** Both hold as much of the truth: the one that says more is the narrower, on the mean over windows and steps. */
const isNarrower = (
  recent: readonly number[],
  plain: readonly number[],
  changes: readonly Float64Array[],
  scaleOf: (target: number) => number,
): boolean => {
  const means = changes.map((each) => each.reduce((sum, change) => sum + change, 0) / each.length);
  let ratios = 0;
  for (const [output, width] of recent.entries()) {
    const target = output % changes.length;
    ratios += (width * (means[target] ?? NaN)) / ((plain[output] ?? NaN) * scaleOf(target));
  }
  return ratios < recent.length;
};

/** Evenly chosen ones of many. */
const thinned = ({ examples, outputs, deviations }: JudgedExamples): JudgedExamples => {
  const every = Math.ceil(outputs.length / mostValues);
  if (every <= 1) return { examples, outputs, ...(deviations && { deviations }) };
  const size = outputs.length / examples.length;
  const pick = (values: Float32Array): Float32Array => {
    const picked = new Float32Array(Math.ceil(examples.length / every) * size);
    for (let index = 0; index < examples.length; index += every) {
      picked.set(values.subarray(index * size, (index + 1) * size), (index / every) * size);
    }
    return picked;
  };
  return {
    examples: examples.filter((_, index) => index % every === 0),
    outputs: pick(outputs),
    ...(deviations && { deviations: mapDeviations(deviations, pick) }),
  };
};
