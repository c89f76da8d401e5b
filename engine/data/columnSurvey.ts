import { type CellProblem, maxDistinct } from './column.ts';
import { countDecimals, parseNumber } from './parseNumber.ts';
import { parseCompactDate, parseEpochMilliseconds, parseEpochSeconds, parseTimestamp, parseYear } from './timestamp.ts';

/** What a column turned out to be; `compact`, `year` and `epoch…` are timestamps written as numbers. */
export type ColumnKind =
  'number' | 'timestamp' | 'compact' | 'year' | 'epochSeconds' | 'epochMilliseconds' | 'category' | 'text';

/** Fewer different strings than this are categories in any table. */
const fewCategories = 20;
/** Share of the cells that must fit a type. The others are its problems. */
const typeShare = 0.9;
const maxProblems = 10;
const timeName = /date|time|epoch|unix|(^|_)ts$/i;
const groupedPattern = /^[+-]?\d{1,3}(?:([,.' \u00a0\u202f])\d{3})(?:\1\d{3})*(?:[.,]\d+)?$/;

/** The first reading of a column: learns its type from all its cells and keeps none. */
export class ColumnSurvey {
  readonly name: string;
  private readonly commaToo: boolean;
  rows = 0;
  missing = 0;
  decimals = 0;
  usesComma = false;
  readonly examples: string[] = [];
  /** Different cells, until there are too many. */
  readonly cells = new Map<string, number>();
  private numbers = 0;
  private timestamps = 0;
  private readonly notNumbers: CellProblem[] = [];
  private readonly notTimestamps: CellProblem[] = [];
  private last = -Infinity;
  private isAscending = true;
  private isStrict = true;
  private isCompact = true;
  private isYear = true;
  private isSeconds = true;
  private isMilliseconds = true;
  private lastStep = NaN;
  private repeatedSteps = 0;
  private grouped = 0;
  private firstGrouped: CellProblem | undefined;

  constructor(name: string, commaToo: boolean) {
    this.name = name;
    this.commaToo = commaToo;
  }

  addMissing(): void {
    this.rows++;
    this.missing++;
  }

  /** `locate` is asked for the cell's place only when it is a problem. */
  add(text: string, locate: () => CellProblem['place']): void {
    this.rows++;
    if (this.cells.size <= maxDistinct && !this.cells.has(text)) this.cells.set(detach(text), this.cells.size);
    if (this.examples.length < 3 && !this.examples.includes(text)) this.examples.push(detach(text));
    const value = parseNumber(text, this.commaToo);
    if (!Number.isNaN(value)) this.addNumber(text, value);
    else {
      this.note(this.notNumbers, text, 'a number', locate);
      if (this.grouped * 2 + fewCategories >= this.rows) this.noteGrouped(text, locate);
      const time = this.timestamps * 2 + fewCategories >= this.rows ? parseTimestamp(text) : NaN;
      if (!Number.isNaN(time)) {
        this.timestamps++;
        return;
      }
    }
    this.note(this.notTimestamps, text, 'a date or time', locate);
  }

  /** The column's type, after the last row. */
  conclude(): ColumnKind {
    const present = this.rows - this.missing;
    if (this.numbers >= typeShare * present) {
      const isSound = present > 0 && this.numbers === present && this.isAscending;
      if (isSound && this.isCompact && /date|time|day/i.test(this.name)) return 'compact';
      if (isSound && this.isYear && this.isStrict && /^year$/i.test(this.name.trim())) return 'year';
      if (isSound && this.isEpoch()) return this.isSeconds ? 'epochSeconds' : 'epochMilliseconds';
      return 'number';
    }
    if (this.timestamps >= typeShare * present) return 'timestamp';
    const distinct = this.cells.size;
    const isFew = distinct <= maxDistinct && (distinct <= fewCategories || distinct * 2 <= present);
    return isFew ? 'category' : 'text';
  }

  problemsOf(kind: ColumnKind): readonly CellProblem[] {
    return kind === 'number' ? this.notNumbers : kind === 'timestamp' ? this.notTimestamps : [];
  }

  groupedDigits(): CellProblem | undefined {
    return this.numbers + this.grouped >= typeShare * (this.rows - this.missing) ? this.firstGrouped : undefined;
  }

  /** Different numbers, undefined when there are more than `maxDistinct`. */
  countNumbers(): number | undefined {
    if (this.cells.size > maxDistinct) return undefined;
    const values = new Set([...this.cells.keys()].map((text) => parseNumber(text, this.commaToo)));
    values.delete(NaN);
    return values.size;
  }

  private addNumber(text: string, value: number): void {
    this.numbers++;
    const decimals = countDecimals(text);
    if (decimals > this.decimals) this.decimals = decimals;
    if (this.commaToo && !this.usesComma) this.usesComma = text.includes(',');
    if (value < this.last) this.isAscending = false;
    if (value <= this.last) this.isStrict = false;
    const step = value - this.last;
    if (step === this.lastStep) this.repeatedSteps++;
    this.lastStep = step;
    this.last = value;
    if (this.isCompact && Number.isNaN(parseCompactDate(value))) this.isCompact = false;
    if (this.isYear && Number.isNaN(parseYear(value))) this.isYear = false;
    if (this.isSeconds && Number.isNaN(parseEpochSeconds(value))) this.isSeconds = false;
    if (this.isMilliseconds && Number.isNaN(parseEpochMilliseconds(value))) this.isMilliseconds = false;
  }

  /** A growing amount may be as large as a time; without a telling name, only a regular step speaks for one. */
  private isEpoch(): boolean {
    if (this.decimals > 0 || !(this.isSeconds || this.isMilliseconds)) return false;
    return (
      timeName.test(this.name) ||
      (this.isStrict && this.repeatedSteps > 0 && this.repeatedSteps * 2 >= this.numbers - 2)
    );
  }

  private noteGrouped(text: string, locate: () => CellProblem['place']): void {
    const cell = text.trim();
    if (!groupedPattern.test(cell)) return;
    this.grouped++;
    this.firstGrouped ??= { place: locate(), message: ungroup(detach(cell), this.name) };
  }

  private note(problems: CellProblem[], text: string, what: string, locate: () => CellProblem['place']): void {
    if (problems.length >= maxProblems) return;
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
