import type { LearnedSeason } from '../../protocol.ts';
import { type NamedFigures, renderFigures } from '../figuresTable.ts';

/** Lines of a table: of more places some are shown. */
const mostLines = 24;

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const months = 'January February March April May June July August September October November December'.split(' ');

/** Lines of a table of the season of a target, the truth beside what is forecast; none without a season. */
export const seasonTable = ({ target, season, unit }: LearnedSeason): string[] => {
  if (!season) return [];
  const { x, kind, lines, length } = season;
  // Rows of a short split stand in some places alone.
  const known = x.flatMap((_, at) => (lines.some(({ values }) => (values[at] ?? null) !== null) ? [at] : []));
  const every = Math.ceil(known.length / mostLines);
  const rows = known.flatMap((at, index): NamedFigures[] =>
    index % every === 0
      ? [
          {
            name: placeWords(x[at] ?? 0, kind),
            figures: Object.fromEntries(lines.map(({ name, values }) => [name, values[at]])),
          },
        ]
      : [],
  );
  const inPercent = unit === 'percent' ? ', percent of each series’ mean' : '';
  return ['', ...renderFigures(`${target}, mean of its season of ${length}${inPercent}`, rows)];
};

const placeWords = (place: number, kind: NonNullable<LearnedSeason['season']>['kind']): string => {
  switch (kind) {
    case 'hour':
      return clockOf(place);
    case 'weekday': {
      const hours = (place % 1) * 24;
      return `${weekdays[Math.floor(place)] ?? ''}${hours > 0 ? ` ${clockOf(hours)}` : ''}`;
    }
    case 'month':
      return dateWords(place);
    case 'place':
      return String(place);
  }
};

/** A month, or the day in it. */
const dateWords = (place: number): string => {
  const month = months[Math.floor(place + 1e-9)] ?? '';
  const day = Math.round((place - Math.floor(place + 1e-9)) * 30.4);
  return day > 0 ? `${month} ${day + 1}` : month;
};

const clockOf = (hours: number): string => {
  const minutes = Math.round(hours * 60);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
};
