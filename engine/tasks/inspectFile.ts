import { basename } from 'node:path';
import { type Config, tableFields } from '../config.ts';
import { InputError } from '../errors.ts';
import { filesOfText, textsOfFolder } from '../files/corpus.ts';
import { moreFilesOf, otherFilesOf, type PartFiles, partFilesOf } from '../files/parts/tableParts.ts';
import { whileUnchanged } from '../files/whileUnchanged.ts';
import type { ColumnSummary, FileKind, Inspection, TextInspection } from '../protocol.ts';
import type { CategoryColumn, Column, TextColumn } from '../files/columns/column.ts';
import { describeUnreadTime } from '../files/times/unreadTime.ts';
import { count } from '../words/count.ts';
import { proposeTask } from './proposeTask.ts';
import { taskOf } from './findTask.ts';
import type { OpenedFile } from './openedFile.ts';
import { OpenedFiles } from './openedFiles.ts';
import { tasks } from './registry.ts';
import { namesHidden, tellParts } from './splits/resolveSplit.ts';
import { tableNotes } from './tableNotes.ts';
import { tableFormatOf } from './tableFormatOf.ts';
import type { InspectedFile, Task } from './task.ts';

const mostNamed = 10;

/**
 * What a data file holds, and the task proposed for it. `config` may say how to read it and what for.
 * Throws an `InputError` for a file that cannot be read as a table or a text, or that changes meanwhile.
 */
export const inspectFile = (file: string, config: Config, files = new OpenedFiles()): Promise<Inspection> =>
  whileUnchanged(
    file,
    async () => {
      const opened = await files.open(file, moreFilesOf(file, config));
      const { inspection } = await inspectOpened(opened, config);
      return inspection.kind === 'text' ? { ...inspection, ...(await columnsOfText(opened, config)) } : inspection;
    },
    { others: otherFilesOf(file, config) },
  );

/** What else there is to choose from, where what is read as a text is a table as well, and a sound one. */
const columnsOfText = async (file: OpenedFile, config: Config): Promise<Pick<TextInspection, 'columns'>> => {
  if ((await file.readsAs(tableFormatOf(config).encoding)) === 'text') return {};
  try {
    const { columns } = await file.readTable(tableFormatOf(config), partsFor(file, config));
    return { columns: columns.map(summarise) };
  } catch (error) {
    if (error instanceof InputError) return {};
    throw error;
  }
};

/** As `inspectFile`, with what was read on the way. */
export const inspectOpened = async (file: OpenedFile, config: Config): Promise<InspectedFile> => {
  const { task } = config;
  const kind =
    task === undefined ? await file.readsAs(tableFormatOf(config).encoding) : kindFor(taskOf({ task }), config);
  return kind === 'table' ? inspectTable(file, config) : inspectText(file, config);
};

const kindFor = (task: Task, config: Config): FileKind => task.readsFor?.(config) ?? task.reads;

/** The files that are read below a table: none for a task that has its parts in the order of the file, and refuses others. */
const partsFor = ({ path }: OpenedFile, config: Config): PartFiles =>
  config.task !== undefined && taskOf({ task: config.task }).description.splitsInOrder
    ? []
    : partFilesOf(path, config.data?.split);

const inspectTable = async (file: OpenedFile, config: Config): Promise<InspectedFile> => {
  const parts = partsFor(file, config);
  const table = await file.readTable(tableFormatOf(config), parts);
  const { bytes, rows, columns, format, isDelimited, isDecoded, comments } = table;
  const notes = tableNotes(table);
  const { file: _, split, ...choices } = config.data ?? {};
  const isAskedFor =
    config.task !== undefined || Object.keys(choices).some((field) => !Object.hasOwn(tableFields, field));
  const summaries = columns.map(summarise);
  const hidden = namesHidden(table, config);
  const isSign = ({ name }: { readonly name: string }): boolean => !hidden.has(name);
  const proposal = proposeTask(summaries.filter(isSign), { ...table, columns: columns.filter(isSign) });
  if (!isAskedFor && holdsWords(columns) && !proposal?.certainty) {
    const why = 'No column holds numbers, so the file is learned as text; if one should, see how the columns are cut.';
    const { inspection } = await inspectText(file, config);
    return { inspection: { ...inspection, why }, table: undefined };
  }
  if (!proposal) {
    throw new InputError('is a table that fits none of the tasks; see what its columns hold', { file: file.path });
  }
  const { task, why } = proposal;
  const asked = taskOf({ task: config.task ?? task });
  // What it will say of the files does not hang on what is wrong with them together.
  if (parts.length > 0 && asked.description.splitsInOrder) return inspectTable(file, { ...config, task });
  const read = asked.readAs?.(table, config) ?? table;
  const joined = read.columns.flatMap((column) => (column.type === 'timestamp' ? (column.parts ?? []) : []));
  const others = columns.filter((column) => joined.every(({ cell }) => cell !== column.cell));
  const told = [
    ...others.flatMap((column) => describeUnreadTime(column)),
    ...(asked.tell?.(table, config) ?? []),
    ...(asked.description.splitsInOrder ? [] : tellParts(file.path, table, config)),
  ];
  return {
    inspection: {
      kind: 'table',
      file: file.path,
      bytes,
      proposedTask: task,
      why,
      rows,
      columns: read.columns.map(summarise),
      ...(isDelimited && { delimiter: format.delimiter, header: format.header }),
      isDecoded,
      comments,
      ...(notes.length > 0 && { notes }),
      ...(told.length > 0 && { told }),
    },
    table,
  };
};

