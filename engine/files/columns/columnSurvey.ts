import { CellTexts } from './cellTexts.ts';
import { type CellProblem, mostDistinct } from './column.ts';
import { parseNumber } from './parseNumber.ts';
import { CountedTimes } from '../times/countedTimes.ts';

/** What a column turned out to be; `counted` are timestamps written as numbers. */
export type ColumnKind = 'number' | 'timestamp' | 'counted' | 'category' | 'text';

/** Fewer different strings than this are categories in any table. */
const fewCategories = 20;
/** Share of the cells that must fit a type. The others are its problems. */
const typeShare = 0.9;
const mostProblems = 10;
const groupedPattern = /^[+-]?\d{1,3}(?:([,.' \u00a0\u202f])\d{3})(?:\1\d{3})*(?:[.,]\d+)?$/;

/** Where a cell stands; worked out only when it is asked for. */
export type Locate = () => CellProblem['place'];

/** What is learned of a column's type from all its cells, of which none is kept. */
export class ColumnSurvey {
  readonly name: string;
  private readonly commaToo: boolean;
  rows = 0;
  missing = 0;
  numbers = 0;
  times = 0;
  decimals = 0;
  usesComma = false;
  readonly examples: string[] = [];
  /** Different cells, until there are too many. */
  readonly cells = new CellTexts();
  private readonly notNumbers: CellProblem[] = [];
  private readonly notTimes: CellProblem[] = [];
  private readonly counted: CountedTimes;
  private grouped = 0;
  private firstGrouped: CellProblem | undefined;

  /** @param timeFormat the pattern in which times are written as numbers, where a person has said so */
  constructor(name: string, commaToo: boolean, timeFormat?: string) {
    this.name = name;
    this.commaToo = commaToo;
    this.counted = new CountedTimes(name, timeFormat);
  }

  /** Whether cells that are no numbers may be times: looked into as long as half of them are. */
  get mayBeTimes(): boolean {
    return this.times * 2 + fewCategories > this.rows;
  }

  get hasManyCells(): boolean {
    return this.cells.size > mostDistinct;
  }

  /** The place of a cell's text among the different ones. */
  learn(text: string): number {
    const cell = detach(text);
    if (this.examples.length < 3) this.examples.push(cell);
    return this.cells.add(cell);
  }

  addMissing(): void {
    this.rows++;
    this.missing++;
  }

  /** Whether the type of the column depends on no more than how many numbers there are from now on. */
  get knowsNumbers(): boolean {
    return !this.counted.mayBe && this.usesComma === this.commaToo;
  }

  /** Counts numbers of a column that is kept as numbers: were it one of times, it would be read again. */
  addNumbers(count: number, decimals: number): void {
    this.rows += count;
    this.numbers += count;
    if (decimals > this.decimals) this.decimals = decimals;
  }

  addNumber(text: string, value: number, decimals: number, locate: Locate): void {
    this.rows++;
    this.numbers++;
    if (decimals > this.decimals) this.decimals = decimals;
    if (this.commaToo && !this.usesComma) this.usesComma = text.includes(',');
    if (this.counted.mayBe) this.counted.add(value);
    if (this.notTimes.length < mostProblems) this.note(this.notTimes, text, 'a date or time', locate);
  }

  /** Counts times of a column that is kept as times: were it one of numbers, it would be read again. */
  addTimes(count: number): void {
    this.rows += count;
    this.times += count;
  }

  addTime(text: string, locate: Locate): void {
    this.rows++;
    this.times++;
    if (this.notNumbers.length < mostProblems) this.note(this.notNumbers, text, 'a number', locate);
  }

  addText(text: string, locate: Locate): void {
    this.rows++;
    if (this.grouped * 2 + fewCategories >= this.rows) this.noteGrouped(text, locate);
    if (this.notNumbers.length < mostProblems) this.note(this.notNumbers, text, 'a number', locate);
    if (this.notTimes.length < mostProblems) this.note(this.notTimes, text, 'a date or time', locate);
  }

  /** The column's type, after the last row. */
  conclude(): ColumnKind {
    const present = this.rows - this.missing;
    if (this.numbers >= typeShare * present) {
      return this.countedForm() ? 'counted' : 'number';
    }
    if (this.times >= typeShare * present) return 'timestamp';
    const distinct = this.cells.size;
    const isFew = distinct <= mostDistinct && (distinct <= fewCategories || distinct * 2 <= present);
    return isFew ? 'category' : 'text';
  }

  /** The form of times that are all written as numbers. */
  countedForm(): ReturnType<CountedTimes['conclude']> {
    const present = this.rows - this.missing;
    return present > 0 && this.numbers === present ? this.counted.conclude(this.decimals) : undefined;
  }

  problemsOf(kind: ColumnKind): readonly CellProblem[] {
    return kind === 'number' ? this.notNumbers : kind === 'timestamp' ? this.notTimes : [];
  }

  groupedDigits(): CellProblem | undefined {
    return this.numbers + this.grouped >= typeShare * (this.rows - this.missing) ? this.firstGrouped : undefined;
  }

  /** Different numbers, undefined when there are more than `mostDistinct`. */
  countNumbers(): number | undefined {
    if (this.cells.size > mostDistinct) return undefined;
    const values = new Set(this.cells.texts.map((text) => parseNumber(text, this.commaToo)));
    values.delete(NaN);
    return values.size;
  }

  private noteGrouped(text: string, locate: Locate): void {
    const cell = text.trim();
    if (!groupedPattern.test(cell)) return;
    this.grouped++;
    this.firstGrouped ??= { place: locate(), message: ungroup(detach(cell), this.name) };
  }

  private note(problems: CellProblem[], text: string, what: string, locate: Locate): void {
    const cell = detach(text.trim());
    const isGrouped = what === 'a number' && groupedPattern.test(cell);
    const message = isGrouped
      ? ungroup(cell, this.name)
      : `'${cell}' is not ${what} in column ${this.name}; correct the cell or add "${cell}" to data.missingValues`;
    problems.push({ place: locate(), message });
  }
}

const ungroup = (cell: string, name: string): string =>
  `'${cell}' is not a number in column ${name}; remove the thousands separators from the column`;

/** A copy: a piece of a string keeps the whole megabyte it was cut from in memory. */
const detach = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');
