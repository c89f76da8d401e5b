import { orderWords } from '../times/dateOrder.ts';
import type { TimeFormat } from '../times/timeFormat.ts';
import type { SeenForm, TimeParser } from '../times/timeParser.ts';
import type { CellProblem } from './column.ts';

/** What was learned of the times of a column. */
export interface TimesRead {
  readonly format: TimeFormat;
  readonly isOrdered: boolean;
  /** Why it cannot be told what times they are. */
  readonly problems: readonly CellProblem[];
  readonly told: readonly string[];
}

/** Of a column of times that have all been parsed. */
export const timesRead = (name: string, parser: TimeParser): TimesRead => {
  const { orders, isOrdered } = parser;
  const problems = isOrdered ? orderProblems(name, parser) : [];
  const order =
    isOrdered && problems.length === 0
      ? [`Dates in column ${name} are read as ${orderWords[orders.likeliest()]}.`]
      : [];
  return { format: parser.format(), isOrdered, problems, told: [...order, ...mixedForms(name, parser.forms)] };
};

/** Dates that are written in two orders, or that may be in either of two. */
const orderProblems = (name: string, parser: TimeParser): CellProblem[] => {
  const { orders, forms } = parser;
  const [first, second] = orders.possible();
  if (first === undefined) {
    const [day, month] = orders.tracks;
    if (!day?.place || !month?.place) return [];
    // What cannot have the day first has the month first.
    const message = `'${month.firstImpossible}' has the day first${lineOf(month.place)}, '${day.firstImpossible}' the month${lineOf(day.place)}; write all dates of column ${name} in one order`;
    return [{ place: month.place, message }];
  }
  const form = forms.find(({ place }) => place !== undefined);
  // With points, the day is first wherever the year is last.
  if (second === undefined || !form?.place || form.first.includes('.')) return [];
  const patterns = [first, second].map((order) => parser.format(order).pattern);
  const message = `'${form.first}' in column ${name} may be ${orderWords[first]} or ${orderWords[second]}, and no date of the column tells; set data.timeFormat to ${patterns.map((pattern) => `"${pattern}"`).join(' or ')}`;
  return [{ place: form.place, message }];
};

const lineOf = ({ line }: { readonly line?: number | undefined }): string =>
  line === undefined ? '' : ` in line ${line}`;

const mixedForms = (name: string, forms: readonly SeenForm[]): string[] => {
  const [first, second] = forms;
  if (!first || !second) return [];
  return [
    `Times in column ${name} are written in ${forms.length === 2 ? 'two ways' : `${forms.length} ways`}: as '${first.first.trim()}'${lineOf(first.place ?? {})} and as '${second.first.trim()}'${lineOf(second.place ?? {})}.`,
  ];
};
