import { describe, expect, test } from 'vitest';
import { type Random, createRandom } from '../../../../../engine/compute/random.ts';
import { CellIds } from '../../../../../engine/files/columns/cellIds.ts';
import { KnownTexts } from '../../../../../engine/files/columns/knownTexts.ts';
import { TableStorage } from '../../../../../engine/files/tableStorage.ts';
import { type TextLengths, type Texts, TextsWriter } from '../../../../../engine/files/columns/texts.ts';

const alphabets = ['abc xyz', 'äöüß€', '漢字かな', '😀👩‍👩‍👧🏳️‍🌈', '"\t\r\n\ufeff\0'].map((letters) => [...letters]);

const makeText = (random: Random, longest: number): string => {
  const letters = alphabets[random.integer(alphabets.length)] ?? [];
  return Array.from({ length: random.integer(longest + 1) }, () => letters[random.integer(letters.length)]).join('');
};

const lengthsOf = (present: readonly string[]): TextLengths => {
  const lengths = present.map((text) => [...text].length);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  return { mean: lengths.length > 0 ? total / lengths.length : 0, longest: Math.max(0, ...lengths) };
};

const write = (cells: readonly (string | undefined)[], storage = new TableStorage()) => {
  const writer = new TextsWriter(storage);
  for (const cell of cells) {
    if (cell === undefined) writer.pushMissing();
    else writer.push(cell);
  }
  return { texts: writer.finish(), lengths: writer.lengths };
};

const check = (texts: Texts, wanted: readonly string[], random: Random): void => {
  expect(texts.length).toBe(wanted.length);
  expect(texts.read(0, wanted.length)).toEqual(wanted);
  for (let round = 0; round < 50; round++) {
    const row = random.integer(wanted.length);
    expect(texts.at(row)).toBe(wanted[row]);
    const from = random.integer(wanted.length);
    const to = Math.min(wanted.length, from + random.integer(100));
    expect(texts.read(from, to)).toEqual(wanted.slice(from, to));
  }
  expect([texts.at(-1), texts.at(wanted.length)]).toEqual(['', '']);
  expect(texts.read(wanted.length - 1, wanted.length + 2)).toEqual([wanted.at(-1), '', '']);
};

describe.each([
  ['in memory', Infinity],
  ['some pages in memory, the others in a file', 200_000],
  ['in a file', 0],
])('texts %s', (_, bytes) => {
  test.each([
    ['short', 5],
    ['of all lengths', 300],
    ['longer than a page, some of them,', 40_000],
  ])('and %s are what was pushed, read at once, by row in any order and in stretches', (kind, longest) => {
    const random = createRandom(longest);
    const count = kind === 'short' ? 40_000 : 4_000;
    const cells = Array.from({ length: count }, () =>
      random.next() < 0.1 ? undefined : makeText(random, random.next() < 0.02 ? longest : Math.min(longest, 80)),
    );
    const storage = new TableStorage(bytes);
    const { texts, lengths } = write(cells, storage);
    expect(storage.file === undefined).toBe(bytes === Infinity);
    check(
      texts,
      cells.map((cell) => cell ?? ''),
      random,
    );
    const { mean, ...longestLength } = lengthsOf(cells.filter((cell) => cell !== undefined));
    expect(lengths).toMatchObject(longestLength);
    expect(lengths.mean).toBeCloseTo(mean, 10);
  });
});

test('a text of a million characters comes back between its neighbours', () => {
  const long = '漢'.repeat(1e6);
  const { texts, lengths } = write(['a', long, '', 'b']);
  expect(texts.read(0, 4)).toEqual(['a', long, '', 'b']);
  expect(lengths).toEqual({ mean: (1e6 + 2) / 4, longest: 1e6 });
});

test('missing texts alone, more than a page has, are empty and have no length', () => {
  const { texts, lengths } = write(Array.from({ length: 50_000 }, () => undefined));
  expect([texts.length, texts.at(0), texts.at(49_999)]).toEqual([50_000, '', '']);
  expect(lengths).toEqual({ mean: 0, longest: 0 });
});

test('few different texts are told by their numbers, and counted as often as they come', () => {
  const random = createRandom(3);
  const known = ['', 'spam', 'ham and 😀'];
  const places = Array.from({ length: 70_000 }, () => random.integer(4));
  const ids = new CellIds(new TableStorage());
  for (const place of places) ids.push(place);
  const texts = new KnownTexts(ids, known);
  check(
    texts,
    places.map((place) => known[place - 1] ?? ''),
    random,
  );
  const { mean, longest } = lengthsOf(places.flatMap((place) => (place === 0 ? [] : [known[place - 1] ?? ''])));
  expect(texts.lengths.mean).toBeCloseTo(mean, 10);
  expect(texts.lengths.longest).toBe(longest);
});
