import { expect, test } from 'vitest';
import type { CellPlace } from '../../../../engine/protocol.ts';
import { standsThere } from '../../../../src/predictions/standsThere.ts';

const documentOf = (text: string) => {
  const lines = text.split('\n');
  return { lineCount: lines.length, lineAt: (line: number) => ({ text: lines[line] ?? '' }) };
};
/** An empty cell in `1,<here>,3`, the second line. */
const place: CellPlace = {
  start: { line: 1, character: 2 },
  end: { line: 1, character: 2 },
  content: '',
  before: '1,',
  after: ',3',
  written: '2',
};

test('a cell stands where it stood as long as its row around it is the same', () => {
  expect(standsThere(documentOf('a,b,c\n1,,3\n'), place)).toBe(true);
  expect(standsThere(documentOf('changed elsewhere\n1,,3'), place)).toBe(true);
});

test.each([
  ['was filled in', 'a,b,c\n1,2,3\n'],
  ['moved down', 'a,b,c\n0,0,0\n1,,3\n'],
  ['moved up', '1,,3\n4,,6\n'],
  ['moved within its row', 'a,b,c\n1,1,,3\n'],
  ['is of another row', 'a,b,c\n4,,6\n'],
  ['is gone with its row', 'a,b,c'],
  ['is cut off', 'a,b,c\n1,'],
])('it does not where it %s', (_, text) => {
  expect(standsThere(documentOf(text), place)).toBe(false);
});

test('a cell of several lines is compared line by line, whatever the file ends its lines with', () => {
  const cell = { ...place, end: { line: 2, character: 4 }, content: '"one\r\ntwo"' };
  expect(standsThere(documentOf('a,b,c\n1,"one\ntwo",3\n'), cell)).toBe(true);
  expect(standsThere(documentOf('a,b,c\n1,"one\n2wo",3\n'), cell)).toBe(false);
  expect(standsThere(documentOf('a,b,c\n1,"one two",3\n'), cell)).toBe(false);
});
