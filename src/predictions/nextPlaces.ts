import type { NextRow, Prediction } from '../../engine/protocol.ts';

/** Rows to come that go to one place of a file, in the order in which they stand there. */
interface NextPlace {
  /** Of the file, from 1: they go above it, or below the row that begins on it; undefined for the end of the file. */
  readonly line: number | undefined;
  readonly isAbove: boolean;
  readonly rows: readonly NextRow[];
}

/**
 * Where the rows to come go: those of series that stand one below the other each to its own, those of others in rounds,
 * one row of each series after the other, as such files have them.
 */
export const nextPlaces = ({
  next,
  nextAbove,
  lastLine,
}: Pick<Prediction, 'next' | 'nextAbove' | 'lastLine'>): readonly NextPlace[] => {
  const own = new Map<number, { readonly isAbove: boolean; readonly rows: NextRow[] }>();
  const others: NextRow[] = [];
  for (const row of next) {
    if (!row.place) {
      others.push(row);
      continue;
    }
    const { line, isAbove } = row.place;
    const place = own.get(line) ?? { isAbove, rows: [] };
    place.rows.push(row);
    own.set(line, place);
  }
  const places = [...own].map(([line, { isAbove, rows }]) => placeOf(line, isAbove, rows));
  return others.length === 0
    ? places
    : [...places, placeOf(nextAbove ?? lastLine, nextAbove !== undefined, inRounds(others))];
};

const placeOf = (line: number | undefined, isAbove: boolean, rows: readonly NextRow[]): NextPlace => ({
  line,
  isAbove,
  // The newest stands first there.
  rows: isAbove ? rows.toReversed() : rows,
});

/** The first of each series, then the second of each, and so on. */
const inRounds = (next: readonly NextRow[]): readonly NextRow[] => {
  const rounds: NextRow[][] = [];
  const counts = new Map<string | undefined, number>();
  for (const row of next) {
    const round = counts.get(row.series) ?? 0;
    counts.set(row.series, round + 1);
    (rounds[round] ??= []).push(row);
  }
  return rounds.flat();
};

/** By how many lines what stands on a line of the file moves down once the rows stand in it. */
export const linesMoved = (places: readonly NextPlace[], line: number): number =>
  places.reduce((more, place) => {
    if (place.line === undefined) return more;
    return (place.isAbove ? line >= place.line : line > place.line) ? more + place.rows.length : more;
  }, 0);
