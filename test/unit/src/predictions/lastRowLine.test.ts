import { expect, test } from 'vitest';
import { lastRowLine } from '../../../../src/predictions/lastRowLine.ts';

const documentOf = (text: string) => {
  const lines = text.split('\n');
  return {
    lineCount: lines.length,
    lineAt: (line: number) => ({ text: lines[line] ?? '', isEmptyOrWhitespace: (lines[line] ?? '').trim() === '' }),
  };
};

test.each([
  ['is the last one', 'a,b\n1,2\n3,4', 3, 2],
  ['has blank lines below it', 'a,b\n1,2\n\n \n', 2, 1],
  ['has a total below it', 'a,b\n1,2\n3,4\n\nTotal,6\n', 3, 2],
  ['goes over several lines', 'a,b\n1,2\n"3\n\n3",4\nTotal,6\n', 3, 4],
  ['has a quote that is none', 'a,b\n1,2"\nTotal,6\n', 2, 2],
  ['is not known', 'a,b\n1,2\nTotal,6\n\n', undefined, 2],
])('the last row of a table that %s ends there', (_, text, begin, line) => {
  expect(lastRowLine(documentOf(text), begin)).toBe(line);
});
