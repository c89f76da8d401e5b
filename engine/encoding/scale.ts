import type { Scale } from './codec.ts';
import type { Scaling } from './columnFields.ts';
import { tameUnit } from './tameUnit.ts';
import { type Numbers, pageLength } from '../files/columns/numbers.ts';

/** Fits a scale to the first `count` values, missing ones (NaN) left out. */
export const fitScale = (values: Numbers, count: number, scaling: Scaling): Scale =>
  fitPages(() => values.pagesOf(count), scaling);

/** One scale for several columns together, on the rows listed, in ascending order. */
export const fitScaleOn = (columns: readonly Numbers[], rows: Int32Array, scaling: Scaling): Scale =>
  fitPages(function* () {
    for (const values of columns) yield* pagesOn(values, rows);
  }, scaling);

/** The values of the rows listed, at most a page of them at a time; each is valid until the next. */
function* pagesOn(values: Numbers, rows: Int32Array): Generator<Float64Array, void, void> {
  const buffer = new Float64Array(Math.min(pageLength, rows.length));
  for (let first = 0; first < rows.length;) {
    const begin = (rows[first] ?? 0) - ((rows[first] ?? 0) % pageLength);
    const page = values.read(begin, Math.min(begin + pageLength, values.length));
    let filled = 0;
    for (; first < rows.length; first++) {
      const place = (rows[first] ?? 0) - begin;
      if (place >= pageLength) break;
      buffer[filled++] = page[place] ?? NaN;
    }
    yield buffer.subarray(0, filled);
  }
}

/**
 * A constant stays as it is, moved to 0: dividing by its deviation would make noise of rounding. The pages are gone
 * through twice, so that nothing cancels in values far from 0.
 */
const fitPages = (pages: () => Iterable<Float64Array>, scaling: Scaling): Scale => {
  if (scaling === 'none') return { offset: 0, scale: 1 };
  const totals: Totals = { seen: 0, sum: 0, min: Infinity, max: -Infinity, squares: 0 };
  for (const page of pages()) addValues(totals, page);
  const { seen, sum, min, max } = totals;
  if (seen === 0) return { offset: 0, scale: 1 };
  if (scaling === 'minmax') return { offset: min, scale: max - min || 1 };
  const unit = tameUnit(Math.max(Math.abs(min), Math.abs(max)));
  if (unit !== 1) return fitTamed(pages, totals, unit);
  const mean = min === max ? min : sum / seen;
  for (const page of pages()) addSquares(totals, page, mean);
  return { offset: mean, scale: Math.sqrt(totals.squares / seen) || 1 };
};

/** Of values whose sum or squares would be no numbers. */
const fitTamed = (pages: () => Iterable<Float64Array>, { seen, min, max }: Totals, unit: number): Scale => {
  const inUnits = { seen: 0, sum: 0, min: Infinity, max: -Infinity, squares: 0 };
  for (const page of pages())
    addValues(
      inUnits,
      page.map((value) => value / unit),
    );
  const mean = min === max ? min / unit : inUnits.sum / seen;
  for (const page of pages())
    addSquares(
      inUnits,
      page.map((value) => value / unit),
      mean,
    );
  return { offset: mean * unit, scale: Math.sqrt(inUnits.squares / seen) * unit || 1 };
};

interface Totals {
  seen: number;
  sum: number;
  min: number;
  max: number;
  /** Of distances from the mean. */
  squares: number;
}

// The loops over a page are functions of their own: within the loop over the pages they are compiled to slower code.

const addValues = (totals: Totals, page: Float64Array): void => {
  let { seen, sum, min, max } = totals;
  for (let index = 0; index < page.length; index++) {
    const value = page[index] ?? NaN;
    if (Number.isNaN(value)) continue;
    seen++;
    sum += value;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  Object.assign(totals, { seen, sum, min, max });
};

const addSquares = (totals: Totals, page: Float64Array, mean: number): void => {
  let { squares } = totals;
  for (let index = 0; index < page.length; index++) {
    const distance = (page[index] ?? NaN) - mean;
    if (!Number.isNaN(distance)) squares += distance * distance;
  }
  totals.squares = squares;
};
