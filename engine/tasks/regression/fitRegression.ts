import { fitScaleOn } from '../../encoding/scale.ts';
import { Numbers } from '../../files/columns/numbers.ts';
import type { RowGroups } from '../../files/sequences/rowGroups.ts';
import type { Table } from '../../files/readTable.ts';
import { fitRows } from '../sequences/fitRows.ts';
import { fitSequences } from '../sequences/fitSequences.ts';
import { longestOf } from '../sequences/longestOf.ts';
import { fitTexts } from '../texts/fitTexts.ts';
import type { ReadTarget } from './readTarget.ts';
import type { CodedColumns, CodedTarget, CodedTexts, RegressionCodec } from './regressionCodec.ts';
import type { RegressionData } from './regressionFields.ts';

/** Digits of a prediction that say something, beside the deviation of what was learned. */
const digitsOfDeviation = 5;

/** What the training sequences tell of inputs and targets. */
export const fitRegression = async (
  table: Table,
  data: RegressionData,
  groups: RowGroups | undefined,
  targets: readonly ReadTarget[],
  train: Int32Array,
): Promise<RegressionCodec> => ({
  kind: 'regression',
  inputs: await fitInputs(table, data, groups, train),
  targets: targets.map((target) => fitTarget(target, train)),
});

const fitInputs = async (
  table: Table,
  data: RegressionData,
  groups: RowGroups | undefined,
  train: Int32Array,
): Promise<CodedTexts | CodedColumns> => {
  if (data.text !== null) return { kind: 'texts', ...(await fitTexts(table, data.text, data, train)) };
  if (!groups) {
    return { kind: 'numbers', columns: fitRows(table, data, train), steps: data.inputs.length / data.stepSize };
  }
  const { inputs, stepSize, maxLength } = data;
  const steps = longestOf(groups, { inputs, stepSize, ...(maxLength !== undefined && { maxLength }) });
  return { kind: 'numbers', columns: fitSequences(table, data, groups, train), steps };
};

/** Targets are always learned with mean 0 and deviation 1: a network begins near 0, and the loss is a share of theirs. */
const fitTarget = ({ column, values }: ReadTarget, train: Int32Array): CodedTarget => {
  const scale = fitScaleOn([Numbers.of(values)], train.slice().sort(), 'standard');
  const telling = Math.max(0, digitsOfDeviation - Math.floor(Math.log10(scale.scale)));
  return { column: column.name, decimals: Math.min(column.decimals, telling), ...scale };
};
