import { InputError } from '../../errors.ts';
import { count } from '../../words/count.ts';
import type { TableSink } from '../tableSink.ts';
import { cutTokenLine } from './cutTokenLine.ts';
import { nameColumns, type TokenColumns } from './nameColumns.ts';

/** The column of the sentences' numbers. */
export const sentenceColumn = 'sentence';

/** Characters of one line before it is taken for a file without lines. */
export const longestTokenLine = 1 << 24;

/** What takes the rows. */
type TokenTable = Pick<TableSink, 'addColumn' | 'addRows'>;

/** Takes the lines of a file of tokens, and hands them on as the rows of a table. */
export class TokenLines {
  private readonly file: string;
  private readonly table: TokenTable;
  private readonly isConllu: boolean;
  private columns: TokenColumns | undefined;
  /** Names that a comment gives the columns, as those of CoNLL-U Plus. */
  private names: readonly string[] | undefined;
  private sentence = 0;
  private isInside = false;
  private ranges = 0;
  private emptyNodes = 0;
  private documents = 0;
  /** The next one, from 1. */
  line = 1;
  comments = 0;

  /** `isConllu`: its name says that it is CoNLL-U. */
  constructor(file: string, table: TokenTable, isConllu: boolean) {
    this.file = file;
    this.table = table;
    this.isConllu = isConllu;
  }

  /** What was left out, a sentence each. */
  get notes(): readonly string[] {
    const { ranges, emptyNodes, documents } = this;
    const noteOf = (all: number, one: string, several: string, why: string): string[] =>
      all > 0 ? [`${count(all, one, several)} ${all === 1 ? 'is' : 'are'} left out: ${why}`] : [];
    return [
      ...noteOf(ranges, 'line of several words', 'lines of several words', 'the words stand in lines of their own.'),
      ...noteOf(emptyNodes, 'empty node', 'empty nodes', 'no word stands there in the text.'),
      ...noteOf(documents, 'line -DOCSTART-', 'lines -DOCSTART-', 'a document begins there, and no word stands there.'),
    ];
  }

  /** Takes whole lines, without their ends. */
  take(lines: readonly string[]): void {
    const { file, table } = this;
    const rows: string[][] = [];
    const numbers: number[] = [];
    for (const text of lines) {
      const line = this.line++;
      const row = this.rowOf(text, line);
      if (!row) continue;
      rows.push(row);
      numbers.push(line);
    }
    if (rows.length === 0) return;
    const lineOf = (index: number): number => numbers[index] ?? 0;
    table.addRows({ rows, isRegular: rows.length === lines.length, lineOf }, (index) => ({
      file,
      line: lineOf(index),
    }));
  }

  /** Undefined for a line without a token. */
  private rowOf(text: string, line: number): string[] | undefined {
    if (text.trim() === '') {
      this.isInside = false;
      return undefined;
    }
    const cells = cutTokenLine(text, this.columns?.isTabbed ?? text.includes('\t'));
    if (text.startsWith('#') && this.isComment(cells)) {
      this.comments++;
      const [, named] = /^#\s*global\.columns\s*=\s*(\S.*)$/.exec(text) ?? [];
      if (named !== undefined && !this.columns) this.names = named.trim().split(/\s+/);
      return undefined;
    }
    if (cells[0] === '-DOCSTART-') {
      this.documents++;
      return undefined;
    }
    this.columns ??= this.begin(text, cells, line);
    const { names, isNumbered, mayBeBlank } = this.columns;
    if (cells.length !== names.length) throw this.wrongWidth(cells.length, line);
    if (isNumbered && this.isNoToken(cells[0] ?? '', line)) return undefined;
    if (!this.isInside) this.sentence++;
    this.isInside = true;
    return [
      String(this.sentence),
      ...cells.map((cell, place) => (isNumbered && cell === '_' && !mayBeBlank.has(place) ? '' : cell)),
    ];
  }

  /** Of a line that begins with `#`, which may also be a token: it is one where it has the columns of one. */
  private isComment(cells: readonly string[]): boolean {
    const { columns } = this;
    if (!columns || columns.isNumbered || cells.length !== columns.names.length) return true;
    return !columns.isTabbed && !this.isInside;
  }

  private begin(text: string, cells: readonly string[], line: number): TokenColumns {
    const { file, table } = this;
    const columns = nameColumns(cells, { isTabbed: text.includes('\t'), names: this.names, isConllu: this.isConllu });
    if (cells.length < 2) {
      const message = `'${cells[0]?.slice(0, 40) ?? ''}' stands alone in its line; a token needs a column beside it, after a tab or a space`;
      throw new InputError(message, { file, line });
    }
    table.addColumn(sentenceColumn);
    for (const name of columns.names) table.addColumn(name);
    return columns;
  }

  /** Whether a line of CoNLL-U tells of several words together, or of none, by its number. */
  private isNoToken(id: string, line: number): boolean {
    if (/^\d+$/.test(id)) return false;
    if (/^\d+-\d+$/.test(id)) this.ranges++;
    else if (/^\d+\.\d+$/.test(id)) this.emptyNodes++;
    else {
      const message = `'${id.slice(0, 40)}' is no number of a word; CoNLL-U has 1, 1-2 or 1.1 there`;
      throw new InputError(message, { file: this.file, line, column: 1 });
    }
    return true;
  }

  private wrongWidth(found: number, line: number): InputError {
    const wanted = this.columns?.names.length ?? 0;
    const message =
      this.isConllu && !this.names
        ? `the line has ${count(found, 'column')} where CoNLL-U has ${wanted}, between tabs; call the file .conll if it is something else`
        : `the line has ${count(found, 'column')} where those above have ${wanted}; ` +
          'give every token all columns, and put a blank line between sentences';
    return new InputError(message, { file: this.file, line });
  }
}
