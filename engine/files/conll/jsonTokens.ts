import { InputError, type Place } from '../../errors.ts';
import { count } from '../../words/count.ts';
import { type Told, describeEncoding } from '../decoding/describeEncoding.ts';
import { BlankLines } from '../rows/blankLines.ts';
import type { TableSink } from '../tableSink.ts';
import type { TableReader } from '../tableReader.ts';
import { readTextLines } from '../textLines.ts';
import { longestTokenLine, sentenceColumn } from './tokenLines.ts';
import { usualFormat } from '../usualFormat.ts';

/** A first line with a list of texts under `tokens` or `words`; the rest of it may be cut. */
const beginning = /^\s*\{(?:[^\n]*,)?\s*"(?:tokens|words)"\s*:\s*\[\s*["\]]/;
const example = '{"tokens": ["Ada", "sings"], "tags": ["NOUN", "VERB"]}';
const mostColumns = 1000;

/**
 * JSON Lines of sentences: an object a line, `{"tokens": ["Ada", "sings"], "tags": ["NOUN", "VERB"]}`. As a table it has a
 * row for each token: the number of its sentence, what each list has for it, and what else the object holds; null is a
 * value that is missing.
 */
export const jsonTokens: TableReader = {
  isDelimited: false,
  extensions: [],
  possibleExtensions: ['.jsonl', '.ndjson', '.json', '.txt', '.dat', '.data', ''],
  recognise: (_, start) => beginning.test(start),

  resolve: usualFormat,

  async read(file, { encoding }, table) {
    const sentences = new SentenceLines(file, table);
    const way = 'put each sentence on a line of its own';
    const told: Told = {};
    for await (const lines of readTextLines(file, longestTokenLine, told, { encoding, way })) {
      for (const text of lines) sentences.take(text);
    }
    if (table.rows === 0) throw new InputError(`has no tokens; write ${example} in each line`, { file });
    return { comments: 0, notes: [...describeEncoding(told), ...sentences.notes] };
  },
};

class SentenceLines {
  private readonly file: string;
  private readonly table: TableSink;
  /** The key that holds the tokens. */
  private tokens: 'tokens' | 'words' | undefined;
  /** By key: its cell in a row. */
  private readonly cells = new Map<string, number>();
  private line = 0;
  private sentences = 0;
  private empty = 0;
  private lastLine = 0;
  private readonly blanks = new BlankLines();

  constructor(file: string, table: TableSink) {
    this.file = file;
    this.table = table;
  }

  get notes(): readonly string[] {
    const { empty, blanks, lastLine } = this;
    return [
      ...blanks.describe(lastLine),
      ...(empty > 0 ? [`${count(empty, 'line')} without tokens ${empty === 1 ? 'is' : 'are'} left out.`] : []),
    ];
  }

  take(text: string): void {
    const line = ++this.line;
    if (text.trim() === '') {
      if (this.lastLine > 0) this.blanks.add(line);
      return;
    }
    this.lastLine = line;
    const { file, table, cells } = this;
    const place = { file, line };
    const object = parseObject(text, place);
    this.tokens ??= 'tokens' in object ? 'tokens' : 'words';
    const tokens: unknown = object[this.tokens];
    if (!Array.isArray(tokens)) throw new InputError(`there is no list of '${this.tokens}'; write ${example}`, place);
    if (tokens.length === 0) {
      this.empty++;
      return;
    }
    if (this.sentences === 0) table.addColumn(sentenceColumn);
    const number = String(++this.sentences);
    const columns = Object.entries(object).map(([key, value]) => ({
      cell: this.cellOf(key, place),
      textAt: textsOf(key, value, { name: this.tokens ?? '', length: tokens.length }, place),
    }));
    const rows = tokens.map((_, step) => {
      const row = new Array<string>(cells.size + 1).fill('');
      row[0] = number;
      for (const { cell, textAt } of columns) row[cell] = textAt(step);
      return row;
    });
    table.addRows({ rows, isRegular: false, lineOf: () => line }, () => place);
  }

  /** A column for a key that no line above has; the rows above lack it. */
  private cellOf(key: string, place: Place): number {
    const { cells, table } = this;
    const known = cells.get(key);
    if (known !== undefined) return known;
    if (cells.size === mostColumns) {
      throw new InputError(`has more than ${mostColumns} different keys; give its lines the same ones`, place);
    }
    cells.set(key, cells.size + 1);
    table.addColumn(key);
    return cells.size;
  }
}

/** Of each step what stands there under a key: the step's own of a list, else the same at all. */
const textsOf = (
  key: string,
  value: unknown,
  tokens: { readonly name: string; readonly length: number },
  place: Place,
): ((step: number) => string) => {
  if (!Array.isArray(value)) {
    const text = cellOf(key, value, place);
    return () => text;
  }
  if (value.length !== tokens.length) {
    const message = `'${key}' has ${count(value.length, 'value')} for ${count(tokens.length, 'token')} in '${tokens.name}'; give every token one, null for none`;
    throw new InputError(message, place);
  }
  const texts = value.map((each: unknown) => cellOf(key, each, place));
  return (step) => texts[step] ?? '';
};

const cellOf = (key: string, value: unknown, place: Place): string => {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const message = `${JSON.stringify(key)} holds an object or a list in a list; a token has one text, number, true, false or null under each key`;
  throw new InputError(message, place);
};

const parseObject = (text: string, place: Place): Readonly<Record<string, unknown>> => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError('the line is broken JSON; correct it, and put each sentence on a line of its own', place);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new InputError(`the line is no object; write ${example}`, place);
};
