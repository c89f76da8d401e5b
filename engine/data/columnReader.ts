import type { Column } from './column.ts';
import { ColumnSurvey, type Locate } from './columnSurvey.ts';
import { GrowingIds } from './growingIds.ts';
import { type Numbers, NumbersWriter } from './numbers.ts';
import { NumberParser } from './parseNumber.ts';
import type { TableStorage } from './tableStorage.ts';
import { typedColumn } from './typedColumn.ts';
import { parseTimestamp } from './timestamp.ts';

/** What a cell reads as. */
export type Reading = 'number' | 'time' | 'text';

/** The cells of a column as they were read. */
export type StoredCells =
  /** By row: 0 for a missing cell, else 1 + the place of its text in the others. */
  | {
      readonly kind: 'ids';
      readonly ids: GrowingIds;
      readonly values: readonly number[];
      readonly readings: readonly Reading[];
    }
  /** By row: the value of cells that read as `reading`, NaN for all others. */
  | {
      readonly kind: 'values';
      readonly reading: 'number' | 'time';
      readonly values: Numbers;
      readonly min: number;
      readonly max: number;
    }
  /** Neither numbers nor times, and too many different ones. */
  | { readonly kind: 'none' };

export interface ColumnOptions {
  /** Its place in the row, from 0. */
  readonly cell: number;
  readonly commaToo: boolean;
  readonly isMissing: (text: string) => boolean;
  readonly storage: TableStorage;
  /** What to keep of a column with many different cells, when an earlier reading has found out. */
  readonly reading?: Reading | undefined;
}

/**
 * Reads a column once. What its type is shows only at its end: until then a column of few different cells is kept as
 * the numbers of their texts, one of many as numbers or times, whichever most of its first cells were.
 */
export class ColumnReader {
  private readonly survey: ColumnSurvey;
  private readonly options: ColumnOptions;
  private readonly parser: NumberParser;
  /** Of different texts: what they are, while there are few. */
  private readonly values: number[] = [];
  private readonly readings: Reading[] = [];
  private readonly decimals: number[] = [];
  private ids: GrowingIds | undefined = new GrowingIds();
  private numbers: NumbersWriter | undefined;
  private reading: Reading = 'text';
  private placeOf: (index: number) => ReturnType<Locate> = unplaced;
  private index = 0;
  private readonly locate: Locate = () => this.placeOf(this.index);
  private lastText = '';
  private lastId = -1;

  constructor(name: string, options: ColumnOptions) {
    this.survey = new ColumnSurvey(name, options.commaToo);
    this.options = options;
    this.parser = new NumberParser(options.commaToo);
  }

  /** Takes the next rows. `placeOf` tells where a row's cell of this column stands. */
  read(rows: readonly (readonly string[])[], placeOf: (index: number) => ReturnType<Locate>): void {
    const { cell, isMissing } = this.options;
    this.placeOf = placeOf;
    for (let index = 0; index < rows.length; index++) {
      this.index = index;
      const text = rows[index]?.[cell] ?? '';
      if (isMissing(text)) {
        this.survey.addMissing();
        if (this.ids) this.ids.push(0);
        else this.numbers?.push(NaN);
      } else if (this.ids) this.readFew(this.ids, text);
      else this.readMany(text);
    }
  }

  /** The column, or what has to be kept of it in another reading: its first cells were not like the others. */
  finish(): Column | { readonly again: Reading } {
    const { survey, options } = this;
    const kind = survey.conclude();
    const stored = this.store();
    const wanted: Reading = kind === 'timestamp' ? 'time' : kind === 'text' || kind === 'category' ? 'text' : 'number';
    const isKept =
      wanted === 'text' || stored.kind === 'ids' || (stored.kind === 'values' && stored.reading === wanted);
    return isKept ? typedColumn(survey, options, kind, stored) : { again: wanted };
  }

  private store(): StoredCells {
    const { ids, numbers, values, readings, reading } = this;
    if (ids) return { kind: 'ids', ids, values, readings };
    if (!numbers || reading === 'text') return { kind: 'none' };
    return { kind: 'values', reading, values: numbers.finish(), min: numbers.min, max: numbers.max };
  }

  private readFew(ids: GrowingIds, text: string): void {
    const { survey, values, readings, decimals, locate } = this;
    let id = text === this.lastText ? this.lastId : (survey.cells.get(text) ?? -1);
    if (id < 0) {
      id = survey.learn(text);
      const value = this.parser.parse(text);
      const time = Number.isNaN(value) && survey.mayBeTimes ? parseTimestamp(text) : NaN;
      readings.push(!Number.isNaN(value) ? 'number' : Number.isNaN(time) ? 'text' : 'time');
      values.push(Number.isNaN(value) ? time : value);
      decimals.push(this.parser.decimals);
    }
    this.lastText = text;
    this.lastId = id;
    const reading = readings[id];
    if (reading === 'number') survey.addNumber(text, values[id] ?? NaN, decimals[id] ?? 0, locate);
    else if (reading === 'time') survey.addTime(text, locate);
    else survey.addText(text, locate);
    ids.push(id + 1);
    if (survey.hasManyCells) this.keepValues(ids);
  }

  private readMany(text: string): void {
    const { survey, parser, numbers, reading, locate } = this;
    // What the column mostly is comes first.
    let time = reading === 'time' && survey.mayBeTimes ? parseTimestamp(text) : NaN;
    const value = Number.isNaN(time) ? parser.parse(text) : NaN;
    if (!Number.isNaN(value)) survey.addNumber(text, value, parser.decimals, locate);
    else {
      if (reading !== 'time' && survey.mayBeTimes) time = parseTimestamp(text);
      if (Number.isNaN(time)) survey.addText(text, locate);
      else survey.addTime(text, locate);
    }
    numbers?.push(reading === 'time' ? time : value);
  }

  /** Goes over from the numbers of texts to values. */
  private keepValues(ids: GrowingIds): void {
    const { survey, readings, values, options } = this;
    this.ids = undefined;
    const most: Reading =
      survey.numbers + survey.times === 0 ? 'text' : survey.numbers >= survey.times ? 'number' : 'time';
    const reading = options.reading ?? most;
    this.reading = reading;
    if (reading === 'text') return;
    const numbers = new NumbersWriter(options.storage);
    this.numbers = numbers;
    for (const piece of ids.pieces()) {
      for (const id of piece) numbers.push(readings[id - 1] === reading ? (values[id - 1] ?? NaN) : NaN);
    }
  }
}

const unplaced = (): never => {
  throw new Error('no rows have been read yet');
};
