import { expect, test } from 'vitest';
import { createRandom } from '../../../../../engine/compute/random.ts';
import { CellTexts } from '../../../../../engine/files/columns/cellTexts.ts';

test('texts have the places they were added in, however long they are and whatever they are of', () => {
  const random = createRandom(1);
  const alphabets = ['01', '0123456789.-', 'abcdefghijklmnop', 'é\u0000\u0100漢x', 'aš', ' '];
  const cells = new CellTexts();
  const places = new Map<string, number>();
  for (let count = 0; count < 50_000; count++) {
    const alphabet = alphabets[random.integer(alphabets.length)] ?? '';
    const text = Array.from({ length: random.integer(12) }, () => alphabet[random.integer(alphabet.length)]).join('');
    const place = places.get(text) ?? -1;
    expect(cells.find(text)).toBe(place);
    expect(cells.find(text)).toBe(place);
    // More of them than a column keeps: those beyond are found all the same.
    if (place >= 0 || places.size === 3000) continue;
    expect(cells.add(text)).toBe(places.size);
    places.set(text, places.size);
  }
  expect(places.size).toBe(3000);
  expect(cells.size).toBe(3000);
  expect(cells.texts).toEqual([...places.keys()]);
});

test('a text that was looked for in vain is found once it is added', () => {
  const cells = new CellTexts();
  for (const text of ['', 'short', 'longer than eight', 'über', '漢']) {
    expect(cells.find(text)).toBe(-1);
    const place = cells.add(text);
    expect(cells.find(text)).toBe(place);
  }
});

test('what waits for texts takes less than a kilobyte', () => {
  const before = process.memoryUsage().arrayBuffers;
  const columns = Array.from({ length: 1000 }, () => new CellTexts());
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
  expect(columns.every(({ size }) => size === 0)).toBe(true);
});
