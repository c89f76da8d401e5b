import { expect, test } from 'vitest';
import { readPgm } from '../../../../../engine/files/pictures/readPgm.ts';

const valuesOf = (text: string, ...bytes: readonly number[]): number[] => [
  ...readPgm('a.pgm', Buffer.concat([Buffer.from(text), Uint8Array.from(bytes)])).values,
];

test('a PGM is read as text or bytes, with comments, and its white is 255', () => {
  expect(valuesOf('P2\n# made by hand\n2 2\n15\n0 15\n3 5 # end\n')).toEqual([0, 255, 51, 85]);
  expect(valuesOf('P5 3 1 255\n', 0, 10, 255)).toEqual([0, 10, 255]);
  expect(valuesOf('P5\n2 1\n65535\n', 255, 255, 1, 1)).toEqual([255, 1]);
});

test.each([
  ['P5 1048576 1048576 255\n', 'says that it is 1048576 × 1048576 pixels; at most 16777216 in all can be read'],
  ['P5 3 2 255\nabc', 'promises 3 × 2 pixels and holds fewer; get the whole file'],
  ['P2 2 2 9\n1 2 3', 'promises 2 × 2 pixels and holds fewer'],
  ['P2 1 1 9\n1 2', 'holds more pixels than its header says'],
  ['P2 1 1 9\n10', "holds '10', where numbers from 0 to 9 stand"],
  ['P2 1 1 9\n-1', "holds '-1', where"],
  ['P5 1 1 70000\nab', 'says that white is 70000'],
  ['P6 1 1 255\nabc', 'is no PGM, though it is called one'],
  [`P5 #${'x'.repeat(5000)}\n1 1 255\na`, 'is no PGM'],
])('%j is refused', (text, message) => {
  expect(() => valuesOf(text)).toThrow(message);
});
