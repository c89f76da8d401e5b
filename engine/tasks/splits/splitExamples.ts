import type { Split } from '../../config.ts';
import { findColumn } from '../../files/columns/findColumn.ts';
import type { Table } from '../../files/readTable.ts';
import { count } from '../../words/count.ts';
import type { PreparedData } from '../preparedData.ts';
import { describeRepeats } from './describeRepeats.ts';
import type { Examples } from './examplesOf.ts';
import { fingerprintExamples } from './fingerprintExamples.ts';
import { describeGiver, givenParts } from './givenParts.ts';
import { keepTogether, keysOfColumn, type Units } from './keepTogether.ts';
import { shareAtRandom, shareInOrder } from './shareOut.ts';
import { shareStratified } from './shareStratified.ts';

type Splits = PreparedData['splits'];

/** Which examples train, and what a person should know of that, a sentence each. */
export interface SharedOut {
  readonly splits: Splits;
  readonly notes: readonly string[];
}

/**
 * Shares examples out to training, validation and test. Files and a split column have the first word; what they leave to
 * the training is shared out as the config or the task says, by the seed, and what belongs together stays together:
 * shares are then of those units. Throws as `givenParts` and `keysOfColumn` do.
 */
export const splitExamples = (examples: Examples, split: Split, seed: number): SharedOut => {
  const { usable, alikeBy } = examples;
  const given = givenParts(examples, split);
  const fingerprints = alikeBy.length > 0 ? fingerprintExamples(examples) : undefined;
  const pool = given?.train ?? usable;
  const units = unitsOf(examples, pool, split, fingerprints);
  const firsts = units ? Int32Array.from(units.keys()) : pool;
  const parts = share(examples, firsts, split, seed);
  const whole = (part: Int32Array): Int32Array =>
    units ? Int32Array.from(Array.from(part, (first) => units.get(first) ?? []).flat()).sort() : part;
  const joined = (part: Int32Array, more: Int32Array = new Int32Array()): Int32Array =>
    more.length === 0 ? whole(part) : Int32Array.from([...whole(part), ...more]).sort();
  const splits: Splits = {
    train: whole(parts.train),
    valid: joined(parts.valid, given?.valid),
    test: joined(parts.test, given?.test),
  };
  const repeats = fingerprints ? describeRepeats(splits, examples, fingerprints) : [];
  return {
    splits,
    notes: [
      ...(given ? [describeGiven(examples, split, splits), ...given.notes] : []),
      ...describeUnits(examples, split, splits),
      ...repeats,
      ...(repeats.length > 0 && !given && !split.together ? [wayForRepeats] : []),
    ],
  };
};

const wayForRepeats = 'With data.split.together what is alike stays in one part.';

/** Undefined where each example is for itself. */
const unitsOf = (
  examples: Examples,
  pool: Int32Array,
  { group, together }: Split,
  fingerprints: Float64Array | undefined,
): Units | undefined => {
  const { unitOf, usable } = examples;
  const keys: Parameters<typeof keepTogether>[1][number][] = [];
  if (unitOf) keys.push((example, take) => take(unitOf(example)));
  if (typeof group === 'string') keys.push(keysOfColumn(examples, group));
  if (together && fingerprints) {
    const places = new Map(Array.from(usable, (example, place) => [example, place]));
    keys.push((example, take) => take(fingerprints[places.get(example) ?? 0] ?? 0));
  }
  return keys.length > 0 ? keepTogether(pool, keys) : undefined;
};

const share = ({ table, rowsOf, labels, way }: Examples, firsts: Int32Array, split: Split, seed: number): Splits => {
  const { time } = split;
  const wanted = split.way ?? (typeof time === 'string' ? 'inOrder' : way);
  if (wanted === 'stratified' && labels) return shareStratified(labels, firsts, split, seed);
  if (wanted !== 'inOrder') return shareAtRandom(firsts, split, seed);
  if (typeof time !== 'string') return shareInOrder(firsts, split);
  const timeOf = timesOf(table, time);
  const times = new Map(Array.from(firsts, (example) => [example, timeOf(rowsOf(example)[0])]));
  const byTime = (a: number, b: number): number => (times.get(a) ?? 0) - (times.get(b) ?? 0) || a - b;
  return shareInOrder(firsts.slice().sort(byTime), split);
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
const describeUnits = (examples: Examples, { group }: Split, splits: Splits): string[] => {
  if (typeof group !== 'string') return [];
  const keysOf = keysOfColumn(examples, group);
  const parts = Object.values(splits).map((part) => {
    const keys = new Set<string | number>();
    for (const example of part) keysOf(example, (key) => keys.add(key));
    return keys;
  });
  const all = new Set(parts.flatMap((keys) => [...keys]));
  const twice = [...all].filter((key) => parts.filter((keys) => keys.has(key)).length > 1).length;
  return twice === 0
    ? [`None of the ${all.size} different values of '${group}' stands in two parts.`]
    : [
        `${count(twice, 'value')} of '${group}' ${twice === 1 ? 'stands' : 'stand'} in two parts or more, as these are given.`,
      ];
};
