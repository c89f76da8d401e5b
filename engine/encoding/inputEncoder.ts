import { calendarAngle } from './calendar.ts';
import type { CellIds } from '../files/columns/cellIds.ts';
import type { InputCodec } from './codec.ts';
import { farValue, farthest } from './farValue.ts';
import { holidayWidth, putHolidays } from './times/holidayInput.ts';
import { dayLength } from './times/timeStep.ts';
import { findInput, findNumbers } from '../files/columns/findColumn.ts';
import type { Numbers } from '../files/columns/numbers.ts';
import { foldSpelling } from '../files/columns/foldSpellings.ts';
import type { Texts } from '../files/columns/texts.ts';
import { count } from '../words/count.ts';
import type { Table } from '../files/readTable.ts';
import { encodedValue } from './transform/valueTransform.ts';

/** Encodes one input, stretch after stretch of rows. */
export interface InputEncoder {
  /** Places it takes in a row. */
  readonly width: number;
  /** The first row with a value, once it has been encoded. Later gaps are filled with the value before them. */
  readonly firstComplete: number;
  /**
   * Writes the rows `from` to `to`, without the last, to `values` (to - from, columns), from `place` on. Throws an
   * `InputError` for a number too far from those of the training rows.
   */
  encode(from: number, to: number, values: Float32Array, columns: number, place: number): void;
  /** What was filled in or not known, after the last row. */
  describe(): string[];
}

/** @param isFlagged whether another input says where this one is missing: then it may be missing at the beginning too */
export const inputEncoder = (
  table: Table,
  input: InputCodec,
  times: Numbers | undefined,
  isFlagged = false,
): InputEncoder => {
  switch (input.kind) {
    case 'number':
      return new NumberEncoder(table, input, isFlagged);
    case 'category':
      return new CategoryEncoder(table, input);
    case 'missing':
      return new MissingEncoder(table, input.column);
    case 'calendar':
      return new CalendarEncoder(input.period, times);
    case 'holidays':
      return new HolidayEncoder(input, times);
  }
};

class NumberEncoder implements InputEncoder {
  readonly width = 1;
  firstComplete = 0;
  private readonly input: Extract<InputCodec, { kind: 'number' }>;
  private readonly cells: Numbers;
  private readonly table: Table;
  private gaps = 0;
  private last: number;

  constructor(table: Table, input: Extract<InputCodec, { kind: 'number' }>, isFlagged: boolean) {
    this.input = input;
    // What its scale was moved by: of standard scaling the mean of the training rows.
    this.last = isFlagged ? 0 : NaN;
    this.table = table;
    this.cells = findNumbers(table, input.column).values;
  }

  encode(from: number, to: number, values: Float32Array, columns: number, place: number): void {
    const cells = this.cells.read(from, to);
    for (let index = 0; index < cells.length; index++) {
      const value = cells[index] ?? NaN;
      if (!Number.isNaN(value)) {
        this.last = encodedValue(value, this.input);
        if (Math.abs(this.last) > farthest) throw farValue(this.table, this.input.column, from + index);
      } else if (Number.isNaN(this.last)) {
        // What no window begins with is left as it is.
        this.firstComplete++;
        continue;
      } else this.gaps++;
      values[index * columns + place] = this.last;
    }
  }

  describe(): string[] {
    return describeGaps(this.input.column, this.gaps);
  }
}

class CategoryEncoder implements InputEncoder {
  readonly width: number;
  readonly firstComplete = 0;
  private readonly name: string;
  /** By category of the file, its place among those known; -1 for none. */
  private readonly slots: readonly number[];
  private readonly ids: CellIds | undefined;
  private readonly texts: Texts | undefined;
  private readonly known: readonly string[];
  private gaps = 0;
  private unseen = 0;
  private last: number | undefined;
  private readonly isStatic: boolean;

  constructor(table: Table, { column: name, values: known, isStatic }: Extract<InputCodec, { kind: 'category' }>) {
    const column = findInput(table, name);
    this.width = known.length;
    this.name = name;
    this.slots = column.type === 'category' ? column.categories.map((category) => known.indexOf(category)) : [];
    this.ids = column.type === 'category' ? column.ids : undefined;
    // A file with few rows may have nothing but numbers where the codec knows words, some of them numbers.
    this.texts = column.type === 'number' ? column.texts : undefined;
    this.known = known;
    this.isStatic = isStatic ?? false;
    for (let row = 0; this.isStatic && this.last === undefined && row < table.rows; row++) this.last = this.slotAt(row);
  }

  encode(from: number, to: number, values: Float32Array, columns: number, place: number): void {
    const { known, isStatic } = this;
    for (let row = from; row < to; row++) {
      const slot = this.slotAt(row);
      if (slot === undefined) this.gaps++;
      else {
        this.last = slot;
        if (slot < 0) this.unseen++;
      }
      const first = (row - from) * columns + place;
      if (this.last !== undefined && this.last >= 0) values[first + this.last] = 1;
      else if (isStatic) values.fill(1 / known.length, first, first + known.length);
    }
  }

