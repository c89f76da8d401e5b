import { visit } from 'jsonc-parser';
import { InputError, type Place } from '../errors.ts';
import { readDecodedChunks, readUtf8Chunks } from './decoding/decodedChunks.ts';
import { type Told, describeEncoding } from './decoding/describeEncoding.ts';
import { BlankLines } from './rows/blankLines.ts';
import type { TableSink } from './tableSink.ts';
import type { TableReader } from './tableReader.ts';
import { usualFormat } from './usualFormat.ts';

/** Characters of one line before it is taken for a file without lines. */
const longestLine = 1 << 24;
const mostColumns = 10_000;

/**
 * JSON Lines: an object of strings, numbers, booleans and null in each line. The columns are its keys in the order in
 * which they first appear (of one object, those that are whole numbers come first); null and a key that a row lacks are
 * missing cells.
 */
export const jsonLines: TableReader = {
  isDelimited: false,
  extensions: ['.jsonl', '.ndjson'],

  possibleExtensions: ['.json', '.txt', '.dat', '.data', ''],

  recognise(_, start) {
    // The last line may be cut.
    const lines = start
      .split('\n')
      .slice(0, -1)
      .filter((line) => line.trim() !== '');
    return lines.length > 1 && lines.every(isFlatObject);
  },

  resolve: usualFormat,

  async read(file, { encoding }, table) {
    const reader = new LineReader(file, table);
    const told: Told = {};
    let rest = '';
    for await (const piece of readDecodedChunks(file, readUtf8Chunks(file, told, encoding))) {
      const end = piece.lastIndexOf('\n') + 1;
      if (end > 0) reader.take((rest + piece.slice(0, end)).split('\n').slice(0, -1));
      rest = end > 0 ? piece.slice(end) : rest + piece;
      if (rest.length > longestLine) {
        throw new InputError(
          'is a line of more than 16 million characters; put each object on a line of its own, without line breaks in it',
          { file, line: reader.line },
        );
      }
    }
    reader.take([rest]);
    if (table.rows === 0) throw new InputError('has no rows, only blank lines; add an object a line', { file });
    if (table.width === 0)
      throw new InputError('has no keys, only empty objects; give them names and values', { file });
    return { comments: 0, notes: [...describeEncoding(told), ...reader.blanks.describe(reader.lastLine)] };
  },
};

type Flat = Readonly<Record<string, string | number | boolean | null>>;

class LineReader {
  private readonly file: string;
  private readonly table: TableSink;
  private readonly cells = new Map<string, number>();
  /** The next one, from 1. */
  line = 1;
  /** That of the last object; 0 where there is none. */
  lastLine = 0;
  /** Below the first object. */
  readonly blanks = new BlankLines();

  constructor(file: string, table: TableSink) {
    this.file = file;
    this.table = table;
  }

  /** Takes whole lines, without their line feeds. */
  take(lines: readonly string[]): void {
    const { file, table, cells } = this;
    const rows: string[][] = [];
    const places: { readonly line: number; readonly text: string }[] = [];
    for (const text of lines) {
      const line = this.line++;
      if (text.trim() === '') {
        if (this.lastLine > 0) this.blanks.add(line);
        continue;
      }
      rows.push(this.rowOf(parseLine(text, { file, line })));
      places.push({ line, text });
      this.lastLine = line;
    }
    if (rows.length === 0) return;
    const keys = [...cells.keys()];
    const lineOf = (index: number): number => places[index]?.line ?? 0;
    table.addRows({ rows, isRegular: rows.length === lines.length, lineOf }, (index, cell) => ({
      file,
      line: lineOf(index),
      ...locateValue(places[index]?.text ?? '', keys[cell] ?? ''),
    }));
  }

  private rowOf(object: Flat): string[] {
    const { cells, table } = this;
    const row = new Array<string>(cells.size).fill('');
    for (const key of Object.keys(object)) {
      let cell = cells.get(key);
      if (cell === undefined) {
        cell = cells.size;
        if (cell === mostColumns) {
          const message = `has more than ${mostColumns} different keys; a key is a column: give its rows the same ones`;
          throw new InputError(message, { file: this.file, line: this.line - 1 });
        }
        cells.set(key, cell);
        table.addColumn(key);
        row.push('');
      }
      const value = object[key] ?? '';
      row[cell] = typeof value === 'string' ? value : String(value);
    }
    return row;
  }
}

const isFlat = (value: unknown): value is Flat =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((cell) => typeof cell !== 'object' || cell === null);

const isFlatObject = (line: string): boolean => {
  try {
    return isFlat(JSON.parse(line));
  } catch {
    return false;
  }
};

const parseLine = (text: string, place: Place): Flat => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw faultOf(text, place);
  }
  if (!isFlat(value)) throw faultOf(text, place);
  return value;
};

class Fault extends Error {
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

const brokenLine =
  'the line is broken JSON from here on; correct it, and put each object on a line of its own, without line breaks in it';

/** What is wrong with a line, and where. The search ends with the first fault, however deep what follows is nested. */
const faultOf = (text: string, place: Place): InputError => {
  const found = catchFault(() => {
    let key: string | undefined;
    const nested = (offset: number): void => {
      if (key === undefined) throw new Fault(offset, 'the line is no object; write {"name": value, …} in each line');
      const way = 'give each part a key of its own with a text, a number, true, false or null';
      throw new Fault(offset, `the value of ${JSON.stringify(key)} is an object or a list, which is no cell; ${way}`);
    };
    let isInside = false;
    visit(
      text,
      {
        onObjectBegin: (offset) => {
          if (isInside) nested(offset);
          isInside = true;
        },
        onArrayBegin: nested,
        onObjectProperty: (name) => {
          key = name;
        },
        onLiteralValue: (_, offset) => {
          if (!isInside) nested(offset);
        },
        onError: (_, offset) => {
          throw new Fault(offset, brokenLine);
        },
      },
      { disallowComments: true },
    );
  });
  return new InputError(found?.message ?? brokenLine, { ...place, column: (found?.offset ?? 0) + 1 });
};

/** The column, from 1, at which the value of a key begins, and how long it is. */
const locateValue = (text: string, wanted: string): { column: number; length: number } => {
  let key: string | undefined;
  let place = { column: 1, length: 0 };
  visit(text, {
    onObjectProperty: (name) => {
      key = name;
    },
    onLiteralValue: (_, offset, length) => {
      if (key === wanted) place = { column: offset + 1, length };
    },
  });
  return place;
};

const catchFault = (search: () => void): Fault | undefined => {
  try {
    search();
    return undefined;
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
};
