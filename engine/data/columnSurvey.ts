import { type CellProblem, maxDistinct } from './column.ts';
import { countDecimals, parseNumber } from './parseNumber.ts';
import { parseCompactDate, parseTimestamp, parseYear } from './timestamp.ts';

/** What a column turned out to be; `compact` and `year` are timestamps written as numbers. */
export type ColumnKind = 'number' | 'timestamp' | 'compact' | 'year' | 'category' | 'text';

/** Fewer different strings than this are categories in any table. */
const fewCategories = 20;
/** Share of the cells that must fit a type. The others are its problems. */
const typeShare = 0.9;
const maxProblems = 10;

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
    this.last = value;
    if (this.isCompact && Number.isNaN(parseCompactDate(value))) this.isCompact = false;
    if (this.isYear && Number.isNaN(parseYear(value))) this.isYear = false;
  }

  private note(problems: CellProblem[], text: string, what: string, locate: () => CellProblem['place']): void {
    if (problems.length >= maxProblems) return;
    const cell = detach(text.trim());
    const message = `'${cell}' is not ${what} in column ${this.name}; correct the cell or add "${cell}" to data.missingValues`;
    problems.push({ place: locate(), message });
  }
}

/** A copy: a piece of a string keeps the whole megabyte it was cut from in memory. */
const detach = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');
