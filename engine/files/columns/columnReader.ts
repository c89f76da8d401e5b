import { CellIds } from './cellIds.ts';
import type { Column } from './column.ts';
import { ColumnSurvey, type Locate, mereText } from './columnSurvey.ts';
import type { MissingCells } from './missingCells.ts';
import { type Numbers, NumbersWriter } from './numbers.ts';
import { NumberParser } from './parseNumber.ts';
import type { TableStorage } from '../tableStorage.ts';
import type { DecimalMark } from './writing/markSurvey.ts';
import { type NumberReading, concludeNumbers, rereadIds } from './writing/numberReading.ts';
import { type TextLengths, type Texts, TextsWriter } from './texts.ts';
import { typedColumn } from './typedColumn.ts';
import type { DateOrder } from '../times/dateOrder.ts';
import { TimeParser } from '../times/timeParser.ts';
import { timesRead } from './timesRead.ts';
import { WrittenParser } from './writing/writtenParser.ts';

type Rows = readonly (readonly string[])[];

/** What a cell reads as. */
export type Reading = 'number' | 'time' | 'text';

/** The cells of a column as they were read. */
export type StoredCells =
  | {
      readonly kind: 'ids';
      /** Places in the others. */
      readonly ids: CellIds;
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
  | { readonly kind: 'texts'; readonly texts: Texts; readonly lengths: TextLengths };

export interface ColumnOptions {
  /** Its place in the row, from 0. */
  readonly cell: number;
  readonly commaToo: boolean;
  readonly delimiter?: string;
  /** That of all columns, where a config says it. */
  readonly decimalMark?: DecimalMark | undefined;
  readonly missing: MissingCells;
  readonly storage: TableStorage;
  /** What an earlier reading has found out. */
  readonly known?: KnownReading | undefined;
  /** The pattern of times, where a person has said it. */
  readonly timeFormat?: string | undefined;
}

/** What to keep of a column with many different cells, and how its numbers or dates are written. */
export interface KnownReading {
  readonly reading: Reading;
  readonly numbers?: NumberReading;
  /** That of dates which may be read in several. */
  readonly order?: DateOrder;
}

/**
 * Reads a column once. What its type is shows only at its end: until then a column of few different cells is kept as
 * the numbers of their texts, one of many as numbers, times or texts, whichever most of its first cells were.
 */
export class ColumnReader {
  private readonly survey: ColumnSurvey;
  private readonly options: ColumnOptions;
  private readonly parser: NumberParser;
  private readonly timeParser: TimeParser;
  /** Of different texts: what they are, while there are few. */
  private readonly values: number[] = [];
  private readonly readings: Reading[] = [];
  private readonly decimals: number[] = [];
  private readonly looks: (ReturnType<ColumnSurvey['lookInto']> | undefined)[] = [];
  private ids: CellIds | undefined;
  private numbers: NumbersWriter | undefined;
  private texts: TextsWriter | undefined;
  private reading: Reading = 'text';
  /** In which dates are kept. */
  private order: DateOrder | undefined;
  private placeOf: (index: number) => ReturnType<Locate> = unplaced;
  private index = 0;
  private readonly locate: Locate = () => this.placeOf(this.index);

  constructor(name: string, options: ColumnOptions) {
    const { known, commaToo, timeFormat } = options;
    this.survey = new ColumnSurvey(name, commaToo, { isKnown: known?.numbers !== undefined, timeFormat });
    this.options = options;
    this.timeParser = new TimeParser(known?.order, timeFormat);
    this.parser = known?.numbers ? new WrittenParser(known.numbers.writing) : new NumberParser(commaToo);
    this.ids = new CellIds(options.storage);
  }

  /** Takes the next rows. `placeOf` tells where a row's cell of this column stands. */
  read(rows: Rows, placeOf: (index: number) => ReturnType<Locate>): void {
    this.placeOf = placeOf;
    let index = this.ids ? this.readFew(this.ids, rows) : 0;
    while (index < rows.length) {
      const usual = this.readUsual(rows, index);
      // What ends a stretch of usual cells, and all cells of a column that has none.
      index = usual > index ? usual : this.readOther(rows, index);
    }
  }

  /** The decimal mark of its numbers, where they alone tell it. */
  get decimalMark(): DecimalMark | undefined {
    return this.options.known?.numbers?.writing.mark ?? this.survey.marks.known(this.survey.numbers);
  }

  /**
   * The column, or what has to be kept of it in another reading: its first cells were not like the others, or its
   * numbers or dates are written in a way that only all of them tell.
   * @param markOfFile the decimal mark of the other columns
   */
  finish(markOfFile?: DecimalMark): Column | { readonly again: KnownReading } {
    const { survey, options, parser, timeParser } = this;
    const kind = survey.conclude();
    const order = kind === 'timestamp' && timeParser.isOrdered ? timeParser.orders.likeliest() : undefined;
    if (order) {
      if (this.ids) this.readAgain(order);
      else if (order !== this.order) return { again: { reading: 'time', order } };
    }
    const stored = this.store();
    const wanted: Reading = kind === 'timestamp' ? 'time' : kind === 'text' || kind === 'category' ? 'text' : 'number';
    const isKept = stored.kind === 'ids' || this.reading === wanted;
    const isOfNumbers = kind === 'number' || (kind === 'category' && survey.isOfCodes());
    const numbers = isOfNumbers ? concludeNumbers(survey, options, parser, markOfFile) : undefined;
    if (kind !== 'number' || !numbers) {
      if (!isKept) return { again: { reading: wanted } };
      const times = kind === 'timestamp' ? timesRead(survey.name, timeParser) : undefined;
      return typedColumn(survey, options, kind, stored, { numbers, times });
    }
    if (options.known?.numbers === undefined && !numbers.isPlain) {
      const reread = stored.kind === 'ids' ? rereadIds(stored, survey, numbers) : undefined;
      if (!reread) return { again: { reading: wanted, numbers } };
      return typedColumn(survey, options, kind, reread.stored, { numbers: reread.numbers });
    }
    return isKept ? typedColumn(survey, options, kind, stored, { numbers }) : { again: { reading: wanted } };
  }

  private store(): StoredCells {
    const { ids, numbers, texts, values, readings, reading } = this;
    if (ids) return { kind: 'ids', ids, values, readings };
    if (texts) return { kind: 'texts', texts: texts.finish(), lengths: texts.lengths };
    if (!numbers || reading === 'text') throw new Error('The cells of a column were not kept.');
    return { kind: 'values', reading, values: numbers.finish(), min: numbers.min, max: numbers.max };
  }

  /** Reads a column of few different cells; returns the row behind the one with which they are many. */
  private readFew(ids: CellIds, rows: Rows): number {
    const { survey, values, readings, decimals, looks, locate } = this;
    const { cell, missing } = this.options;
    const { passesNumbers, passesTexts } = survey;
    // Cells that come again and of which nothing is learned any more.
    let [knownNumbers, knownTexts] = [0, 0];
    for (let index = 0; index < rows.length; index++) {
      const text = rows[index]?.[cell] ?? '';
      let id = survey.cells.find(text);
      const isNew = id < 0;
      if (isNew) {
        survey.passOver(knownNumbers, knownTexts);
        [knownNumbers, knownTexts] = [0, 0];
        if (missing.has(text)) {
          survey.addMissing();
          ids.push(0);
          continue;
        }
        id = this.learn(text, index);
      }
      this.index = index;
      const reading = readings[id];
      if (passesNumbers && reading === 'number') knownNumbers++;
      else if (passesTexts && looks[id] === mereText) knownTexts++;
      else if (reading === 'number') survey.addNumber(text, values[id] ?? NaN, decimals[id] ?? 0, locate);
      else if (reading === 'time') survey.addTime(text, locate);
      else survey.addText(text, locate, looks[id]);
      ids.push(id + 1);
      if (isNew && survey.hasManyCells) {
        survey.passOver(knownNumbers, knownTexts);
        this.keepValues(ids);
        return index + 1;
      }
    }
    survey.passOver(knownNumbers, knownTexts);
    return rows.length;
  }

  /** The times of few different texts, dates in this order. */
  private readAgain(order: DateOrder): void {
    const { survey, values, readings, timeParser } = this;
    timeParser.settle(order);
    for (const [id, text] of survey.cells.texts.entries()) {
      if (readings[id] === 'time') values[id] = timeParser.read(text);
    }
  }

  /** The time that a cell is, NaN for none. Notes where a form of times comes first. */
  private parseTime(text: string, index: number): number {
    const { timeParser } = this;
    const time = timeParser.parse(text);
    if (timeParser.wantsPlace) timeParser.place(this.placeOf(index));
    return time;
  }

  private learn(text: string, index: number): number {
    const { survey, parser, values, readings, decimals, looks } = this;
    const value = parser.parse(text);
    const time = Number.isNaN(value) && survey.mayBeTimes ? this.parseTime(text, index) : NaN;
    readings.push(!Number.isNaN(value) ? 'number' : Number.isNaN(time) ? 'text' : 'time');
    values.push(Number.isNaN(value) ? time : value);
    decimals.push(parser.decimals);
    looks.push(Number.isNaN(value) && Number.isNaN(time) ? survey.lookInto(text) : undefined);
    return survey.learn(text);
  }

  /** Reads cells as long as they are what most cells of the column are; returns the row behind them. */
  private readUsual(rows: Rows, from: number): number {
    const { survey, numbers, reading } = this;
    if (!numbers || this.options.missing.mayBeValues) return from;
    if (reading === 'number' && survey.knowsNumbers) return this.readNumbers(rows, from, numbers);
    return reading === 'time' && survey.mayBeTimes ? this.readTimes(rows, from, numbers) : from;
  }

  /** Apart from that of times: in a function of both, neither parser is inlined. */
  private readNumbers(rows: Rows, from: number, numbers: NumbersWriter): number {
    const { survey, parser } = this;
    const { cell } = this.options;
    const { marks } = survey;
    const isWatched = !marks.isSettled;
    let index = from;
    let decimals = 0;
    let last = NaN;
    for (; index < rows.length; index++) {
      const text = rows[index]?.[cell] ?? '';
      const value = parser.parse(text);
      if (Number.isNaN(value)) break;
      if (isWatched && !marks.isLikeBefore(Math.abs(value), parser.decimals, text)) break;
      if (parser.decimals > decimals) decimals = parser.decimals;
      last = value;
      numbers.push(value);
    }
    survey.addNumbers(index - from, decimals, last);
    return index;
  }

  private readTimes(rows: Rows, from: number, numbers: NumbersWriter): number {
    const { cell } = this.options;
    let index = from;
    while (index < rows.length) {
      const like = this.readTimesLikeBefore(rows, index, numbers);
      if (like === index) {
        const time = this.parseTime(rows[index]?.[cell] ?? '', index);
        if (Number.isNaN(time)) break;
        numbers.push(time);
        index++;
      } else index = like;
    }
    this.survey.addTimes(index - from);
    return index;
  }

  /** Most times of a file look the same: how they are written is learned of the first alone. */
  private readTimesLikeBefore(rows: Rows, from: number, numbers: NumbersWriter): number {
    const { timeParser } = this;
    const { cell } = this.options;
    let index = from;
    for (; index < rows.length; index++) {
      const time = timeParser.parseLikeBefore(rows[index]?.[cell] ?? '');
      if (Number.isNaN(time)) break;
      numbers.push(time);
    }
    timeParser.passOver(index - from, rows[index - 1]?.[cell] ?? '');
    return index;
  }

  /** Reads one cell, whatever it is; returns the row behind it. */
  private readOther(rows: Rows, index: number): number {
    const { survey, parser, numbers, texts, reading, locate } = this;
    const { cell, missing } = this.options;
    const text = rows[index]?.[cell] ?? '';
    if (missing.has(text)) {
      survey.addMissing();
      numbers?.push(NaN);
      texts?.pushMissing();
      return index + 1;
    }
    this.index = index;
    // What the column mostly is comes first.
    let time = reading === 'time' && survey.mayBeTimes ? this.parseTime(text, index) : NaN;
    const value = Number.isNaN(time) ? parser.parse(text) : NaN;
    if (!Number.isNaN(value)) survey.addNumber(text, value, parser.decimals, locate);
    else {
      if (reading !== 'time' && survey.mayBeTimes) time = this.parseTime(text, index);
      if (Number.isNaN(time)) survey.addText(text, locate);
      else survey.addTime(text, locate);
    }
    numbers?.push(reading === 'time' ? time : value);
    texts?.push(text);
    return index + 1;
  }

  /** Goes over from the numbers of texts to what the column mostly is. */
  private keepValues(ids: CellIds): void {
    const { survey, readings, values, options } = this;
    this.ids = undefined;
    const most: Reading =
      survey.numbers + survey.times === 0 ? 'text' : survey.numbers >= survey.times ? 'number' : 'time';
    const reading = options.known?.reading ?? most;
    this.reading = reading;
    this.order = options.known?.order;
    if (reading === 'time' && !this.order && this.timeParser.isOrdered) {
      // Most columns tell their order by now.
      this.order = this.timeParser.orders.likeliest();
      this.readAgain(this.order);
    }
    if (reading === 'text') {
      const texts = new TextsWriter(options.storage);
      this.texts = texts;
      const known = survey.cells.texts;
      for (const piece of ids.pieces()) {
        for (const id of piece) {
          const text = known[id - 1];
          if (text === undefined) texts.pushMissing();
          else texts.push(text);
        }
      }
      return;
    }
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
