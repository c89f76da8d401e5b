import { extname } from 'node:path';
import type { Config } from '../config.ts';
import { InputError } from '../errors.ts';
import { identifyFile } from '../files/fileIdentity.ts';
import { whileUnchanged } from '../files/whileUnchanged.ts';
import type { ColumnSummary, Inspection, TextInspection } from '../protocol.ts';
import type { Column } from '../files/column.ts';
import { proposeTask } from './proposeTask.ts';
import { readTable } from '../files/readTable.ts';
import { looksLikeTable, readStart } from '../files/tableFormat.ts';
import { surveyText } from '../encoding/textSurvey.ts';

const tableExtensions = new Set(['.csv', '.tsv', '.tab']);
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

const kindOf = async (file: string, { task }: Config): Promise<'table' | 'text'> => {
  if (task !== undefined) return task === 'language-model' ? 'text' : 'table';
  const extension = extname(file).toLowerCase();
  if (tableExtensions.has(extension)) return 'table';
  if (!eitherExtensions.has(extension)) return 'text';
  return looksLikeTable(file, await readStart(file)) ? 'table' : 'text';
};

const inspectTable = async (file: string, config: Config): Promise<Inspection> => {
  const { bytes, rows, columns, format, comments } = await readTable(file, config.data);
  const { targets, inputs, label } = config.data ?? {};
  const isAskedFor = [config.task, targets, inputs, label].some((choice) => choice !== undefined);
  if (!isAskedFor && holdsWords(columns)) {
    const why = 'No column holds numbers, so the file is learned as text; if one should, see how the columns are cut.';
    return { ...(await inspectText(file, config)), why };
  }
  const summaries = columns.map(summarise);
  const { task, why } = proposeTask(summaries);
  const { delimiter, header } = format;
  return { kind: 'table', file, bytes, proposedTask: task, why, rows, columns: summaries, delimiter, header, comments };
};

/** Text and categories alone. Times, and digits with separators, are meant for a forecast, which says what they lack. */
const holdsWords = (columns: readonly Column[]): boolean =>
  columns.some(({ type }) => type === 'text') &&
  columns.every((column) => (column.type === 'text' || column.type === 'category') && !column.grouped);

const inspectText = async (file: string, config: Config): Promise<TextInspection> => {
  const { size } = await identifyFile(file);
  const { symbols, lines, vocabulary } = await surveyText(file, config.data?.lowercase ?? false);
  if (symbols === 0) throw new InputError('is empty; give a file with data', { file });
  return {
    kind: 'text',
    file,
    bytes: Number(size),
    proposedTask: 'language-model',
    why: 'The file is text: the network learns which symbol comes next.',
    symbols,
    distinct: [...vocabulary].length,
    lines,
  };
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
      return { ...base, distinct: column.categories.length };
    case 'text':
      return base;
  }
};

/** A column without a value has no range. */
const rangeOf = (min: number, max: number): { min?: number; max?: number } => (Number.isNaN(min) ? {} : { min, max });
