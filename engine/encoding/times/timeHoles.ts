import type { Numbers } from '../../files/columns/numbers.ts';
import { count } from '../../words/count.ts';
import type { Timeline } from './timeline.ts';

/** Share of a step that a distance may be off: a clock put forward, a month of 28 days. */
const tolerance = 0.1;

/**
 * One sentence each for distances in `times` that are not the usual step and for times that come twice, with their
 * number and the line of the first. Days and hours that the step skips are none.
 */
export const describeHoles = (times: Numbers, timeline: Timeline, lineOf: (row: number) => number): string[] => {
  const holes = { count: 0, first: 0 };
  const repeats = { count: 0, first: 0 };
  const { length } = timeline.step;
  const judge = (row: number, from: number, to: number): void => {
    const found = to === from ? repeats : length > 0 && !isUsual(from, to, timeline) ? holes : undefined;
    if (!found) return;
    if (found.count === 0) found.first = row;
    found.count++;
  };
  let first = 0;
  let before = NaN;
  for (const page of times.pagesOf(times.length)) {
    for (let at = firstOther(page, first === 0 ? 1 : 0, before, length); at < page.length;) {
      judge(first + at, at > 0 ? (page[at - 1] ?? NaN) : before, page[at] ?? NaN);
      at = firstOther(page, at + 1, before, length);
    }
    before = page.at(-1) ?? before;
    first += page.length;
  }
  const sentences: string[] = [];
  if (holes.count > 0) {
    const subject = count(holes.count, 'row does not follow', 'rows do not follow');
    sentences.push(
      `${subject} the row above by the usual time step, first in line ${lineOf(holes.first)}; rows count as neighbours all the same.`,
    );
  }
  if (repeats.count > 0) {
    const subject = count(repeats.count, 'row has', 'rows have');
    sentences.push(
      `${subject} the same time as the row above, first in line ${lineOf(repeats.first)}; rows count as neighbours all the same.`,
    );
  }
  return sentences;
};

/**
 * The first time, from `from` on, that does not follow the one above by the usual step; `before` is above the page.
 * A function of its own: within the loop over the pages, it is compiled to slower code.
 */
const firstOther = (times: Float64Array, from: number, before: number, length: number): number => {
  const slack = tolerance * length;
  let last = from > 0 ? (times[from - 1] ?? NaN) : before;
  for (let row = from; row < times.length; row++) {
    const time = times[row] ?? NaN;
    if (time === last || !(Math.abs(time - last - length) <= slack)) return row;
    last = time;
  }
  return times.length;
};

const isUsual = (from: number, to: number, { step, after }: Timeline): boolean => {
  const slack = tolerance * step.length;
  if (Math.abs(to - from - step.length) <= slack) return true;
  const [expected = NaN] = after(from, 1);
  return Math.abs(to - expected) <= slack;
};
