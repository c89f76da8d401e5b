import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type { Config } from '../../../config.ts';
import { splitPoints } from '../../../encoding/splitPoints.ts';
import { unknownColumn } from '../../../files/columns/findColumn.ts';
import type { Table } from '../../../files/readTable.ts';
import { isRowCounter } from '../../../files/rows/rowCounter.ts';
import { groupRows, type RowGroups } from '../../../files/sequences/rowGroups.ts';
import type { ColumnSummary, TableInspection } from '../../../protocol.ts';
import { count } from '../../../words/count.ts';
import { type Completion, type ConfigProblem, completeSplit } from '../../config/completion.ts';
import { checkLabel } from '../../labels/checkLabel.ts';
import { checkInputs, describeSteps } from '../checkInputs.ts';
import { canBeCut, type ClassificationData } from '../classFields.ts';
import { checkTimes } from '../../checkTimes.ts';
import { findGroupLabel } from './findSequences.ts';
import { longestOf } from './longestOf.ts';

const defaultSplit = { valid: 0.1, test: 0.2 };
/** Of a file whose test part is another file. */
const trainingFileSplit = { valid: 0.2, test: 0 };
const timeName = /^(time|timestamp|date|datetime|t|step|frame|tick|seconds|ms)$/i;
/** Longer sequences of few values train slowly and forget their beginning. */
const comfortableSteps = 100;

/** The data part of a config whose sequences are the rows that have the same in column `group`. */
export const completeSequences = (
  config: Config,
  { file, columns }: TableInspection,
  table: Table,
  group: string,
): Completion<ClassificationData> => {
  // The schema of configs has checked it.
  const wanted = (config.data ?? {}) as Partial<ClassificationData>;
  const choices: string[] = [];
  const problems: ConfigProblem[] = [];
  const testFile = testFileOf(file);
  const split = completeSplit(wanted.split, testFile === undefined ? defaultSplit : trainingFileSplit, problems);
  if (testFile !== undefined && wanted.split?.test === undefined) {
    choices.push(`Nothing is held out for the test: ${testFile} beside it is there to evaluate the model on.`);
  }
  const groups = groupsOf(table, group, problems);
  const label = wanted.label ?? (groups && findGroupLabel(columns, table, groups));
  if (label === undefined) {
    problems.push({ path: 'data.label', message: 'no column looks like a label; name the one that holds the classes' });
  } else if (label === group) {
    problems.push({ path: 'data.label', message: `'${label}' tells the sequences apart; it cannot be the label too` });
  }
  const isSound = label !== undefined && label !== group && groups !== undefined;
  const classes = isSound ? checkLabel(label, columns, table, split, config.training, problems, groups) : 2;
  const time = wanted.time === undefined ? guessTime(columns, [group, label]) : wanted.time;
  const inputs = wanted.inputs ?? guessInputs(columns, table, [group, label, time]);
  checkInputs(inputs, columns, table, { label, sequence: group, time }, problems);
  if (time !== null) checkTime(time, columns, table, groups, problems);

  const rows = groups ? longestOf(groups, { inputs: [''], stepSize: 1 }) : 1;
  const stepSize = wanted.stepSize ?? chooseStepSize(inputs.length, rows, config.model?.inputSize);
  if (!canBeCut(inputs.length, stepSize, group)) {
    const message = `rows of ${count(inputs.length, 'input')} make no steps of ${stepSize}; use ${inputs.length}, or a multiple or divisor of it`;
    problems.push({ path: 'data.stepSize', message });
  }
  const { maxLength } = wanted;
  const steps = groups ? longestOf(groups, { inputs, stepSize, ...(maxLength !== undefined && { maxLength }) }) : 1;
  if (groups) {
    const sequences = `${count(groups.count, 'sequence')} of up to ${count(rows, 'row')}`;
    choices.push(
      `The rows with the same ${group} are a sequence: ${sequences}, ${count(inputs.length, 'value')} each.`,
    );
    if (wanted.label === undefined && label !== undefined) choices.push(`The label is '${label}'.`);
    if (wanted.time === undefined && time !== null) choices.push(`'${time}' is the time, which is not read.`);
    if (wanted.stepSize === undefined) choices.push(describeSteps(steps, stepSize));
  }
  const { delimiter, header, comment, missingValues } = table.format;
  const sequences = groups?.count ?? 1;
  const meanSteps = (table.rows * inputs.length) / sequences / stepSize;
  return {
    data: {
      ...{ file, delimiter, header, comment, missingValues },
      ...{ label: label ?? '', group, time, inputs, stepSize },
      ...(maxLength !== undefined && { maxLength }),
      ...{ scaling: wanted.scaling ?? 'standard', split },
    },
    shape: { input: { kind: 'numbers', size: stepSize }, outputSize: classes, everyStep: false },
    steps: Math.max(1, Math.min(steps, Math.round(meanSteps))),
    examples: Math.max(1, splitPoints(sequences, split).validStart),
    choices,
    problems,
  };
};

/** Of a file that is called one to train on, the name of the one to test on beside it. */
const testFileOf = (file: string): string | undefined => {
  const test = file.replace(/(_|-|\b)train(?=\.\w+$)/i, (found) => found.replace(/train/i, sameCase('test')));
  return test !== file && existsSync(test) ? basename(test) : undefined;
};

const sameCase =
  (word: string) =>
  (found: string): string =>
    found === found.toUpperCase() ? word.toUpperCase() : word;

const groupsOf = (table: Table, group: string, problems: ConfigProblem[]): RowGroups | undefined => {
  const names = table.columns.map(({ name }) => name);
  if (names.includes(group)) return groupRows(table, group);
  problems.push({ path: 'data.group', message: unknownColumn(group, names) });
  return undefined;
};

type Taken = readonly (string | null | undefined)[];

const guessTime = (columns: readonly ColumnSummary[], taken: Taken): string | null => {
  const free = columns.filter(({ name, role }) => role === undefined && !taken.includes(name));
  const named = free.find(({ name, type }) => (type === 'number' || type === 'timestamp') && timeName.test(name));
  return (named ?? free.find(({ type }) => type === 'timestamp'))?.name ?? null;
};

/** The values of a step where the format says which they are; else all numbers that have no other part. */
const guessInputs = (columns: readonly ColumnSummary[], table: Table, taken: Taken): string[] => {
  const values = columns.filter(({ role }) => role === 'value');
  if (values.length > 0) return values.map(({ name }) => name);
  return table.columns
    .filter((column) => column.type === 'number' && !taken.includes(column.name) && !isRowCounter(column))
    .map(({ name }) => name);
};

const checkTime = (
  time: string,
  columns: readonly ColumnSummary[],
  table: Table,
  groups: RowGroups | undefined,
  problems: ConfigProblem[],
): void => {
  if (!columns.some(({ name }) => name === time)) {
    const names = columns.map(({ name }) => name);
    problems.push({ path: 'data.time', message: unknownColumn(time, names) });
  } else if (groups) checkTimes(table, groups.starts, time);
};

/** The network's own input size if it fits; else as many whole rows as keep the sequence short. */
const chooseStepSize = (inputs: number, rows: number, inputSize: number | undefined): number => {
  if (inputSize !== undefined && inputs > 0 && canBeCut(inputs, inputSize, '')) return inputSize;
  return Math.max(1, inputs) * Math.ceil(rows / comfortableSteps);
};
