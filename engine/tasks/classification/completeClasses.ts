import type { Config } from '../../config.ts';
import type { ClassificationData } from './classFields.ts';
import type { ColumnSummary, TableInspection } from '../../protocol.ts';
import { checkLabel } from '../labels/checkLabel.ts';
import { type Completion, type ConfigProblem, completeSplit } from '../config/completion.ts';
import { count } from '../../words/count.ts';
import { checkInputs } from '../sequences/checkInputs.ts';
import { describeSteps, stepOfRow } from '../sequences/stepSize.ts';
import { findLabel } from './findLabel.ts';
import type { Table } from '../../files/readTable.ts';
import { isRowCounter } from '../../files/rows/rowCounter.ts';
import { splitPoints } from '../../encoding/splitPoints.ts';
import { completeSequences } from './sequences/completeSequences.ts';
import { findSequences } from './sequences/findSequences.ts';
import { formatFields } from '../../files/tableFormat.ts';

const defaultSplit = { valid: 0.1, test: 0.2 };

/** The data part of a classification's config. */
export const completeClasses = (
  config: Config,
  inspection: TableInspection,
  table: Table,
): Completion<ClassificationData> => {
  // The schema of configs has checked it.
  const wanted = (config.data ?? {}) as Partial<ClassificationData>;
  const group =
    wanted.group === undefined
      ? findSequences(inspection.columns, table, wanted.label)?.groups.column.name
      : wanted.group;
  if (group !== undefined && group !== null) return completeSequences(config, inspection, table, group);
  const choices: string[] = [];
  const problems: ConfigProblem[] = [];
  const split = completeSplit(wanted.split, defaultSplit, problems);

  const label = wanted.label ?? guessLabel(inspection.columns);
  if (label === undefined) {
    problems.push({ path: 'data.label', message: 'no column looks like a label; name the one that holds the classes' });
  } else if (wanted.label === undefined) choices.push(`The label is '${label}'.`);
  const classes =
    label === undefined ? 2 : checkLabel(label, inspection.columns, table, split, config.training, problems);

  const inputs =
    wanted.inputs ??
    table.columns
      .filter((column) => column.type === 'number' && column.name !== label && !isRowCounter(column))
      .map(({ name }) => name);
  if (wanted.inputs === undefined)
    choices.push(`A row's sequence is its ${count(inputs.length, 'other number')} in order.`);
  checkInputs(inputs, inspection.columns, table, { label }, problems, 'besides the label to tell the classes by');

  const stepSize = wanted.stepSize ?? stepOfRow(inputs.length, config.model?.inputSize);
  if (wanted.stepSize === undefined && inputs.length > 0) {
    choices.push(describeSteps(inputs.length / stepSize, stepSize));
  }
  if (inputs.length % stepSize !== 0) {
    problems.push({
      path: 'data.stepSize',
      message: `${inputs.length} inputs cannot be cut into steps of ${stepSize}; use a divisor such as ${stepOfRow(inputs.length, undefined)}`,
    });
  }
  const labelled = table.rows - (inspection.columns.find(({ name }) => name === label)?.missing ?? 0);
  return {
    data: {
      file: inspection.file,
      ...formatFields(table.format),
      label: label ?? '',
      group: null,
      time: null,
      inputs,
      stepSize,
      scaling: wanted.scaling ?? 'standard',
      split,
    },
    shape: { input: { kind: 'numbers', size: stepSize }, outputSize: classes, everyStep: false },
    steps: Math.max(1, Math.floor(inputs.length / stepSize)),
    examples: Math.max(1, splitPoints(labelled, split).validStart),
    choices,
    problems,
  };
};

/** What looks like a label; else the last column that has few values. */
const guessLabel = (columns: readonly ColumnSummary[]): string | undefined =>
  (findLabel(columns) ?? columns.findLast(({ type, distinct }) => type === 'category' && distinct !== undefined))?.name;
