import { dayLength } from '../../../encoding/times/timeStep.ts';
import type { ModelParts } from '../../model.ts';
import type { ForecastCodec } from '../forecastCodec.ts';
import type { BlendPart } from '../../simple/blend.ts';
import type { SimpleName } from '../../simple/simpleForecasts.ts';

type Season = Pick<ForecastCodec, 'season' | 'step'>;

/** What a blend is, in words: `0.8 network + 0.2 same hour yesterday`; of several targets that differ, each by its name. */
export const sayBlend = (blend: readonly BlendPart[], codec: Season & Pick<ForecastCodec, 'targets'>): string => {
  const each = blend.map((part) => sayPart(part, codec));
  const [first = ''] = each;
  if (each.every((words) => words === first)) return first;
  return each.map((words, target) => `${codec.targets[target]?.column ?? ''}: ${words}`).join('; ');
};

/** What a forecast is made of, in a sentence or two; undefined where it is what one network says. */
export const describeParts = (
  { blend, networks }: Pick<ModelParts, 'blend' | 'networks'>,
  codec: Season & Pick<ForecastCodec, 'targets'>,
): string | undefined => {
  const sentences = [
    ...(blend ? [describeBlend(blend, codec)] : []),
    ...(networks === undefined ? [] : [`What the network says is the mean of ${networks} networks.`]),
  ];
  return sentences.length > 0 ? sentences.join(' ') : undefined;
};

/** A sentence of it, with what it says of the network. */
export const describeBlend = (blend: readonly BlendPart[], codec: Season & Pick<ForecastCodec, 'targets'>): string => {
  const words = sayBlend(blend, codec);
  if (blend.every(({ network }) => network === 0)) {
    return `The network adds nothing on the validation part: the forecast is ${words}.`;
  }
  return `The forecast is ${words}.`;
};

const sayPart = ({ network, baseline }: BlendPart, codec: Season): string => {
  const name = sayBaseline(baseline, codec);
  if (network === 1) return 'the network alone';
  if (network === 0) return `${name} alone`;
  return `${network.toFixed(1)} network + ${(1 - network).toFixed(1)} ${name}`;
};

/** A baseline as people say it: the seasonal naive one by its season, where that has a name. */
export const sayBaseline = (name: SimpleName, codec: Season): string => {
  switch (name) {
    case 'lastValue':
      return 'last value';
    case 'seasonalNaive':
      return saySeason(codec);
    case 'drift':
      return 'drift';
    case 'movingAverage':
      return 'moving average';
    case 'exponentialSmoothing':
      return 'exponential smoothing';
  }
};

/** Milliseconds of a step, at least and at most, and how many make a season. */
const seasons = [
  { from: 1 / 24, to: 1 / 24, season: 24, words: 'same hour yesterday' },
  { from: 1 / 24, to: 1 / 24, season: 168, words: 'same hour last week' },
  { from: 1 / 48, to: 1 / 48, season: 48, words: 'same half hour yesterday' },
  { from: 1, to: 1, season: 7, words: 'same weekday last week' },
  { from: 1, to: 1, season: 365, words: 'same day last year' },
  { from: 7, to: 7, season: 52, words: 'same week last year' },
  { from: 28, to: 31, season: 12, words: 'same month last year' },
  { from: 89, to: 92, season: 4, words: 'same quarter last year' },
] as const;

const saySeason = ({ season, step = 0 }: Season): string => {
  const days = step / dayLength;
  const known = seasons.find((each) => each.season === season && days > each.from * 0.999 && days < each.to * 1.001);
  return known?.words ?? `value ${season} rows before`;
};
