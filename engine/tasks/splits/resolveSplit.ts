import type { Config, Split } from '../../config.ts';
import { findColumn, unknownColumn } from '../../files/columns/findColumn.ts';
import { keysOfCells, textOfCell } from '../../files/sequences/rowGroups.ts';
import type { Table } from '../../files/readTable.ts';
import { partAt } from '../../files/parts/tableParts.ts';
import type { TaskDescription } from '../../records/taskDescription.ts';
import { shorten } from '../../words/shorten.ts';
import type { ConfigProblem } from '../config/completion.ts';
import type { InspectedFile } from '../task.ts';
import { unknownWord } from './givenParts.ts';
import { isSplitColumn, otherWordOf, partOfWord } from './partWords.ts';
import { siblingFiles } from './siblingFiles.ts';

/** What of a split is not its shares. */
type Wanted = Partial<Split>;

/** A config whose split says all that follows from the file, and the file without what only says the parts. */
export interface ResolvedSplit {
  readonly config: Config;
  readonly file: InspectedFile;
  readonly choices: readonly string[];
  readonly problems: readonly ConfigProblem[];
  /** Share of the rows that are given for training; 1 where nothing is given. */
  readonly trainShare: number;
}

type Described = Pick<TaskDescription, 'splitsInOrder' | 'fields' | 'everyStep' | 'name' | 'reads'>;

/** Finds out how the rows of a file are to be shared out, before a task completes the rest. */
export const resolveSplit = (config: Config, file: InspectedFile, task: Described): ResolvedSplit => {
  const wanted = config.data?.split ?? {};
  const { table } = file;
  if (task.splitsInOrder || !table) {
    return { config, file, choices: [], problems: findUnread(wanted, file, task), trainShare: 1 };
  }
  const problems: ConfigProblem[] = [];
  const column = wanted.column === undefined ? findSplitColumn(table, config) : (wanted.column ?? undefined);
  const choices = tellParts(file.inspection.file, table, config);
  const words = column === undefined ? undefined : countParts(table, column, problems);
  checkWay(wanted, table, task, problems);
  const has = (part: 'valid' | 'test'): boolean =>
    (words?.[part] ?? 0) > 0 || (table.parts?.some(({ name }) => name === part) ?? false);
  const isGiven = words !== undefined || table.parts !== undefined;
  for (const part of ['valid', 'test'] as const) {
    if (has(part) && (wanted[part] ?? 0) > 0) {
      const message = `${wanted[part]} of the training rows would join the part that is given already; leave it out`;
      problems.push({ path: `data.split.${part}`, message });
    }
  }
  const shares: Wanted = {
    ...(has('valid') && { valid: 0 }),
    ...(isGiven && { test: has('test') ? 0 : (wanted.test ?? 0) }),
  };
  const split: Wanted = { ...wanted, ...(column !== undefined && { column }), ...shares };
  return {
    config: { ...config, data: { ...config.data, split } },
    file: withoutColumns(file, namesHidden(table, config), config),
    choices,
    problems,
    trainShare: isGiven ? shareOfTraining(table, words) : 1,
  };
};

/**
 * Columns that only say the parts: nothing is learned from them, and they are no sign of a task. What keeps rows together
 * may tell sequences apart as well, where it stands in one stretch of rows after another.
 */
export const namesHidden = (table: Table, config: Config): ReadonlySet<string> => {
  const { column = findSplitColumn(table, config), group } = config.data?.split ?? {};
  const names = new Set<string>();
  if (typeof column === 'string') names.add(column);
  if (typeof group === 'string' && !areStretches(table, group)) names.add(group);
  return names;
};

const areStretches = (table: Table, name: string): boolean => {
  const column = table.columns.find((each) => each.name === name);
  if (!column) return false;
  const keyAt = keysOfCells(column);
  const seen = new Set<string | number>();
  let last: string | number | undefined;
  for (let row = 0; row < table.rows; row++) {
    const key = keyAt(row);
    if (key === undefined || (key !== last && seen.has(key))) return false;
    seen.add(key);
    last = key;
  }
  return true;
};

/** What of a file seems to say its parts, a sentence each: a column that does, one that nearly does, files beside it. */
export const tellParts = (file: string, table: Table, config: Config): readonly string[] => {
  const wanted = config.data?.split ?? {};
  const siblings = describeSiblings(file, wanted);
  if (wanted.column !== undefined) return siblings;
  const column = findSplitColumn(table, config);
  if (column === undefined) return [...describeNearly(table, config), ...siblings];
  return [
    `The column '${column}' says which rows train, validate and test; with data.split.column null it does not.`,
    ...siblings,
  ];
};

/** The file as it is when the columns that only say the parts are left out; those that the config uses otherwise stay. */
export const withoutColumns = (
  { inspection, table, ...rest }: InspectedFile,
  names: ReadonlySet<string>,
  config: Config,
): InspectedFile => {
  if (names.size === 0 || !table || inspection.kind !== 'table') return { inspection, table, ...rest };
  const used = namesUsed(config);
  const stays = ({ name }: { readonly name: string }): boolean => !names.has(name) || used.has(name);
  return {
    ...rest,
    inspection: { ...inspection, columns: inspection.columns.filter(stays) },
    table: { ...table, columns: table.columns.filter(stays) },
  };
};

