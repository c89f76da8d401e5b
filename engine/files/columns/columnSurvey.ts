import { CellTexts } from './cellTexts.ts';
import { type CellProblem, mostDistinct } from './column.ts';
import { type DissectedNumber, dissectNumber } from './writing/dissectNumber.ts';
import { MarkSurvey } from './writing/markSurvey.ts';
import { isMissingWord } from './writing/missingWords.ts';
import { spellsNumbersTwice } from './spellsNumbersTwice.ts';
import { CountedTimes } from '../times/countedTimes.ts';
import { WritingSurvey } from './writing/writingSurvey.ts';

/** What a column turned out to be; `counted` are timestamps written as numbers. */
export type ColumnKind = 'number' | 'timestamp' | 'counted' | 'category' | 'text';

/** Fewer different strings than this are categories in any table. */
const fewCategories = 20;
/** Share of the cells that must fit a type. The others are its problems. */
const typeShare = 0.9;
/** Share of numbers from which on a column is pointed out that is none of numbers. */
const doubtShare = 0.5;
const mostProblems = 10;

/** Where a cell stands; worked out only when it is asked for. */
export type Locate = () => CellProblem['place'];

/** What a cell that is neither number nor time may be all the same. */
interface TextLook {
  /** Whether it says that there is no value. */
  readonly isWord: boolean;
  /** As a number in another writing. */
  readonly written: DissectedNumber | undefined;
}

/** What is known before the first cell is read. */
interface KnownWriting {
  /** Whether it is known how numbers are written, and each is read that is one. */
  readonly isKnown?: boolean;
  /** The pattern in which times are written as numbers, where a person has said so. */
  readonly timeFormat?: string | undefined;
}

const word: TextLook = { isWord: true, written: undefined };
/** One for all: most cells of text are nothing else, and an object for each would cost as much as reading it. */
export const mereText: TextLook = { isWord: false, written: undefined };

/** What is learned of a column's type from all its cells, of which none is kept. */
export class ColumnSurvey {
  readonly name: string;
  private readonly commaToo: boolean;
  private readonly isKnown: boolean;
  rows = 0;
  missing = 0;
  numbers = 0;
  times = 0;
  decimals = 0;
  usesComma = false;
  readonly examples: string[] = [];
  /** Different cells, until there are too many. */
  readonly cells = new CellTexts();
  readonly marks: MarkSurvey;
  readonly writing = new WritingSurvey();
  /** Words that say that there is no value, and how often each does. */
  readonly words = new Map<string, number>();
  private readonly notNumbers: CellProblem[] = [];
  private readonly notTimes: CellProblem[] = [];
  private firstWritten: CellProblem['place'] | undefined;
  private texts = 0;
  private readonly counted: CountedTimes;

  constructor(name: string, commaToo: boolean, { isKnown = false, timeFormat }: KnownWriting = {}) {
    this.name = name;
    this.commaToo = commaToo;
    this.isKnown = isKnown;
    this.counted = new CountedTimes(name, timeFormat);
    this.marks = new MarkSurvey(commaToo);
  }

  /** Whether cells that are no numbers may be times: looked into as long as half of them are. */
  get mayBeTimes(): boolean {
    return this.times * 2 + fewCategories > this.rows;
  }

  get hasManyCells(): boolean {
    return this.cells.size > mostDistinct;
  }

