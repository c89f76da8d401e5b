import { visit } from 'jsonc-parser';
import { InputError, type Place } from '../../errors.ts';
import { type Told, describeEncoding } from '../decoding/describeEncoding.ts';
import { BlankLines } from '../rows/blankLines.ts';
import type { TableSink } from '../tableSink.ts';
import type { TableReader } from '../tableReader.ts';
import { readTextLines } from '../textLines.ts';
import { longestSequenceLine, mostChannels, SequenceRows } from './sequenceRows.ts';
import { usualFormat } from '../usualFormat.ts';

/** A first line with a list under `sequence`; the rest of it may be cut. */
const beginning = /^\s*\{(?:[^\n]*,)?\s*"sequence"\s*:\s*\[/;
const mostKeys = 1000;
/** What may be a list with one for each step. */
const labelKey = /^labels?$/;
/** What may be a list of numbers of the whole sequence. */
const targetKey = /^targets?$/;

/**
 * JSON Lines of sequences: an object a line, `{"sequence": [[1, 2], [3, 4]], "label": "a"}`, with a list of numbers for
 * each step, or a number where there is one channel; null is a value that is missing. As a table it has a row for every
 * step: the number of the sequence, a value of each channel, and what else the object holds. A label may be a list, one
 * for each step; a target may be a list of numbers, which stand in columns of their own: `target1`, `target2`.
 */
export const jsonSequences: TableReader = {
  isDelimited: false,
  extensions: [],
  possibleExtensions: ['.jsonl', '.ndjson', '.json', '.txt', '.dat', '.data', ''],
  recognise: (_, start) => beginning.test(start),

  resolve: usualFormat,

  async read(file, { encoding }, table) {
    const reader = new ObjectReader(file, table);
    let line = 0;
    let lastLine = 0;
    const blanks = new BlankLines();
    const told: Told = {};
    for await (const lines of readTextLines(file, longestSequenceLine, told, { encoding })) {
      for (const text of lines) {
        line++;
        if (text.trim() !== '') {
          reader.take(text, { file, line });
          lastLine = line;
        } else if (lastLine > 0) blanks.add(line);
      }
    }
    reader.finish();
    return { comments: 0, notes: [...describeEncoding(told), ...blanks.describe(lastLine)] };
  },
};

class ObjectReader {
  private readonly file: string;
  private readonly table: TableSink;
  private readonly rows: SequenceRows;
  private channels = 0;
  /** Numbers of a list of targets. */
  private targets: number | undefined;
  /** By key: its cell in a row. */
  private readonly cells = new Map<string, number>();

  constructor(file: string, table: TableSink) {
    this.file = file;
    this.table = table;
    this.rows = new SequenceRows(file, table, () => ({}));
  }

  take(text: string, place: Place & { readonly line: number }): void {
    const { sequence, ...whole } = parseObject(text, place);
    const others = this.spread(whole, place);
    if (!Array.isArray(sequence)) {
      const problem = sequence === undefined ? "there is no 'sequence'" : "'sequence' is no list";
      throw new InputError(`${problem}; write {"sequence": [[1, 2], [3, 4]], "label": "a"}`, place);
    }
    if (sequence.length === 0) {
      throw new InputError('the sequence is empty; give it a step, or remove the line', place);
    }
    const steps = sequence.map((step: unknown, index) => readStep(step, index, place));
    if (this.rows.count === 0) this.addChannels(steps[0]?.length ?? 0, place);
    const uneven = steps.findIndex(({ length }) => length !== this.channels);
    if (uneven >= 0) {
      const message = `step ${uneven + 1} of the sequence has ${steps[uneven]?.length} values, the first step of the file ${this.channels}; give every step as many, null for those that are missing`;
      throw new InputError(message, place);
    }
    this.addKeys(Object.keys(others), place);
    const rest = new Array<string>(this.cells.size).fill('');
    const ofSteps: [index: number, cells: readonly string[]][] = [];
    for (const [key, value] of Object.entries(others)) {
      const index = (this.cells.get(key) ?? 0) - 1 - this.channels;
      if (labelKey.test(key) && Array.isArray(value)) {
        ofSteps.push([index, readLabels(key, value, steps.length, place)]);
      } else rest[index] = cellOf(key, value, place);
    }
    const cellsOf = (step: number): string[] => {
      const cells = [...rest];
      for (const [index, labels] of ofSteps) cells[index] = labels[step] ?? '';
      return cells;
    };
    const number = String(this.rows.count + 1);
    this.rows.add(
      place.line,
      text,
      steps.map((values, step) => [number, ...values, ...cellsOf(step)]),
    );
  }

  finish(): void {
    if (this.rows.count === 0) throw new InputError('has no sequences, only blank lines', { file: this.file });
    this.rows.flush();
  }

  /** With a key for each number of a list of targets. */
  private spread(whole: Readonly<Record<string, unknown>>, place: Place): Readonly<Record<string, unknown>> {
    const entries = Object.entries(whole).flatMap(([key, value]): [string, unknown][] => {
      if (!targetKey.test(key) || !Array.isArray(value)) return [[key, value]];
      const numbers: readonly unknown[] = value;
      this.targets ??= numbers.length;
      if (numbers.length !== this.targets || numbers.length === 0 || numbers.length > mostKeys) {
        const message = `the list under ${JSON.stringify(key)} has ${numbers.length} numbers, that of the first line ${this.targets}; give every line as many, 1 to ${mostKeys}, null for those that are not known`;
        throw new InputError(message, place);
      }
      return numbers.map((number, at) => [`${key}${at + 1}`, number]);
    });
    return Object.fromEntries(entries);
  }

  private addChannels(channels: number, place: Place): void {
    if (channels === 0 || channels > mostChannels) {
      throw new InputError(`a step has ${channels} values; 1 to ${mostChannels} can be read`, place);
    }
    this.channels = channels;
    this.table.addColumn('sequence', 'sequence');
    for (let channel = 1; channel <= channels; channel++) {
      this.table.addColumn(channels === 1 ? 'value' : `channel${channel}`, 'value');
    }
  }

  /** Columns for keys that no line above has; the rows above lack them. */
  private addKeys(keys: readonly string[], place: Place): void {
    for (const key of keys) {
      if (this.cells.has(key)) continue;
      if (this.cells.size === mostKeys) {
        throw new InputError(`has more than ${mostKeys} different keys; give its lines the same ones`, place);
      }
      this.rows.flush();
      this.cells.set(key, this.table.width);
      this.table.addColumn(key, labelKey.test(key) ? 'label' : undefined);
    }
  }
}

const readStep = (step: unknown, index: number, place: Place): string[] => {
  const values: readonly unknown[] = Array.isArray(step) ? step : [step];
  return values.map((value) => {
    if (value === null) return '';
    if (typeof value === 'number') return String(value);
    const message = `step ${index + 1} of the sequence is neither a number nor a list of numbers; write [[1, 2], [3, 4]], null for a value that is missing`;
    throw new InputError(message, place);
  });
};

const readLabels = (key: string, labels: readonly unknown[], steps: number, place: Place): string[] => {
  if (labels.length === steps) return labels.map((label) => cellOf(key, label, place));
  const message = `the list under ${JSON.stringify(key)} has ${labels.length} labels for ${steps} steps; give each step one, null where it has none`;
  throw new InputError(message, place);
};

const cellOf = (key: string, value: unknown, place: Place): string => {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const message = `the value of ${JSON.stringify(key)} is an object or a list; a sequence has one text, number, true, false or null under each key but 'sequence'`;
  throw new InputError(message, place);
};

const parseObject = (text: string, place: Place): Readonly<Record<string, unknown>> => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const way = 'put each object on a line of its own, without line breaks in it';
    throw new InputError(`the line is broken JSON; correct it, and ${way}`, { ...place, ...columnOf(text) });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new InputError('the line is no object; write {"sequence": [[1, 2], [3, 4]], "label": "a"}', place);
};

class Fault extends Error {
  readonly column: number;

  constructor(offset: number) {
    super('a fault in JSON');
    this.column = offset + 1;
  }
}

/** Where the first fault is; of what is nested too deep to be gone through it is not known. */
const columnOf = (text: string): { readonly column?: number } => {
  const onError = (_: number, offset: number): never => {
    throw new Fault(offset);
  };
  try {
    visit(text, { onError }, { disallowComments: true });
  } catch (error) {
    if (error instanceof Fault) return { column: error.column };
  }
  return {};
};
