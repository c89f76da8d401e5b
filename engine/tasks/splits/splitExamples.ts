import type { Split } from '../../config.ts';
import { findColumn } from '../../files/columns/findColumn.ts';
import { takeBreath } from '../../errands/errand.ts';
import type { Table } from '../../files/readTable.ts';
import { count } from '../../words/count.ts';
import type { PreparedData } from '../preparedData.ts';
import { describeRepeats } from './describeRepeats.ts';
import { exampleStretches } from './exampleStretches.ts';
import { type Examples, rowAsExample } from './examplesOf.ts';
import { fingerprintExamples } from './fingerprintExamples.ts';
import { describeGiver, givenParts } from './givenParts.ts';
import { keepTogether, type KeysOf, keysOfColumn, type Units } from './keepTogether.ts';
import { shareAtRandom, shareInOrder } from './shareOut.ts';
import { shareStratified } from './shareStratified.ts';
import { sortByTimes } from './sortByTimes.ts';

type Splits = PreparedData['splits'];

/** Which examples train, and what a person should know of that, a sentence each. */
export interface SharedOut {
  readonly splits: Splits;
  readonly notes: readonly string[];
}

/**
 * Shares examples out to training, validation and test. Files and a split column have the first word; what they leave to
 * the training is shared out as the config or the task says, by the seed, and what belongs together stays together:
 * shares are then of those units. All that the examples hold may be read for it: it tells how far it is, and rejects with
 * `Cancelled` where nobody waits any more. Throws as `givenParts` and `keysOfColumn` do.
 */
export const splitExamples = async (examples: Examples, split: Split, seed: number): Promise<SharedOut> => {
  const { usable, alikeBy } = examples;
  const given = await givenParts(examples, split);
  const fingerprints = alikeBy.length > 0 ? await fingerprintExamples(examples) : undefined;
  const pool = given?.train ?? usable;
  const units = await unitsOf(examples, pool, split, fingerprints);
  const firsts = units ? Int32Array.from(units.keys()) : pool;
  const parts = await share(examples, firsts, split, seed);
  const splits: Splits = {
    train: wholeOf(parts.train, units),
    valid: wholeOf(parts.valid, units, given?.valid),
    test: wholeOf(parts.test, units, given?.test),
  };
  const repeats = fingerprints ? await describeRepeats(splits, examples, fingerprints) : [];
  return {
    splits,
    notes: [
      ...(given ? [describeGiven(examples, split, splits), ...given.notes] : []),
      ...(await describeUnits(examples, split, splits)),
      ...repeats,
      ...(repeats.length > 0 && !given && !split.together ? [wayForRepeats] : []),
    ],
  };
};

const wayForRepeats = 'With data.split.together what is alike stays in one part.';

/** The examples of a part, in order: of each unit all, and `more`. */
const wholeOf = (part: Int32Array, units: Units | undefined, more: Int32Array = new Int32Array()): Int32Array => {
  if (!units && more.length === 0) return part;
  const ownOf = (first: number): readonly number[] => units?.get(first) ?? [first];
  const whole = new Int32Array(part.reduce((sum, first) => sum + ownOf(first).length, more.length));
  let at = 0;
  for (const first of part) for (const example of ownOf(first)) whole[at++] = example;
  whole.set(more, at);
  return whole.sort();
};

/** Undefined where each example is for itself. */
const unitsOf = async (
  examples: Examples,
  pool: Int32Array,
  { group, together }: Split,
  fingerprints: Float64Array | undefined,
): Promise<Units | undefined> => {
  const { unitOf, usable } = examples;
  const keys: KeysOf[] = [];
  if (unitOf) keys.push((example, take) => take(unitOf(example)));
  if (typeof group === 'string') keys.push(keysOfColumn(examples, group));
  if (together && fingerprints) {
    // By example, which are in order.
    const placeOf = new Int32Array((usable.at(-1) ?? -1) + 1);
    usable.forEach((example, place) => (placeOf[example] = place));
    keys.push((example, take) => take(fingerprints[placeOf[example] ?? 0] ?? 0));
  }
  return keys.length > 0 ? keepTogether(examples, pool, keys) : undefined;
};

const share = async (examples: Examples, firsts: Int32Array, split: Split, seed: number): Promise<Splits> => {
  const { table, rowsOf, labels, way } = examples;
  const { time } = split;
  await takeBreath();
  const wanted = split.way ?? (typeof time === 'string' ? 'inOrder' : way);
  if (wanted === 'stratified' && labels) return shareStratified(labels, firsts, split, seed);
  if (wanted !== 'inOrder') return shareAtRandom(firsts, split, seed);
  if (typeof time !== 'string') return shareInOrder(firsts, split);
  const timeOf = timesOf(table, time);
  const times = new Float64Array(firsts.length);
  for await (const [from, to] of exampleStretches(firsts, { ...examples, rowsOf: rowAsExample }))
    for (let place = from; place < to; place++) times[place] = timeOf(rowsOf(firsts[place] ?? 0)[0]);
  return shareInOrder(await sortByTimes(firsts, times), split);
};

/** By row; what has no time is older than all others. */
const timesOf = (table: Table, name: string): ((row: number) => number) => {
  const column = findColumn(table, name);
  if (column.type !== 'number' && column.type !== 'timestamp') return (row) => row;
  return (row) => {
    const time = column.values.at(row);
    return Number.isNaN(time) ? -Number.MAX_VALUE : time;
  };
};

const describeGiven = ({ table, item }: Examples, split: Split, { train, valid, test }: Splits): string => {
  const of = `${count(train.length, `${item} trains`, `${item}s train`)}, ${valid.length} ${valid.length === 1 ? 'validates' : 'validate'} and ${test.length} ${test.length === 1 ? 'tests' : 'test'}`;
  const { names, isSeveral } = describeGiver(table, split);
  const rest = split.valid > 0 || split.test > 0 ? '; what else is held out is of the training part' : '';
  return `${of}, as ${names} ${isSeveral ? 'say' : 'says'}${rest}.`;
};

/** How many there are of what is kept together; where files or a column give the parts, how many stand in two of them. */
const describeUnits = async (examples: Examples, { group }: Split, splits: Splits): Promise<string[]> => {
  if (typeof group !== 'string') return [];
  const keysOf = keysOfColumn(examples, group);
  /** By key a bit for each part that it stands in. */
  const found = new Map<string | number, number>();
  for (const [bit, part] of Object.values(splits).entries()) {
    const mark = (key: string | number): void => void found.set(key, (found.get(key) ?? 0) | (1 << bit));
    for await (const [from, to] of exampleStretches(part, examples))
      for (const example of part.subarray(from, to)) keysOf(example, mark);
  }
  let twice = 0;
  // One bit alone is a power of two.
  for (const parts of found.values()) if ((parts & (parts - 1)) !== 0) twice++;
  return twice === 0
    ? [`None of the ${found.size} different values of '${group}' stands in two parts.`]
    : [
        `${count(twice, 'value')} of '${group}' ${twice === 1 ? 'stands' : 'stand'} in two parts or more, as these are given.`,
      ];
};
