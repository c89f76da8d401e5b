import { extname } from 'node:path';
import { type Config, tableFields } from '../config.ts';
import { InputError } from '../errors.ts';
import { identifyFile } from '../files/fileIdentity.ts';
import { whileUnchanged } from '../files/whileUnchanged.ts';
import type { ColumnSummary, FileKind, Inspection, TextInspection } from '../protocol.ts';
import type { CategoryColumn, Column, TextColumn } from '../files/column.ts';
import { proposeTask } from './proposeTask.ts';
import { readTable } from '../files/readTable.ts';
import { looksLikeTable, readStart } from '../files/tableFormat.ts';
import { surveyText } from '../encoding/textSurvey.ts';
import { taskOf } from './findTask.ts';
import { tasks } from './registry.ts';
import { tableFormatOf } from './tableFormatOf.ts';

/** Extensions of files that are read as tables whatever is in them. */
export const tableExtensions: ReadonlySet<string> = new Set(['.csv', '.tsv', '.tab']);
/** Texts that may have columns of their own are looked into. */
const eitherExtensions = new Set(['.txt', '.dat', '.data', '']);

/**
 * What a data file holds, and the task proposed for it. `config` may say how to read it and what for.
 * Throws an `InputError` for a file that cannot be read as a table or a text.
 */
export const inspectFile = (file: string, config: Config): Promise<Inspection> =>
  whileUnchanged(file, async () => {
    const kind = await kindOf(file, config);
    return kind === 'table' ? inspectTable(file, config) : inspectText(file, config);
  });

const kindOf = async (file: string, { task }: Config): Promise<FileKind> => {
  if (task !== undefined) return taskOf({ task }).reads;
  const extension = extname(file).toLowerCase();
  if (tableExtensions.has(extension)) return 'table';
  if (!eitherExtensions.has(extension)) return 'text';
  return looksLikeTable(file, await readStart(file)) ? 'table' : 'text';
};

const inspectTable = async (file: string, config: Config): Promise<Inspection> => {
  const { bytes, rows, columns, format, comments } = await readTable(file, tableFormatOf(config));
  const { file: _, split, ...choices } = config.data ?? {};
  const isAskedFor =
    config.task !== undefined || Object.keys(choices).some((field) => !Object.hasOwn(tableFields, field));
  if (!isAskedFor && holdsWords(columns)) {
    const why = 'No column holds numbers, so the file is learned as text; if one should, see how the columns are cut.';
    return { ...(await inspectText(file, config)), why };
  }
  const summaries = columns.map(summarise);
  const proposal = proposeTask(summaries);
  if (!proposal) throw new InputError('is a table that fits none of the tasks; see what its columns hold', { file });
  const { task, why } = proposal;
  const { delimiter, header } = format;
  return { kind: 'table', file, bytes, proposedTask: task, why, rows, columns: summaries, delimiter, header, comments };
};

/** Text and categories alone. Times, and digits with separators, are meant for a forecast, which says what they lack. */
const holdsWords = (columns: readonly Column[]): boolean =>
  columns.some(({ type }) => type === 'text') &&
  columns.every((column) => (column.type === 'text' || column.type === 'category') && !column.grouped);

const inspectText = async (file: string, config: Config): Promise<TextInspection> => {
  const { size } = await identifyFile(file);
  const { symbols, lines, vocabulary } = await surveyText(file, config.data?.['lowercase'] === true);
  if (symbols === 0) throw new InputError('is empty; give a file with data', { file });
  return {
    kind: 'text',
    file,
    bytes: Number(size),
    proposedTask: textTask(file),
    why: 'The file is text: the network learns which symbol comes next.',
    symbols,
    distinct: [...vocabulary].length,
    lines,
  };
};

/** Of the tasks that read texts. */
const textTask = (file: string): string => {
  const task = tasks.find(({ reads }) => reads === 'text');
  if (!task) throw new InputError('is a text, which no task reads', { file });
  return task.name;
};

const summarise = (column: Column): ColumnSummary => {
  const { name, type, missing, examples, problems } = column;
  const base = { name, type, missing, examples, problems };
  switch (column.type) {
    case 'number': {
      const { min, max, distinct, decimals } = column;
      return { ...base, ...rangeOf(min, max), ...(distinct !== undefined && { distinct }), decimals };
    }
    case 'timestamp':
      return { ...base, ...rangeOf(column.min, column.max) };
    case 'category':
      return { ...base, distinct: column.categories.length, ...charactersOf(column) };
    case 'text':
      return { ...base, ...charactersOf(column) };
  }
};

const charactersOf = ({
  lengths: { mean, longest },
}: CategoryColumn | TextColumn): Pick<ColumnSummary, 'meanCharacters' | 'longestCharacters'> => ({
  meanCharacters: mean,
  longestCharacters: longest,
});

/** A column without a value has no range. */
const rangeOf = (min: number, max: number): { min?: number; max?: number } => (Number.isNaN(min) ? {} : { min, max });
