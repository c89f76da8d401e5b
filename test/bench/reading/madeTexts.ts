import type { Random } from '../../../engine/compute/random.ts';
import type { MadeColumn } from './madeTables.ts';
import { pick } from './pick.ts';

const words =
  'river stone lamp green paper window cloud seven apple north bridge early silver coffee garden winter letter open train market'.split(
    ' ',
  );
const accented =
  'caf\u00e9 Stra\u00dfe gar\u00e7on pi\u00f1a \u00c5ngstr\u00f6m cr\u00e8me M\u00fcller na\u00efve se\u00f1or d\u00e9j\u00e0'.split(
    ' ',
  );
const scripts =
  '\u041c\u043e\u0441\u043a\u0432\u0430 \u6771\u4eac \u4e0a\u6d77 \u039a\u03cd\u03c0\u03c1\u03bf\u03c2 \u05e9\u05dc\u05d5\u05dd \u0627\u0644\u0642\u0627\u0647\u0631\u0629 \ud83d\ude80 \uc11c\uc6b8 Krak\u00f3w \u0130zmir'.split(
    ' ',
  );

interface Style {
  readonly trait: string;
  readonly make: (random: Random, delimiter: string) => () => string;
}

const sentence = (random: Random, from: readonly string[] = words): string =>
  Array.from({ length: 2 + random.integer(7) }, () => pick(random, from)).join(' ');

const oneOf = (random: Random, choices: readonly string[]) => (): string => pick(random, choices);

const styles: readonly Style[] = [
  { trait: 'labels', make: (random) => oneOf(random, words.slice(0, 2 + random.integer(6))) },
  {
    trait: 'labels',
    make: (random) =>
      oneOf(
        random,
        pick(random, [
          ['yes', 'no'],
          ['true', 'false'],
          ['M', 'F'],
          ['A', 'B', 'C'],
        ]),
      ),
  },
  { trait: 'sentences', make: (random) => () => sentence(random) },
  {
    trait: 'delimiters in cells',
    make: (random, delimiter) => () =>
      `${sentence(random)}${delimiter}${random.next() < 0.5 ? ' ' : ''}${sentence(random)}`,
  },
  {
    trait: 'quotes in cells',
    make: (random) => () => (random.next() < 0.4 ? `${pick(random, words)} "${sentence(random)}"` : sentence(random)),
  },
  {
    trait: 'line breaks in cells',
    make: (random) => () => (random.next() < 0.3 ? `${sentence(random)}\n${sentence(random)}` : sentence(random)),
  },
  { trait: 'apostrophes', make: (random) => () => `${pick(random, words)}'s ${pick(random, words)}` },
  { trait: 'accents', make: (random) => () => sentence(random, [...words.slice(0, 5), ...accented]) },
  { trait: 'other scripts', make: (random) => () => sentence(random, [...words.slice(0, 5), ...scripts]) },
  { trait: 'codes', make: (random) => () => `${pick(random, ['A', 'B', 'XK'])}-${100 + random.integer(900)}` },
  { trait: 'codes', make: (random) => () => `10.${random.integer(256)}.${random.integer(256)}.${random.integer(256)}` },
  { trait: 'addresses', make: (random) => () => `${pick(random, words)}.${pick(random, words)}@example.com` },
  {
    trait: 'addresses',
    make: (random) => () => `https://example.com/${pick(random, words)}?id=${random.integer(1000)}`,
  },
];

/** A column of texts, some of which may not be there. */
export const makeTexts = (random: Random, name: string, rows: number, delimiter: string): MadeColumn => {
  const { trait, make } = pick(random, styles);
  const next = make(random, delimiter);
  return { name, kind: 'text', cells: Array.from({ length: rows }, next), traits: [trait] };
};
