import { InputError, type Place } from '../../errors.ts';
import { nearest } from '../../words/nearest.ts';
import { shorten } from '../../words/shorten.ts';
import { type Told, describeEncoding } from '../decoding/describeEncoding.ts';
import { BlankLines } from '../rows/blankLines.ts';
import type { TableSink } from '../tableSink.ts';
import type { TableReader } from '../tableReader.ts';
import { readTextLines } from '../textLines.ts';
import { longestSequenceLine, mostChannels, SequenceRows } from './sequenceRows.ts';
import { usualFormat } from '../usualFormat.ts';

const tag =
  /^@(problemname|timestamps|missing|univariate|dimensions?|equallength|serieslength|classlabel|targetlabel|data)\b/i;

/**
 * The `.ts` files of the UEA and UCR archives: a header of `@` lines, and under `@data` a sequence a line, its channels
 * separated by colons, their values by commas, `?` for one that is missing, and the label last. As a table it has a row
 * for every step: the number of the sequence, a value of each channel, and the label.
 */
export const timeSeriesFile: TableReader = {
  isDelimited: false,
  extensions: [],
  // TypeScript and videos have the same extension.
  possibleExtensions: ['.ts', '.txt', '.dat', '.data', ''],

  recognise(_, start) {
    const first = start.split('\n').find((line) => line.trim() !== '' && !line.startsWith('#'));
    return first !== undefined && tag.test(first.trim());
  },

  resolve: usualFormat,

  async read(file, { encoding }, table) {
    const reader = new LineReader(file, table);
    let line = 0;
    let comments = 0;
    let lastLine = 0;
    const blanks = new BlankLines();
    const told: Told = {};
    for await (const lines of readTextLines(file, longestSequenceLine, told, { encoding })) {
      for (const text of lines) {
        line++;
        if (text.startsWith('#')) comments++;
        else if (text.trim() !== '') {
          reader.take(text.trim(), line);
          lastLine = line;
        } else if (reader.hasSequences) blanks.add(line);
      }
    }
    reader.finish();
    return { comments, notes: [...describeEncoding(told), ...blanks.describe(lastLine)] };
  },
};

class LineReader {
  private readonly file: string;
  private readonly table: TableSink;
  private readonly rows: SequenceRows;
  private hasBegun = false;
  /** Undefined where the header promises no classes. */
  private labels: readonly string[] | undefined;
  private hasTarget = false;
  private channels = 0;

  constructor(file: string, table: TableSink) {
    this.file = file;
    this.table = table;
    this.rows = new SequenceRows(file, table, (text, step, cell) => locateValue(text, step, cell - 1));
  }

  get hasSequences(): boolean {
    return this.rows.count > 0;
  }

  /** Takes a line that is neither blank nor a comment. */
  take(text: string, line: number): void {
    const place = { file: this.file, line };
    if (this.hasBegun) this.takeSequence(text, place);
    else this.takeTag(text, place);
  }

  finish(): void {
    const { file, rows, hasBegun } = this;
    if (!hasBegun) throw new InputError('has no @data line; sequences stand under one', { file });
    if (rows.count === 0) throw new InputError('has no sequences under @data; add a line for each', { file });
    rows.flush();
  }

  private takeTag(text: string, place: Place): void {
    const [name = '', ...values] = text.split(/\s+/);
    const isTrue = values[0]?.toLowerCase() === 'true';
    switch (name.toLowerCase()) {
      case '@timestamps':
        if (isTrue) {
          const message = 'sequences with time stamps are not read; write their values alone, and @timeStamps false';
          throw new InputError(message, place);
        }
        break;
      case '@classlabel':
        this.labels = isTrue ? values.slice(1) : undefined;
        break;
      case '@targetlabel':
        this.hasTarget = isTrue;
        break;
      case '@data':
        this.hasBegun = true;
        break;
      default:
        if (!text.startsWith('@')) {
          throw new InputError('the line is no part of a header; begin it with @, or write @data above it', place);
        }
    }
  }

  private takeSequence(text: string, place: Place & { readonly line: number }): void {
    const { table, rows, labels, hasTarget } = this;
    const parts = text.split(':');
    const isLabelled = labels !== undefined || hasTarget;
    const label = isLabelled ? (parts.pop() ?? '').trim() : undefined;
    if (rows.count === 0) this.addColumns(parts.length, place);
    if (parts.length !== this.channels) {
      const message = `the sequence has ${parts.length} channels, the first has ${this.channels}; separate channels by colons, and give each line ${isLabelled ? 'as many, and a label' : 'as many'}`;
      throw new InputError(message, place);
    }
    if (labels && label !== undefined && label !== '?') checkLabel(label, labels, place);
    const channels = parts.map((part) => (part.trim() === '' ? [] : part.split(',')));
    const length = channels.reduce((longest, values) => Math.max(longest, values.length), 0);
    if (length === 0) throw new InputError('the sequence has no values; give it some, or remove the line', place);
    const number = String(rows.count + 1);
    const last = label === undefined ? [] : [label === '?' ? '' : label];
    const steps = Array.from({ length }, (_, step) => [
      number,
      ...channels.map((values) => valueOf(values[step])),
      ...last,
    ]);
    rows.add(place.line, text, steps);
    if (table.width !== 1 + this.channels + last.length) throw new Error('a row has not a cell for every column');
  }

  private addColumns(channels: number, place: Place): void {
    if (channels === 0 || channels > mostChannels) {
      throw new InputError(`the sequence has ${channels} channels; 1 to ${mostChannels} can be read`, place);
    }
    const { table, labels, hasTarget } = this;
    this.channels = channels;
    table.addColumn('sequence', 'sequence');
    for (let channel = 1; channel <= channels; channel++) {
      table.addColumn(channels === 1 ? 'value' : `channel${channel}`, 'value');
    }
    if (labels) table.addColumn('class', 'label');
    else if (hasTarget) table.addColumn('target');
  }
}

/** A label that the header does not name is a slip in one of the two. */
const checkLabel = (label: string, labels: readonly string[], place: Place): void => {
  if (labels.length === 0 || labels.includes(label)) return;
  const meant = nearest(label, labels);
  const known = meant === undefined ? labels.slice(0, 10).join(', ') : `'${meant}' among others`;
  throw new InputError(`the label '${shorten(label)}' is none of @classLabel, which names ${known}; correct it`, place);
};

const valueOf = (text: string | undefined): string => {
  const value = text?.trim() ?? '';
  return value === '?' || value === 'NaN' ? '' : value;
};

/** Where value `step` of a channel stands on its line. */
const locateValue = (text: string, step: number, channel: number): { column: number; length: number } => {
  const parts = text.split(':');
  const before = parts.slice(0, channel).reduce((sum, part) => sum + part.length + 1, 0);
  const values = (parts[channel] ?? '').split(',');
  const column = values.slice(0, step).reduce((sum, value) => sum + value.length + 1, before + 1);
  return { column, length: (values[step] ?? '').length };
};
