import type { Config, ModelConfig, RunConfig } from '../../../config.ts';
import { isDistribution } from '../../../network/lossGroups.ts';
import { usualSegment } from '../../config/segmentDefaults.ts';
import type { Variant, Variants } from '../../search/variant.ts';
import type { ForecastData } from '../forecastFields.ts';

type Level = Pick<ForecastData, 'anchor'> & Pick<ModelConfig, 'normalisation'>;
type Decoding = Pick<ModelConfig, 'decoding' | 'segmentLength' | 'channels'>;
type Way = Level & Decoding & Pick<ForecastData, 'window'>;

/** Share of the work of the training that choosing may take, where nobody has said. */
const usualBudget = 0.2;

const direct: Decoding = { decoding: 'direct', segmentLength: 0, channels: 'together' };

/**
 * Ways to forecast that a config leaves open, that which it is completed to first: what the network learns differences
 * from, what is taken off each window, and how the steps ahead are decoded; then shorter and longer windows of the same.
 */
export const forecastVariants = (wanted: Config, config: RunConfig<ForecastData>): Variants | undefined => {
  const { chosenBy = 'rules', choiceBudget = usualBudget } = config.data;
  return chosenBy === 'rules' ? undefined : { variants: variantsOf(wanted, config), budget: choiceBudget };
};

const variantsOf = (wanted: Config, config: RunConfig<ForecastData>): readonly Variant[] => {
  const own = wayOf(config);
  const { window } = own;
  const ways = decodingsFor(wanted, config).flatMap((decoding): Way[] => {
    const rows = isOpen(wanted.data, 'window') ? wholes(window, decoding.segmentLength || 1) : window;
    return levelsFor(wanted, config, decoding).map((level) => ({ ...decoding, ...level, window: rows }));
  });
  const whole = own.segmentLength || 1;
  const windows = isOpen(wanted.data, 'window') ? [2 * window, window / 2].map((rows) => wholes(rows, whole)) : [];
  const all = [own, ...ways.sort(byPromise), ...windows.map((rows) => ({ ...own, window: rows }))];
  const fields = Object.keys(own).sort();
  const different = new Map(all.map((way) => [JSON.stringify(way, fields), way]));
  return [...different.values()].map((way) => variantOf(way, own, config.data));
};

/** Where there is work for few, those come first that were seen to help most often, and of these what costs little. */
const levelsByPromise = ['last', 'instance', 'none'] as const;
const byPromise = (a: Way, b: Way): number =>
  levelsByPromise.indexOf(a.normalisation) - levelsByPromise.indexOf(b.normalisation) ||
  Number(a.decoding === 'direct') - Number(b.decoding === 'direct');

const isOpen = (asked: Readonly<Record<string, unknown>> | undefined, field: string): boolean =>
  asked?.[field] === undefined;

/** The nearest whole number of segments, one at the least. */
const wholes = (rows: number, length: number): number => Math.max(1, Math.round(rows / length)) * length;

const wayOf = ({ data, model }: RunConfig<ForecastData>): Way => {
  const { decoding, segmentLength, channels, normalisation } = model;
  return { anchor: data.anchor, normalisation, decoding, segmentLength, channels, window: data.window };
};

const decodingsFor = ({ model, data }: Config, config: RunConfig<ForecastData>): readonly Decoding[] => {
  const { decoding, segmentLength, channels } = config.model;
  const own: Decoding = { decoding, segmentLength, channels };
  const isAsked = (['decoding', 'segmentLength', 'channels'] as const).some((field) => !isOpen(model, field));
  if (isAsked || !readsTargets(config)) return [own];
  const { horizon, season, window } = config.data;
  // A segment is a season where the horizon is whole ones: a step of the layers then stands for the same each time.
  const fits = season > 1 && season <= horizon / 2 && horizon % season === 0;
  const length = fits ? season : usualSegment(horizon, isOpen(data, 'window') ? horizon : window);
  const { bidirectional, pool } = config.model;
  const segments: readonly Decoding[] =
    length > 1 && !bidirectional && pool === 'last'
      ? [{ decoding: 'segments', segmentLength: length, channels: 'apart' }]
      : [];
  return decoding === 'direct' ? [direct, ...segments] : [own, direct];
};

/** Whether the level may be taken off windows: the network then reads the past of what it puts out, without bounds or variances. */
const readsTargets = ({ data, model, training }: RunConfig<ForecastData>): boolean =>
  data.targets.every((target) => data.inputs.includes(target)) &&
  model.outputActivation === 'none' &&
  !isDistribution(training.loss);

const levelsFor = ({ data, model }: Config, config: RunConfig<ForecastData>, { decoding }: Decoding): Level[] => {
  const own: Level = { anchor: config.data.anchor, normalisation: config.model.normalisation };
  const anchors = isOpen(data, 'anchor')
    ? (['none', 'last', ...(config.data.season > 0 ? (['seasonal'] as const) : [])] as const)
    : [own.anchor];
  const normalisations = isOpen(model, 'normalisation')
    ? (['none', ...(readsTargets(config) ? (['last', 'instance'] as const) : [])] as const)
    : [own.normalisation];
  // Segments start from where a window ends: without a level they would have to find it.
  const suited = isOpen(model, 'normalisation') && decoding === 'segments' ? normalisations.slice(1) : normalisations;
  return suited.flatMap((normalisation) =>
    anchors
      .filter((anchor) => normalisation === 'none' || anchor === 'none')
      .map((anchor) => ({ anchor, normalisation })),
  );
};

const anchorWords = {
  none: 'the values',
  last: 'differences from the last value',
  seasonal: 'differences from a season before',
} as const;
const levelWords = {
  none: '',
  last: ' less the last of each window',
  instance: ' less the mean of each window, over its deviation',
} as const;

const variantOf = (way: Way, own: Way, { season }: ForecastData): Variant => {
  const { anchor, normalisation, window, decoding, segmentLength, channels } = way;
  const pieces = decoding === 'segments' ? [`by segments of ${segmentLength}`] : [];
  return {
    what: [`${anchorWords[anchor]}${levelWords[normalisation]}`, ...pieces, `window ${window}`].join(', '),
    isOtherWindow:
      window !== own.window &&
      anchor === own.anchor &&
      normalisation === own.normalisation &&
      decoding === own.decoding,
    data: { anchor, window, season },
    model: { normalisation, decoding, segmentLength, channels },
  };
};
