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
  let to = times.at(0);
  for (let row = 1; row < times.length; row++) {
    const from = to;
    to = times.at(row);
    const found = to === from ? repeats : timeline.step.length > 0 && !isUsual(from, to, timeline) ? holes : undefined;
    if (!found) continue;
    if (found.count === 0) found.first = row;
    found.count++;
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

const isUsual = (from: number, to: number, { step, after }: Timeline): boolean => {
  const slack = tolerance * step.length;
  if (Math.abs(to - from - step.length) <= slack) return true;
  const [expected = NaN] = after(from, 1);
  return Math.abs(to - expected) <= slack;
};