  /** -1 for what is not known, undefined for an empty cell. */
  private slotAt(row: number): number | undefined {
    if (this.texts) {
      const text = foldSpelling(this.texts.at(row));
      return text === '' ? undefined : this.known.indexOf(text);
    }
    const id = this.ids?.at(row) ?? 0;
    return id === 0 ? undefined : (this.slots[id - 1] ?? -1);
  }

  describe(): string[] {
    if (this.isStatic) return this.describeStatic();
    const sentences = describeGaps(this.name, this.gaps);
    if (this.unseen === 0) return sentences;
    const subject = count(this.unseen, 'row has', 'rows have');
    return [...sentences, `${subject} a value of ${this.name} that the training rows do not have; it counts as none.`];
  }

  private describeStatic(): string[] {
    const { name } = this;
    if (this.last === undefined) return [`${name} is empty: the series counts as the mean of all kinds.`];
    return this.unseen > 0
      ? [`its ${name} is none that was trained on: the series counts as the mean of all kinds.`]
      : [];
  }
}

class MissingEncoder implements InputEncoder {
  readonly width = 1;
  readonly firstComplete = 0;
  private readonly isMissing: (row: number) => boolean;

  constructor(table: Table, name: string) {
    const column = findInput(table, name);
    this.isMissing =
      column.type === 'number' ? (row) => Number.isNaN(column.values.at(row)) : (row) => column.ids.at(row) === 0;
  }

  encode(from: number, to: number, values: Float32Array, columns: number, place: number): void {
    for (let row = from; row < to; row++) if (this.isMissing(row)) values[(row - from) * columns + place] = 1;
  }

  describe(): string[] {
    return [];
  }
}

/** Rows that a position is turned on over before it is worked out anew: errors stay below 1e-14. */
const mostTurns = 64;

class CalendarEncoder implements InputEncoder {
  readonly width = 2;
  readonly firstComplete = 0;
  private readonly period: Extract<InputCodec, { kind: 'calendar' }>['period'];
  private readonly times: Numbers | undefined;

  constructor(period: CalendarEncoder['period'], times: Numbers | undefined) {
    this.period = period;
    this.times = times;
  }

  /** Rows that are equally far apart turn by the same angle, which takes no sine of each. */
  encode(from: number, to: number, values: Float32Array, columns: number, place: number): void {
    const rows = to - from;
    const times = this.times?.read(from, to) ?? new Float64Array(rows);
    let before = NaN;
    let [knownStep, sineOfStep, cosineOfStep] = [NaN, 0, 1];
    for (let index = 0; index < rows;) {
      let time = times[index] ?? NaN;
      const step = time - before;
      const angle = calendarAngle(time, this.period);
      let sine = Math.sin(angle);
      let cosine = Math.cos(angle);
      values[index * columns + place] = sine;
      values[index * columns + place + 1] = cosine;
      index++;
      if (step !== knownStep && (times[index] ?? NaN) - time === step) {
        const turn = calendarAngle(step, this.period);
        sineOfStep = Math.sin(turn);
        cosineOfStep = Math.cos(turn);
        knownStep = step;
      }
      for (const end = Math.min(rows, index + mostTurns); index < end; index++) {
        const now = times[index] ?? NaN;
        if (now - time !== step) break;
        const turned = sine * cosineOfStep + cosine * sineOfStep;
        cosine = cosine * cosineOfStep - sine * sineOfStep;
        sine = turned;
        time = now;
        values[index * columns + place] = sine;
        values[index * columns + place + 1] = cosine;
      }
      before = time;
    }
  }

  describe(): string[] {
    return [];
  }
}

class HolidayEncoder implements InputEncoder {
  readonly width = holidayWidth;
  readonly firstComplete = 0;
  private readonly input: Extract<InputCodec, { kind: 'holidays' }>;
  private readonly times: Numbers | undefined;
  /** Those of the day before, which many rows may be of. */
  private readonly latest = new Float32Array(holidayWidth);
  private day = NaN;

  constructor(input: HolidayEncoder['input'], times: Numbers | undefined) {
    this.input = input;
    this.times = times;
  }

  encode(from: number, to: number, values: Float32Array, columns: number, place: number): void {
    const times = this.times?.read(from, to) ?? new Float64Array(to - from);
    for (const [index, time] of times.entries()) {
      const day = Math.floor(time / dayLength);
      if (day !== this.day) putHolidays(this.latest, 0, time, this.input);
      this.day = day;
      values.set(this.latest, index * columns + place);
    }
  }

  describe(): string[] {
    return [];
  }
}

const describeGaps = (name: string, gaps: number): string[] =>
  gaps > 0 ? [`${count(gaps, 'empty cell')} of ${name} ${gaps === 1 ? 'counts' : 'count'} as the value before.`] : [];
