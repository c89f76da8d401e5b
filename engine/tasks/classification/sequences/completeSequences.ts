import type { Config } from '../../../config.ts';
import { splitPoints } from '../../../encoding/splitPoints.ts';
import type { Table } from '../../../files/readTable.ts';
import type { TableInspection } from '../../../protocol.ts';
import { count } from '../../../words/count.ts';
import { type Completion, type ConfigProblem, completeSplit } from '../../config/completion.ts';
import { checkLabel } from '../../labels/checkLabel.ts';
import { checkInputs } from '../../sequences/checkInputs.ts';
import { checkTime, findGroup } from '../../sequences/findGroup.ts';
import { guessInputs, guessTime } from '../../sequences/guessSteps.ts';
import { canBeCut, describeSteps, stepOfRows } from '../../sequences/stepSize.ts';
import { siblingFiles } from '../../splits/siblingFiles.ts';
import type { ClassificationData } from '../classFields.ts';
import { findGroupLabel } from './findSequences.ts';
import { longestOf } from '../../sequences/longestOf.ts';
import { askedTimes, formatFields } from '../../../files/tableFormat.ts';

const defaultSplit = { valid: 0.1, test: 0.2 };
/** Of a file whose test part is another file. */
const trainingFileSplit = { valid: 0.2, test: 0 };

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
  const testFile = siblingFiles(file).test;
  const split = completeSplit(wanted.split, testFile === undefined ? defaultSplit : trainingFileSplit, problems);
  if (testFile !== undefined && wanted.split?.test === undefined) {
    choices.push(`Nothing is held out for the test: ${testFile} beside it is there to evaluate the model on.`);
  }
  const groups = findGroup(table, group, problems);
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
  checkInputs(
    inputs,
    columns,
    table,
    { label, sequence: group, time },
    problems,
    'besides the label to tell the classes by',
  );
  if (time !== null) checkTime(time, columns, table, groups, problems);

  const rows = groups ? longestOf(groups, { inputs: [''], stepSize: 1 }) : 1;
  const stepSize = wanted.stepSize ?? stepOfRows(inputs.length, rows, config.model?.inputSize);
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
  const sequences = groups?.count ?? 1;
  const meanSteps = (table.rows * inputs.length) / sequences / stepSize;
  return {
    data: {
      file,
      ...formatFields(table.format),
      ...askedTimes(table.format),
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
