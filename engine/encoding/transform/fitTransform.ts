import type { Numbers } from '../../files/columns/numbers.ts';
import { guerreroLambda } from './guerreroLambda.ts';
import type { transformNames, ValueTransform } from './valueTransform.ts';

export interface TransformOptions {
  readonly transform?: (typeof transformNames)[number] | undefined;
  /** Of Box–Cox; found where it is not given. */
  readonly lambda?: number | undefined;
  /** Steps in a season, 0 for none. */
  readonly season: number;
}

/** Share of the least value above 0 from which on down a transform is a line. */
const floorShare = 0.1;
/** λ is found on so many of the newest rows: more change no digit that matters. */
const mostRows = 250_000;

/** Fitted to the first `rows` values, missing ones (NaN) left out; undefined for none. */
export const fitTransform = (
  values: Numbers,
  rows: number,
  { transform = 'none', lambda, season }: TransformOptions,
): ValueTransform | undefined => {
  if (transform === 'none') return undefined;
  if (transform === 'log1p') return { kind: 'log1p' };
  const least = leastAboveZero(values, rows);
  const floor = Number.isFinite(least) ? least * floorShare || least : 1;
  if (transform === 'log') return { kind: 'log', floor };
  const found = (): number => guerreroLambda(values.read(Math.max(0, rows - mostRows), rows), season);
  return { kind: 'boxcox', floor, lambda: lambda ?? found() };
};

const leastAboveZero = (values: Numbers, rows: number): number => {
  let least = Infinity;
  for (const page of values.pagesOf(rows)) for (const value of page) if (value > 0 && value < least) least = value;
  return least;
};
