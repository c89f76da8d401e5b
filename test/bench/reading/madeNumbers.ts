import type { Random } from '../../../engine/compute/random.ts';
import type { MadeColumn } from './madeTables.ts';
import { pick } from './pick.ts';

type Mark = '.' | ',';

/** Digits of a number, with a minus where it is below 0, groups of three and `decimals` behind the mark. */
const digitsOf = (value: number, decimals: number, mark: Mark, group = ''): string => {
  const [whole = '', fraction] = Math.abs(value).toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, group);
  return fraction === undefined ? grouped : `${grouped}${mark}${fraction}`;
};

const signed = (value: number, digits: string, minus = '-'): string => (value < 0 ? `${minus}${digits}` : digits);

interface Style {
  readonly trait: string;
  readonly make: (random: Random, mark: Mark) => (at: number) => readonly [cell: string, value: number];
}

/** A value that has exactly the digits that are written. */
const rounded = (value: number, decimals: number): number => Number(value.toFixed(decimals)) + 0;

/** Numbers that come one after another as those of a series do. */
const walk = (random: Random, from: number, step: number): (() => number) => {
  let value = from;
  return () => (value += step * random.normal());
};

const fixed = (
  random: Random,
  decimals: number,
  write: (value: number, decimals: number) => string,
  from = 40 * random.next(),
) => {
  const next = walk(random, from, 3);
  return (): readonly [string, number] => {
    const value = rounded(next(), decimals);
    return [write(value, decimals), value];
  };
};

const amounts = (random: Random, decimals: number, write: (value: number, decimals: number) => string) => () => {
  const value = rounded(10 ** (2 + 5 * random.next()), decimals);
  return [write(value, decimals), value] as const;
};

const groupsOf: Readonly<Record<Mark, readonly string[]>> = {
  '.': [',', ',', ',', ' ', '\u00a0', '\u202f', "'", '\u2019'],
  ',': ['.', '.', '.', ' ', '\u00a0', '\u202f', "'"],
};

const styles: readonly Style[] = [
  {
    trait: 'whole numbers',
    make: (random) => fixed(random, 0, (value) => signed(value, digitsOf(value, 0, '.'))),
  },
  {
    trait: 'whole numbers',
    make: (random) => {
      const most = 10 ** (1 + random.integer(5));
      return () => {
        const value = random.integer(most);
        return [String(value), value];
      };
    },
  },
  {
    trait: 'decimals',
    make: (random, mark) =>
      fixed(random, pick(random, [1, 2, 2, 4, 6]), (value, decimals) => signed(value, digitsOf(value, decimals, mark))),
  },
  {
    trait: 'decimals',
    make: (random, mark) => () => {
      const value = rounded(random.normal(), 3);
      return [signed(value, digitsOf(value, 3, mark)), value];
    },
  },
  {
    trait: 'exponents',
    make: (random, mark) => {
      const size = random.integer(24) - 12;
      const hasCapital = random.next() < 0.3;
      return () => {
        const text = (random.normal() * 10 ** size).toExponential(3).replace(/e([+-])(\d)$/, 'e$10$2');
        return [(hasCapital ? text.toUpperCase() : text).replace('.', mark), Number(text)];
      };
    },
  },
  {
    trait: 'groups of three',
    make: (random, mark) => {
      const group = pick(random, groupsOf[mark]);
      return amounts(random, pick(random, [0, 2]), (value, decimals) => digitsOf(value, decimals, mark, group));
    },
  },
  {
    trait: 'percent',
    make: (random, mark) => {
      const after = pick(random, ['%', '%', ' %']);
      return fixed(random, 1, (value, decimals) => signed(value, digitsOf(value, decimals, mark)) + after);
    },
  },
  {
    trait: 'currencies',
    make: (random, mark) => {
      const [before, after] = pick(random, [
        ['$', ''],
        ['\u00a3', ''],
        ['', ' \u20ac'],
        ['\u20ac', ''],
        ['', ' CHF'],
      ]);
      const group = mark === '.' ? ',' : '.';
      return amounts(random, 2, (value, decimals) => before + digitsOf(value, decimals, mark, group) + after);
    },
  },
  {
    trait: 'units',
    make: (random, mark) => {
      const unit = pick(random, [' kg', ' km', ' \u00b0C', '\u00b0', ' mm', 'ms', ' kWh']);
      return fixed(random, 1, (value, decimals) => signed(value, digitsOf(value, decimals, mark)) + unit);
    },
  },
  {
    trait: 'brackets for a minus',
    make: (random, mark) =>
      fixed(
        random,
        2,
        (value, decimals) => (value < 0 ? `(${digitsOf(value, decimals, mark)})` : digitsOf(value, decimals, mark)),
        3,
      ),
  },
  {
    trait: 'another minus',
    make: (random, mark) =>
      fixed(random, 1, (value, decimals) => signed(value, digitsOf(value, decimals, mark), '\u2212'), 0),
  },
  {
    trait: 'plus signs',
    make: (random, mark) =>
      fixed(random, 2, (value, decimals) => (value < 0 ? '-' : '+') + digitsOf(value, decimals, mark)),
  },
];

/** Plain ones are as often as all others. */
const weights: Readonly<Record<string, number>> = { 'whole numbers': 3, decimals: 5 };
const weighted = styles.flatMap((style) => Array.from({ length: weights[style.trait] ?? 1 }, () => style));

/** A column of numbers, all in one writing, whose decimal mark is that of the file. */
export const makeNumbers = (random: Random, name: string, rows: number, mark: Mark): MadeColumn => {
  const { trait, make } = pick(random, weighted);
  const next = make(random, mark);
  const made = Array.from({ length: rows }, (_, at) => next(at));
  return {
    ...{ name, kind: 'number', cells: made.map(([cell]) => cell) },
    values: made.map(([, value]) => value),
    traits: [trait, ...(mark === ',' && trait !== 'whole numbers' ? ['decimal commas'] : [])],
  };
};
