import { expect, test } from 'vitest';
import type { CellPlace, TextPosition } from '../../../../engine/protocol.ts';
import { joinFillings } from '../../../../src/predictions/joinFillings.ts';

const lines = Array.from({ length: 10 }, (_, row) => `${row},,x${row},,end`);
const text = (from: TextPosition, to: TextPosition): string => {
  const stretch = lines.slice(from.line, to.line + 1);
  const last = stretch.length - 1;
  return stretch
    .map((line, index) => line.slice(index === 0 ? from.character : 0, index === last ? to.character : line.length))
    .join('\n');
};
const whole = (replacements: ReturnType<typeof joinFillings>): string => {
  let at: TextPosition = { line: 0, character: 0 };
  let filled = '';
  for (const { start, end, written } of replacements) {
    filled += text(at, start) + written;
    at = end;
  }
  return filled + text(at, { line: 9, character: lines[9]!.length });
};
const at = (line: number, character: number, written: string): CellPlace => {
  const place = { line, character };
  return { start: place, end: place, content: '', before: '', after: '', written };
};
/** The second empty cell of a row stands before the first. */
const places = lines.flatMap((_, row) => [at(row, 6, `b${row}`), at(row, 2, `a${row}`)]);
const filled = lines.map((_, row) => `${row},a${row},x${row},b${row},end`).join('\n');

test('a few cells are replaced one by one, in the order of the document', () => {
  const replacements = joinFillings(places, 20, text);
  expect(replacements).toHaveLength(20);
  expect(replacements.slice(0, 2)).toMatchObject([
    { start: { line: 0, character: 2 }, end: { line: 0, character: 2 }, written: 'a0' },
    { start: { line: 0, character: 6 }, end: { line: 0, character: 6 }, written: 'b0' },
  ]);
  expect(whole(replacements)).toBe(filled);
});

test('more of them are replaced in one, and what stands between them stays', () => {
  const replacements = joinFillings(places, 19, text);
  expect(replacements).toHaveLength(1);
  expect(replacements[0]).toMatchObject({ start: { line: 0, character: 2 }, end: { line: 9, character: 6 } });
  expect(whole(replacements)).toBe(filled);
});

test('no cells make no edit', () => {
  expect(joinFillings([], 5, text)).toEqual([]);
});
