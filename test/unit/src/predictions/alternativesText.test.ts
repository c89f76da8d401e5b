import { expect, test } from 'vitest';
import { alternativesText } from '../../../../src/predictions/alternativesText.ts';

test('the classes that may stand in a cell come with their percentages, the likeliest first', () => {
  const others = [
    { text: 'spam', probability: 0.1034 },
    { text: 'news', probability: 0.0005 },
  ];
  const cell = { column: 'kind', actual: '', text: 'ham', probability: 0.8961, alternatives: others };
  expect(alternativesText(cell)).toBe('ham 89.6 %\nspam 10.3 %\nnews 0.1 %');
  expect(alternativesText({ column: 'kind', actual: 'x', text: 'ham', probability: 1 })).toBe('ham 100.0 %');
});

test('a number has no alternatives', () => {
  expect(alternativesText({ column: 'level', actual: '', text: '3.1', value: 3.1 })).toBe('');
});
