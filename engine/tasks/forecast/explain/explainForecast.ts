import type { LearnedSeason } from '../../../protocol.ts';
import type { ColumnGroup, Explained, ExplainedExamples, GivenPart, TargetErrors } from '../../explain/explained.ts';
import { stageWindows } from '../../explain/stageWindows.ts';
import type { ModelParts } from '../../model.ts';
import type { PreparedData } from '../../preparedData.ts';
import type { SimpleName } from '../../simple/simpleForecasts.ts';
import { sayBaseline } from '../calibration/sayBlend.ts';
import type { ForecastCodec } from '../forecastCodec.ts';
import type { ForecastData } from '../forecastFields.ts';
import { knownPlaces } from '../columns/knownRows.ts';
import { widthsOf } from '../forecastShape.ts';
import { ForecastParts, type PartOrders } from './forecastParts.ts';
import { type LearnedOf, learnedSeason } from './learnedSeasons.ts';
import { placesInSeason } from './placesInSeason.ts';

type ForecastModel = ModelParts<ForecastData, ForecastCodec>;

/** What a forecast reads, by column and by row of the window, and what it is made of besides the network. */
export const explainForecast = (model: ForecastModel, data: PreparedData<ForecastCodec>): Explained => {
  const { source, steps, scales } = data;
  const { codec } = model;
  if (source.kind !== 'windows' || !scales) throw new Error('a forecast was prepared as something else than windows');
  return {
    columns: columnsOf(codec),
    targets: codec.targets.map(({ column }) => column),
    measure: scales.naiveErrors.length > codec.targets.length ? 'mase' : 'mae',
    steps,
    ...(source.known && { ahead: source.horizon }),
    width: source.columns,
    countsBack: true,
    stepLength: codec.step,
    stage: (examples) => stageForecast(model, data, examples),
  };
};

const columnsOf = (codec: ForecastCodec): ColumnGroup[] => {
  let next = 0;
  const groups = widthsOf(codec).map(({ width }, at) => {
    const input = codec.inputs[at];
    const places = Array.from({ length: width }, (_, place) => next + place);
    next += width;
    return { input, places };
  });
  // Where a column is missing is a part of what it says.
  const flagOf = (column: string): readonly number[] =>
    groups.find(({ input }) => input?.kind === 'missing' && input.column === column)?.places ?? [];
  return groups.flatMap(({ input, places }): ColumnGroup[] => {
    if (!input || input.kind === 'missing') return [];
    if (input.kind === 'holidays') return [{ column: 'holidays', places }];
    return input.kind === 'calendar'
      ? [{ column: input.period, period: input.period, places }]
      : [{ column: input.column, places: [...places, ...flagOf(input.column)] }];
  });
};

const stageForecast = (
  model: ForecastModel,
  { source, steps, scales, simple, timeAt }: PreparedData<ForecastCodec>,
  examples: Int32Array,
): ExplainedExamples => {
  if (source.kind !== 'windows' || !scales || !simple) throw new Error('a forecast was prepared without its baselines');
  const { codec } = model;
  const parts = new ForecastParts({ source, scales, simple, calibration: model, examples, window: steps });
  const isSeveral = scales.naiveErrors.length > codec.targets.length;
  const unitOf = (target: number, origin: number): number =>
    isSeveral ? (scales.naiveErrors[scales.place(target, origin)] ?? NaN) : 1;
  const startOf = (row: number): number => simple.startOf(row + 1);
  const errors = (outputs: Float32Array, orders?: PartOrders): TargetErrors =>
    meanErrors(parts, outputs, unitOf, orders);
  return {
    staged: stageWindows(source, examples, steps, knownPlaces(codec.inputs, model.config.data)),
    errors: (outputs) => errors(outputs),
    given: givenOf(model, parts, errors),
    seasons: (outputs) =>
      codec.targets.map(({ column, decimals }, target): LearnedSeason =>
        learnedSeason({
          ...{ target: column, decimals, parts, timeAt, seasonLength: codec.season },
          places: placesInSeason(codec, timeAt, startOf),
          of: learnedOf(model, parts, outputs, target),
          starts: parts.origins.map((origin) => simple.startOf(origin)),
        }),
      ),
  };
};

/** Over windows and steps ahead, in units of what the naive forecast errs by where there are several series. */
const meanErrors = (
  parts: ForecastParts,
  outputs: Float32Array,
  unitOf: (target: number, origin: number) => number,
  orders?: PartOrders,
): TargetErrors => {
  const totals = new Float64Array(parts.targets);
  const counts = new Float64Array(parts.targets);
  for (const [at, origin] of parts.origins.entries()) {
    for (let target = 0; target < parts.targets; target++) {
      const unit = unitOf(target, origin);
      if (!(unit > 0)) continue;
      for (let ahead = 0; ahead < parts.horizon; ahead++) {
        const actual = parts.actual[parts.placeOf(at, ahead, target)] ?? NaN;
        const error = Math.abs(actual - parts.forecast(outputs, at, ahead, target, orders)) / unit;
        totals[target] = (totals[target] ?? 0) + error;
        counts[target] = (counts[target] ?? 0) + 1;
      }
    }
  }
  return totals.map((total, target) => total / (counts[target] ?? 0));
};

const givenOf = (
  { codec, blend = [] }: ForecastModel,
  parts: ForecastParts,
  errors: (outputs: Float32Array, orders: PartOrders) => TargetErrors,
): GivenPart[] => {
  const anchored: GivenPart[] = parts.isAnchored
    ? [{ what: 'anchor', name: sayAnchor(codec), errors: (outputs, anchor) => errors(outputs, { anchor }) }]
    : [];
  const names = new Set(blend.flatMap(({ network, baseline }) => (network < 1 ? [sayBaseline(baseline, codec)] : [])));
  if (names.size === 0) return anchored;
  const name = [...names].join(', ');
  return [...anchored, { what: 'baseline', name, errors: (outputs, baseline) => errors(outputs, { baseline }) }];
};

const sayAnchor = (codec: ForecastCodec): string =>
  sayBaseline(codec.anchor === 'last' ? 'lastValue' : 'seasonalNaive', codec);

const learnedOf = (
  { codec, blend }: ForecastModel,
  parts: ForecastParts,
  outputs: Float32Array,
  target: number,
): LearnedOf[] => {
  const { network = 1, baseline } = blend?.[target] ?? {};
  const ofBaseline = (name: SimpleName): LearnedOf => ({
    ...{ who: name, name: sayBaseline(name, codec) },
    valueAt: (at, ahead) => parts.baselines[parts.placeOf(at, ahead, target)] ?? NaN,
  });
  return [
    { who: 'actual', name: 'actual', valueAt: (at, ahead) => parts.actual[parts.placeOf(at, ahead, target)] ?? NaN },
    { who: 'model', name: 'forecast', valueAt: (at, ahead) => parts.forecast(outputs, at, ahead, target) },
    ...(network < 1 && network > 0
      ? [
          {
            ...{ who: 'network', name: 'network alone' },
            valueAt: (at: number, ahead: number) => parts.network(outputs, at, ahead, target),
          },
        ]
      : []),
    ...(parts.isAnchored
      ? [
          {
            ...{ who: 'anchor', name: sayAnchor(codec) },
            valueAt: (at: number, ahead: number) => parts.anchor(at, ahead, target),
          },
        ]
      : []),
    ...(network < 1 && baseline ? [ofBaseline(baseline)] : []),
  ];
};
