import type { LearnedLine, LearnedSeason } from '../../../engine/protocol.ts';
import type { Chart, ChartLine } from '../../chart/chartOptions.ts';
import { formatCount, formatDecimals, formatNumber } from '../../formatNumber.ts';
import { formatTime } from '../../formatTime.ts';
import { t } from '../../strings.ts';
import type { Theme } from '../../theme.ts';

/** The mean of what came and of what was forecast by place in the season; undefined without a season. */
export const seasonChart = (learned: LearnedSeason, theme: Theme): Chart | undefined => {
  const { target, season, unit } = learned;
  if (!season) return undefined;
  const { x, kind, lines } = season;
  return {
    key: `season of ${target}`,
    label: t('Season of {0}', target),
    summary: summarise(lines),
    height: 260,
    lines: lines.map((line) => drawn(line, x, theme)),
    formatX: (value) => placeWords(value, kind),
    formatTick: (value) => placeTick(value, kind),
    formatY: valueWords(learned, unit),
  };
};

/** The level of what came and of what was forecast, as time goes on; undefined for several series. */
export const levelChart = (learned: LearnedSeason, theme: Theme): Chart | undefined => {
  const { target, level } = learned;
  if (!level) return undefined;
  const { x, isTime, lines } = level;
  return {
    key: `level of ${target}`,
    label: t('Level of {0}', target),
    summary: summarise(lines),
    height: 220,
    isTime,
    lines: lines.map((line) => drawn(line, x, theme)),
    formatX: isTime ? formatTime : (value) => t('row {0}', formatCount(value)),
    formatY: valueWords(learned, learned.unit),
  };
};

const drawn = ({ who, name, values }: LearnedLine, x: readonly number[], theme: Theme): ChartLine => {
  const line = { x, y: values, label: t(name) };
  switch (who) {
    case 'actual':
      return { ...line, color: theme.train, width: 1.5 };
    case 'model':
      return { ...line, color: theme.valid, width: 2.5 };
    case 'network':
      return { ...line, color: theme.future, width: 1.5 };
    case 'anchor':
      return { ...line, color: theme.muted, width: 1.5, dash: [2, 3] };
    default:
      return { ...line, color: theme.muted, width: 1.5, dash: [4, 3] };
  }
};

/** How far the mean forecast lies from the mean of what came, on the mean over places. */
const summarise = (lines: readonly LearnedLine[]): string => {
  const [actual, model] = ['actual', 'model'].map((who) => lines.find((line) => line.who === who)?.values ?? []);
  const distances = (actual ?? []).flatMap((value, at) => {
    const forecast = model?.[at] ?? null;
    return value === null || forecast === null ? [] : [Math.abs(value - forecast)];
  });
  const mean = distances.reduce((sum, distance) => sum + distance / distances.length, 0);
  return distances.length === 0
    ? t('Nothing is known of it.')
    : t('The forecast lies {0} from it on the mean over {1} places.', formatNumber(mean, 3), distances.length);
};

const valueWords =
  ({ decimals }: LearnedSeason, unit: LearnedSeason['unit']): ((value: number) => string) =>
  (value) =>
    unit === 'percent' ? t('{0} %', formatNumber(value, 3)) : formatDecimals(value, decimals);

type Kind = NonNullable<LearnedSeason['season']>['kind'];

/** A Monday. */
const monday = Date.UTC(2024, 0, 1);
const day = 86_400_000;

/** A place in the season as the legend names it. */
const placeWords = (place: number, kind: Kind): string => {
  switch (kind) {
    case 'hour':
      return clockWords(place);
    case 'weekday': {
      const hours = (place % 1) * 24;
      return hours < 0.01 ? weekdayWords(place, 'long') : `${weekdayWords(place, 'short')} ${clockWords(hours)}`;
    }
    case 'month': {
      const days = Math.round((place % 1) * 30.4);
      const month = monthWords(Math.floor(place), 'long');
      return days === 0 ? month : `${month} ${days + 1}`;
    }
    case 'place':
      return t('place {0}', formatCount(place));
  }
};

/** The same, shorter, on the axis: empty between two of what it counts. */
const placeTick = (place: number, kind: Kind): string => {
  if (kind === 'hour') return clockWords(place);
  if (!Number.isInteger(place)) return '';
  if (kind === 'weekday') return weekdayWords(place, 'short');
  return kind === 'month' ? monthWords(place, 'short') : formatCount(place);
};

const weekdayWords = (place: number, weekday: 'long' | 'short'): string =>
  new Date(monday + place * day).toLocaleDateString('en-US', { weekday, timeZone: 'UTC' });

const monthWords = (place: number, month: 'long' | 'short'): string =>
  new Date(Date.UTC(2024, place)).toLocaleDateString('en-US', { month, timeZone: 'UTC' });

const clockWords = (hours: number): string => {
  const minutes = Math.round(hours * 60);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
};
