import type { Explanation, GivenImportance, ImportanceView, ReadColumn, StepRange } from '../../protocol.ts';
import { formatGrowth } from './formatGrowth.ts';
import { stepUnit } from './stepUnit.ts';

/** Names in a sentence: of more, how many there are. */
const mostNamed = 4;

/** `The forecast rests on temp and on the last 3 hours; wind adds nothing.` */
export const importanceSentence = (explanation: Explanation, { rests, idle }: ImportanceView): string => {
  const subject = explanation.countsBack ? 'The forecast' : 'The prediction';
  const steps = rests.steps.map((range) => describeSteps(explanation, range));
  const on = [
    ...(rests.columns.length > 0 ? [`on ${listed(rests.columns.map(columnWords))}`] : []),
    ...(steps.length > 0 ? [`on ${listed(steps)}`] : []),
  ];
  const nothing =
    idle.length > 0 ? `; ${listed(idle.map(columnWords))} ${idle.length === 1 ? 'adds' : 'add'} nothing` : '';
  if (on.length === 0) return `${subject} rests on nothing that the network reads.`;
  return `${subject} rests ${on.join(' and ')}${nothing}.`;
};

/** What stands beside the network, and what it would be to have that of another window. */
export const givenSentence = (given: GivenImportance, measure: Explanation['measure']): string => {
  const growth = (given.growth ?? NaN) <= 0 ? 'no' : formatGrowth(given, measure);
  return given.what === 'anchor'
    ? `Each forecast begins from ${given.name}: from that of another window the error would be ${growth} larger.`
    : `A part of each forecast is ${given.name}: with that of another window the error would be ${growth} larger.`;
};

/** Periods of the calendar as people say them. */
const periods = { day: 'time of day', week: 'day of the week', year: 'time of year' } as const;

export const columnWords = ({ column, period }: ReadColumn): string =>
  period === undefined ? column : `the ${periods[period]}`;

/** Some steps in words: `the last 3 hours`, `hours 23 to 24 back`. */
const describeSteps = ({ countsBack, steps, stepLength, views }: Explanation, { from, to }: StepRange): string => {
  if (!countsBack) {
    const known = views[0]?.steps.find((each) => each.from === from && each.to === to)?.name;
    if (known !== undefined) return known;
    return from === to ? `step ${from}` : `steps ${from} to ${to}`;
  }
  const { one, many } = stepUnit(stepLength);
  if (from === 1 && to === steps) return steps === 1 ? `the last ${one}` : `all ${steps} ${many} of the window`;
  if (from === 1) return to === 1 ? `the last ${one}` : `the last ${to} ${many}`;
  return from === to ? `${one} ${from} back` : `${many} ${from} to ${to} back`;
};

const listed = (names: readonly string[]): string => {
  if (names.length > mostNamed)
    return `${names.slice(0, mostNamed - 1).join(', ')} and ${names.length - mostNamed + 1} more`;
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
};
