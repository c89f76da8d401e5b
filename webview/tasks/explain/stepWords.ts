import type { Explanation, StepRange } from '../../../engine/protocol.ts';
import { t } from '../../strings.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** The words for steps of a length. */
interface UnitWords {
  readonly last: () => string;
  readonly lastMany: (count: number) => string;
  readonly all: (count: number) => string;
  readonly back: (number: string) => string;
  /** As the title of a list of them. */
  readonly title: () => string;
}

const hours: UnitWords = {
  last: () => t('the last hour'),
  lastMany: (count) => t('the last {0} hours', count),
  all: (count) => t('all {0} hours of the window', count),
  back: (number) => t('hour {0} back', number),
  title: () => t('Hours back'),
};

const days: UnitWords = {
  last: () => t('the last day'),
  lastMany: (count) => t('the last {0} days', count),
  all: (count) => t('all {0} days of the window', count),
  back: (number) => t('day {0} back', number),
  title: () => t('Days back'),
};

const weeks: UnitWords = {
  last: () => t('the last week'),
  lastMany: (count) => t('the last {0} weeks', count),
  all: (count) => t('all {0} weeks of the window', count),
  back: (number) => t('week {0} back', number),
  title: () => t('Weeks back'),
};

const months: UnitWords = {
  last: () => t('the last month'),
  lastMany: (count) => t('the last {0} months', count),
  all: (count) => t('all {0} months of the window', count),
  back: (number) => t('month {0} back', number),
  title: () => t('Months back'),
};

const rows: UnitWords = {
  last: () => t('the last row'),
  lastMany: (count) => t('the last {0} rows', count),
  all: (count) => t('all {0} rows of the window', count),
  back: (number) => t('row {0} back', number),
  title: () => t('Rows back'),
};

/** Milliseconds of a step, at least and at most; of any other length rows are rows. */
const units = [
  { from: hour, to: hour, words: hours },
  { from: day, to: day, words: days },
  { from: 7 * day, to: 7 * day, words: weeks },
  { from: 28 * day, to: 31 * day, words: months },
];

const wordsOf = ({ stepLength = 0 }: Explanation): UnitWords =>
  units.find(({ from, to }) => stepLength >= from && stepLength <= to)?.words ?? rows;

/** Some steps within a sentence: `the last 3 hours`, `hour 23–24 back`. */
export const stepWords = (explanation: Explanation, range: StepRange): string => {
  const { countsBack, steps } = explanation;
  const { from, to } = range;
  if (!countsBack) {
    const named = nameOf(explanation, range);
    if (named !== undefined) return named;
    return from === to ? t('step {0}', from) : t('steps {0}', stepNumbers(range));
  }
  const words = wordsOf(explanation);
  if (from > 1) return words.back(stepNumbers(range));
  if (to === 1) return words.last();
  return to === steps ? words.all(to) : words.lastMany(to);
};

/** The same in a list of them. */
export const stepLabel = (explanation: Explanation, range: StepRange): string =>
  nameOf(explanation, range) ?? stepNumbers(range);

/** What the list is of. */
export const stepTitle = (explanation: Explanation): string => {
  if (explanation.countsBack) return wordsOf(explanation).title();
  return explanation.isUneven ? t('Steps of the longest') : t('Steps');
};

const nameOf = ({ views }: Explanation, { from, to }: StepRange): string | undefined => {
  const steps = views[0]?.steps ?? [];
  const exactly = steps.find((each) => each.from === from && each.to === to)?.name;
  if (exactly !== undefined) return exactly;
  const [first, last] = [steps.find((each) => each.from === from)?.name, steps.find((each) => each.to === to)?.name];
  return first === undefined || last === undefined ? undefined : t('{0} to {1}', first, last);
};

const stepNumbers = ({ from, to }: StepRange): string => (from === to ? String(from) : `${from}–${to}`);
