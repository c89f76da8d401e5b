import type { NumberColumn } from '../files/columns/column.ts';
import { findColumn } from '../files/columns/findColumn.ts';
import type { Table } from '../files/readTable.ts';
import { decodedValue, encodedValue, type TransformedScale } from './transform/valueTransform.ts';
import { describeStep } from './times/describeStep.ts';
import { type TimeStep, weekLength } from './times/timeStep.ts';

/** Deviations from the mean of what was learned from beyond which no value of it lay, about. */
const faraway = 10;
const mostTold = 3;

/** Columns of a file whose values all lie far from those that a model was trained on, a sentence each. */
export const describeMisfits = (
  table: Table,
  inputs: readonly ({ readonly column: string } & TransformedScale)[],
): readonly string[] => {
  const names = new Set(table.columns.map(({ name }) => name));
  const far = inputs.flatMap(({ column: name, ...input }) => {
    const column = names.has(name) ? findColumn(table, name) : undefined;
    if (column?.type !== 'number' || !(input.scale > 0)) return [];
    const isFar = encodedValue(column.min, input) > faraway || encodedValue(column.max, input) < -faraway;
    return isFar ? [describeFar(column, input)] : [];
  });
  return far.length > mostTold
    ? [...far.slice(0, mostTold), `So it is in ${far.length - mostTold} more columns.`]
    : far;
};

const describeFar = ({ name, min, max }: NumberColumn, trained: TransformedScale): string => {
  const usual = trained.transform
    ? `mostly ${short(decodedValue(-1, trained))} to ${short(decodedValue(1, trained))}`
    : `${short(trained.offset)} give or take ${short(trained.scale)}`;
  return `${name} lies between ${short(min)} and ${short(max)} here, far from what the model was trained on, ${usual}: what it says of it is hardly of use.`;
};

const short = (value: number): string => String(Number(value.toPrecision(3)));

/** Where the rows of a file are further apart, or closer, than those that a model was trained on. */
export const describeOtherStep = (found: number | undefined, trained: number | undefined): readonly string[] => {
  if (found === undefined || trained === undefined || Math.abs(found - trained) <= slack * trained) return [];
  return [
    `The rows are ${lasting(found)} apart here, those that the model was trained on ${lasting(trained)}: what it says of them is hardly of use.`,
  ];
};

/** Where they skip other days or hours than those, in words of both; a short file does not tell. */
export const describeOtherRhythm = (
  found: TimeStep | undefined,
  span: number,
  trained: string | undefined,
): readonly string[] => {
  if (found === undefined || trained === undefined || found.months > 0 || span < toldAfter) return [];
  const rhythm = describeStep(found);
  if (rhythm === trained) return [];
  return [
    `The rows come ${rhythm} here, those that the model was trained on came ${trained}: what it says of them is hardly of use.`,
  ];
};

/** Milliseconds within which every day of a week and every hour of a day has come up. */
const toldAfter = 2 * weekLength;

/** Share of a step that months and clock changes take off it. */
const slack = 0.12;
const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
  ['millisecond', 1],
] as const;

const lasting = (time: number): string => {
  const [name, length] = units.find(([, each]) => time >= each) ?? ['millisecond', 1];
  const amount = short(time / length);
  return `${amount} ${name}${amount === '1' ? '' : 's'}`;
};
