import { askedTimes } from '../../../files/tableFormat.ts';
import type { RowGroups } from '../../../files/sequences/rowGroups.ts';
import { count } from '../../../words/count.ts';
import { checkInputs } from '../../sequences/checkInputs.ts';
import { checkTime } from '../../sequences/findGroup.ts';
import { guessInputs, guessTime } from '../../sequences/guessSteps.ts';
import { longestOf } from '../../sequences/longestOf.ts';
import type { Asked, InputsPart, OwnNumbers } from './askedInputs.ts';
import { canBeCut, describeSteps, stepOfRow, stepOfRows } from '../../sequences/stepSize.ts';

/** What sequences of numbers are read as: rows, or the rows that have the same in `group`. */
export const completeNumbers = (
  { wanted, columns, table, targets, choices, problems }: Asked,
  group: string | null,
  groups: RowGroups | undefined,
  inputSize: number | undefined,
): InputsPart<OwnNumbers> => {
  const time =
    group === null ? null : wanted.time === undefined ? guessTime(columns, [group, ...targets]) : wanted.time;
  const inputs = wanted.inputs ?? guessInputs(columns, table, [group, time, ...targets]);
  const parts = {
    sequence: group,
    time,
    ...Object.fromEntries(targets.map((name, at) => [`target${at ? ` ${at + 1}` : ''}`, name])),
  };
  checkInputs(inputs, columns, table, parts, problems, 'besides what is predicted to tell it by');
  if (time !== null) checkTime(time, columns, table, groups, problems);
  const rows = groups ? longestOf(groups, { inputs: [''], stepSize: 1 }) : 1;
  const stepSize =
    wanted.stepSize ??
    (group === null ? stepOfRow(inputs.length, inputSize) : stepOfRows(inputs.length, rows, inputSize));
  if (!canBeCut(inputs.length, stepSize, group)) {
    const way =
      group === null
        ? `a divisor such as ${stepOfRow(inputs.length, undefined)}`
        : `${inputs.length}, or a multiple or divisor of it`;
    const message = `rows of ${count(inputs.length, 'input')} make no steps of ${stepSize}; use ${way}`;
    problems.push({ path: 'data.stepSize', message });
  }
  const { maxLength } = wanted;
  const cut = { inputs, stepSize, ...(maxLength !== undefined && { maxLength }) };
  const steps = groups ? longestOf(groups, cut) : Math.max(1, Math.floor(inputs.length / stepSize));
  if (groups) {
    const sequences = `${count(groups.count, 'sequence')} of up to ${count(rows, 'row')}`;
    choices.push(
      `The rows with the same ${groups.column.name} are a sequence: ${sequences}, ${count(inputs.length, 'value')} each.`,
    );
    if (wanted.time === undefined && time !== null) choices.push(`'${time}' is the time, which is not read.`);
  } else if (wanted.inputs === undefined) {
    choices.push(`A row's sequence is its ${count(inputs.length, 'other number')} in order.`);
  }
  if (wanted.stepSize === undefined && inputs.length > 0) choices.push(describeSteps(steps, stepSize));
  const meanSteps = groups ? Math.round((table.rows * inputs.length) / groups.count / stepSize) : steps;
  return {
    data: {
      ...{ text: null, inputs, scaling: wanted.scaling ?? 'standard', group, time, stepSize },
      ...askedTimes(table.format),
      ...(maxLength !== undefined && { maxLength }),
    },
    shape: { kind: 'numbers', size: stepSize },
    steps: Math.max(1, Math.min(steps, meanSteps)),
  };
};