/** Text and categories alone. Times, and digits with separators, are meant for a forecast, which says what they lack. */
const holdsWords = (columns: readonly Column[]): boolean =>
  columns.some(({ type }) => type === 'text') &&
  columns.every((column) => (column.type === 'text' || column.type === 'category') && !column.doubt);

const inspectText = async (file: OpenedFile, config: Config): Promise<InspectedFile> => {
  const { path, bytes } = file;
  const options = { lowercase: config.data?.['lowercase'] === true, encoding: tableFormatOf(config).encoding };
  const texts = typeof file.texts === 'string' ? await textsOfFolder(path) : await filesOfText(file.texts);
  const { symbols, lines, vocabulary, notes } = await file.surveyText(options);
  if (symbols === 0) throw new InputError('is empty; give a file with data', { file: path });
  return {
    inspection: {
      kind: 'text',
      file: path,
      bytes,
      proposedTask: textTask(path),
      why:
        texts && typeof file.texts !== 'string'
          ? `These are ${count(texts.length, 'text')}, ${listed(texts)}, read one after another: the network learns which symbol comes next.`
          : texts
            ? `The folder holds ${count(texts.length, 'text')}, read one after another: the network learns which symbol comes next.`
            : 'The file is text: the network learns which symbol comes next.',
      symbols,
      distinct: [...vocabulary].length,
      lines,
      ...(notes.length > 0 && { notes }),
    },
    table: undefined,
    ...(isInWords(config) && { words: await file.surveyWords(options) }),
  };
};

/** By their names, in the order in which they are read. */
const listed = (texts: readonly string[]): string => {
  const names = texts.slice(0, mostNamed).map((path) => basename(path));
  return texts.length > mostNamed ? `${names.join(', ')} and more` : names.join(', ');
};

const isInWords = ({ data }: Config): boolean => data?.['unit'] === 'words' || data?.['unit'] === 'bytePairs';

/** Of the tasks that read texts. */
const textTask = (file: string): string => {
  const task = tasks.find(({ reads }) => reads === 'text');
  if (!task) throw new InputError('is a text, which no task reads', { file });
  return task.name;
};

const summarise = (column: Column): ColumnSummary => {
  const { name, type, role, missing, examples, problems } = column;
  const base = { name, type, ...(role && { role }), missing, examples, problems };
  switch (column.type) {
    case 'number': {
      const { min, max, distinct, decimals } = column;
      return { ...base, ...rangeOf(min, max), ...(distinct !== undefined && { distinct }), decimals };
    }
    case 'timestamp':
      return { ...base, ...rangeOf(column.min, column.max) };
    case 'category':
      return { ...base, ...doubtOf(column), distinct: column.categories.length, ...charactersOf(column) };
    case 'text':
      return { ...base, ...doubtOf(column), ...charactersOf(column) };
  }
};

const doubtOf = ({ doubt }: CategoryColumn | TextColumn): Partial<Pick<ColumnSummary, 'problems'>> =>
  doubt ? { problems: [doubt] } : {};

const charactersOf = ({
  lengths: { mean, longest },
}: CategoryColumn | TextColumn): Pick<ColumnSummary, 'meanCharacters' | 'longestCharacters'> => ({
  meanCharacters: mean,
  longestCharacters: longest,
});

/** A column without a value has no range. */
const rangeOf = (min: number, max: number): { min?: number; max?: number } => (Number.isNaN(min) ? {} : { min, max });