/** The first column that says the parts, of those that the config uses for nothing else. */
const findSplitColumn = (table: Table, config: Config): string | undefined => {
  const used = namesUsed(config);
  return table.columns.find((column) => isSplitColumn(column) && !used.has(column.name))?.name;
};

/** Columns that nearly say the parts are not taken for it, and that is told. */
const describeNearly = (table: Table, config: Config): string[] => {
  const used = namesUsed(config);
  return table.columns
    .filter(({ name }) => !used.has(name))
    .flatMap((column) => {
      const other = otherWordOf(column);
      return other === undefined
        ? []
        : [`The column '${column.name}' says no parts: it holds '${shorten(other)}' beside train and the like.`];
    });
};

const namesUsed = ({ data }: Config): ReadonlySet<unknown> => {
  const { split: _, file: __, ...fields } = data ?? {};
  return new Set(Object.values(fields).flat());
};

/** What a task that takes its parts in the order of the file does not read; the texts of a table have none that matters. */
const findUnread = (wanted: Wanted, { inspection }: InspectedFile, { name, reads }: Described): ConfigProblem[] => {
  const { valid: _, test: __, ...others } = wanted;
  const isMixed = reads === 'text' && inspection.kind === 'table';
  const how = isMixed ? 'mixes the texts of a table by the seed' : 'takes its parts in the order of the file';
  return Object.entries(others).flatMap(([field, value]) => {
    const isNothing = value === null || value === false || value === (isMixed ? 'random' : 'inOrder');
    const message = `${field} ${JSON.stringify(value)} does nothing: a ${name} ${how}; leave it out`;
    return isNothing ? [] : [{ path: `data.split.${field}`, message }];
  });
};

/** Rows by part as a column says it; a problem where it does not. */
const countParts = (
  table: Table,
  name: string,
  problems: ConfigProblem[],
): Readonly<Record<'train' | 'valid' | 'test', number>> | undefined => {
  const path = 'data.split.column';
  const names = table.columns.map((column) => column.name);
  if (!names.includes(name)) {
    problems.push({ path, message: unknownColumn(name, names) });
    return undefined;
  }
  const column = findColumn(table, name);
  const counts = { train: 0, valid: 0, test: 0 };
  for (let row = 0; row < table.rows; row++) {
    if ((partAt(table, row)?.name ?? 'train') !== 'train') continue;
    const word = textOfCell(column, row);
    if (word.trim() === '') continue;
    const part = partOfWord(word);
    if (!part) {
      problems.push({ path, message: `line ${table.lineOf(row)}: ${unknownWord(name, word)}` });
      return undefined;
    }
    counts[part]++;
  }
  if (counts.train === 0) problems.push({ path, message: `'${name}' has no row to train on; write train in some` });
  return counts;
};

const checkWay = (
  { way, time, group }: Wanted,
  table: Table,
  { name, fields, everyStep }: Described,
  problems: ConfigProblem[],
): void => {
  if (way === 'stratified' && (everyStep || !fields.some(({ path }) => path === 'data.label'))) {
    const message = `stratified is by classes: a ${name} has none of whole examples; use random or inOrder`;
    problems.push({ path: 'data.split.way', message });
  }
  const names = table.columns.map((column) => column.name);
  if (typeof time === 'string') {
    const path = 'data.split.time';
    const column = table.columns.find((each) => each.name === time);
    if (!column) problems.push({ path, message: unknownColumn(time, names) });
    else if (column.type !== 'number' && column.type !== 'timestamp') {
      problems.push({ path, message: `'${time}' holds neither times nor numbers; name another column, or null` });
    } else if (way !== undefined && way !== 'inOrder') {
      problems.push({ path, message: `time ${time} does nothing: way is ${way}; leave it out, or set way to inOrder` });
    }
  }
  if (typeof group === 'string') {
    const path = 'data.split.group';
    if (names.includes(group)) checkIds(table, group, problems);
    else problems.push({ path, message: unknownColumn(group, names) });
  }
};

/** Nobody knows whose rows those without an id are. */
const checkIds = (table: Table, group: string, problems: ConfigProblem[]): void => {
  const keyAt = keysOfCells(findColumn(table, group));
  for (let row = 0; row < table.rows; row++) {
    if (keyAt(row) !== undefined) continue;
    const message = `line ${table.lineOf(row)} has no ${group}: it might belong to any; give it one, or choose another column`;
    problems.push({ path: 'data.split.group', message });
    return;
  }
};

/** Files beside this one that may be its other parts are told of, and taken only when asked for. */
const describeSiblings = (file: string, { validFile, testFile }: Wanted): string[] => {
  const { valid, test } = siblingFiles(file);
  const say = (name: string, part: string, field: string): string =>
    `${name} beside it seems to be the ${part} part of it; data.split.${field}=${name} makes it that.`;
  return [
    ...(valid !== undefined && validFile === undefined ? [say(valid, 'validation', 'validFile')] : []),
    ...(test !== undefined && testFile === undefined ? [say(test, 'test', 'testFile')] : []),
  ];
};

const shareOfTraining = (
  { parts, rows }: Table,
  words: Readonly<Record<'train' | 'valid' | 'test', number>> | undefined,
): number => {
  const ofMain = parts?.[1]?.firstRow ?? rows;
  return (words?.train ?? ofMain) / Math.max(1, rows);
};