  /** Cells that have a value. */
  get present(): number {
    let absent = this.missing;
    for (const count of this.words.values()) absent += count;
    return this.rows - absent;
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
  addNumbers(count: number, decimals: number, last: number): void {
    if (count === 0) return;
    this.rows += count;
    this.numbers += count;
    if (decimals > this.decimals) this.decimals = decimals;
    this.marks.passOver(count, decimals, Math.abs(last));
  }

  addNumber(text: string, value: number, decimals: number, locate: Locate): void {
    this.rows++;
    this.numbers++;
    if (decimals > this.decimals) this.decimals = decimals;
    if (this.commaToo && !this.usesComma) this.usesComma = text.includes(',');
    if (!this.marks.isSettled) this.marks.addPlain(Math.abs(value), decimals, text, locate);
    if (this.counted.mayBe) this.counted.add(value);
    if (this.notTimes.length < mostProblems) this.note(this.notTimes, text, 'a date or time', locate);
  }

  /** Whether a number that came before says nothing new, but for how many there are. */
  get passesNumbers(): boolean {
    const isSettled = this.marks.isSettled && !this.counted.mayBe && this.usesComma === this.commaToo;
    return isSettled && this.notTimes.length >= mostProblems;
  }

  /** The same of a mere text. */
  get passesTexts(): boolean {
    return this.notNumbers.length >= mostProblems && this.notTimes.length >= mostProblems;
  }

  /** Counts such cells. */
  passOver(numbers: number, texts: number): void {
    this.rows += numbers + texts;
    this.numbers += numbers;
    this.texts += texts;
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

  /** What a cell that is neither number nor time may be all the same: a word for none, or a number in another writing. */
  lookInto(text: string): TextLook {
    if (isMissingWord(text)) return word;
    // Cells of text are looked into as long as half of them may be numbers.
    const mayBeWritten = !this.isKnown && this.writing.written * 2 + fewCategories >= this.texts;
    const written = mayBeWritten ? dissectNumber(text) : undefined;
    return written ? { isWord: false, written } : mereText;
  }

  /** @param look what `lookInto` found, where the same text was looked into before */
  addText(text: string, locate: Locate, look = this.lookInto(text)): void {
    this.rows++;
    if (look.isWord) {
      const found = detach(text.trim());
      this.words.set(found, (this.words.get(found) ?? 0) + 1);
      return;
    }
    this.texts++;
    if (look.written) {
      this.firstWritten ??= locate();
      this.writing.add(look.written, this.marks, locate);
    } else if (this.notNumbers.length < mostProblems) this.note(this.notNumbers, text, 'a number', locate);
    if (this.notTimes.length < mostProblems) this.note(this.notTimes, text, 'a date or time', locate);
  }

  /** The column's type, after the last row. */
  conclude(): ColumnKind {
    if (this.isKnown) return 'number';
    const { present, writing } = this;
    const numbers = this.numbers + writing.counted;
    if (numbers >= typeShare * present && !this.isNumbering() && (numbers > 0 || this.words.size === 0)) {
      if (this.countedForm()) return 'counted';
      return this.isOfCodes() ? 'category' : 'number';
    }
    if (this.times >= typeShare * present && this.times > 0) return 'timestamp';
    const distinct = this.cells.size;
    const isFew = distinct <= mostDistinct && (distinct <= fewCategories || distinct * 2 <= this.rows - this.missing);
    return isFew ? 'category' : 'text';
  }

  /** The form of times that are all written as numbers. */
  countedForm(): ReturnType<CountedTimes['conclude']> {
    const { present } = this;
    return present > 0 && this.numbers === present ? this.counted.conclude(this.decimals) : undefined;
  }

  problemsOf(kind: ColumnKind): readonly CellProblem[] {
    return kind === 'number' ? this.notNumbers : kind === 'timestamp' ? this.notTimes : [];
  }

  /** The first cell that keeps a column which is half of numbers from being one of numbers. */
  doubt(kind: ColumnKind): CellProblem | undefined {
    if (kind !== 'text' && kind !== 'category') return undefined;
    const { written } = this.writing;
    const isDoubtful = this.numbers + written >= doubtShare * this.present && !this.isOfCodes() && !this.isNumbering();
    if (!isDoubtful) return undefined;
    const [first] = this.notNumbers;
    if (first || !this.firstWritten) return first;
    const message = `column ${this.name} holds numbers in several units; write them all in one`;
    return { place: this.firstWritten, message };
  }

  /** Whether the cells are (1), (2), (3): points of a list rather than numbers below 0, as (1.50) are. */
  private isNumbering(): boolean {
    return this.numbers === 0 && this.writing.written > 0 && this.writing.numbered === this.writing.written;
  }

  /** Few cells that come again and again, and of which several mean one number: 01 and 1. They are names, not amounts. */
  isOfCodes(): boolean {
    const { size } = this.cells;
    if (size > fewCategories || this.writing.written > 0 || size * 2 > this.numbers) return false;
    return spellsNumbersTwice(this.cells.texts, this.commaToo);
  }

  private note(problems: CellProblem[], text: string, what: string, locate: Locate): void {
    const cell = detach(text.trim());
    const message = `'${cell}' is not ${what} in column ${this.name}; correct the cell or add "${cell}" to data.missingValues`;
    problems.push({ place: locate(), message });
  }
}

/** A copy: a piece of a string keeps the whole megabyte it was cut from in memory. */
const detach = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');
