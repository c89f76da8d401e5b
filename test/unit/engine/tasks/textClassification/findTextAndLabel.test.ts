import { expect, test } from 'vitest';
import { findTextAndLabel } from '../../../../../engine/tasks/textClassification/findTextAndLabel.ts';
import type { ColumnSummary } from '../../../../../engine/protocol.ts';

const column = (name: string, type: ColumnSummary['type'], more: Partial<ColumnSummary> = {}): ColumnSummary => ({
  name,
  type,
  missing: 0,
  examples: [],
  problems: [],
  ...more,
});
const text = (name: string, meanCharacters: number): ColumnSummary => column(name, 'text', { meanCharacters });
const classes = (name: string, distinct: number): ColumnSummary => column(name, 'category', { distinct });
const found = (columns: readonly ColumnSummary[]): (string | undefined)[] => {
  const both = findTextAndLabel(columns, 200);
  return [both?.text.name, both?.label.name];
};

test('the longest texts are the text, unless another column is called so', () => {
  expect(found([text('a', 12), text('b', 80), classes('c', 2)])).toEqual(['b', 'c']);
  expect(found([text('review', 12), text('url', 80), classes('c', 2)])).toEqual(['review', 'c']);
});

test('a column with a telling name is the label, else the last with few values, words before numbers', () => {
  expect(found([classes('sentiment', 3), text('b', 80), classes('source', 4)])).toEqual(['b', 'sentiment']);
  expect(found([classes('x', 3), classes('y2', 4), text('b', 80)])).toEqual(['b', 'y2']);
  const number = column('stars', 'number', { distinct: 5, decimals: 0, min: 1 });
  expect(found([text('b', 80), number])).toEqual(['b', 'stars']);
  expect(found([text('b', 80), classes('c', 3), column('n', 'number', { distinct: 2, decimals: 0, min: 0 })])).toEqual([
    'b',
    'c',
  ]);
});

test('what hardly any two rows have in common is a label only by its name, and then only where nothing else is one', () => {
  expect(found([text('b', 80), classes('c', 40), classes('hour', 2)])).toEqual(['b', 'hour']);
  const hours = { ...classes('hour', 40), missing: 121 };
  expect(found([text('b', 80), hours])).toEqual([undefined, undefined]);
  expect(found([text('b', 80), { ...hours, missing: 120 }])).toEqual(['b', 'hour']);
  expect(found([text('b', 80), classes('c', 2), hours])).toEqual(['b', 'c']);
  expect(found([text('b', 80), { ...hours, name: 'label' }])).toEqual(['b', 'label']);
});

test('what has one value, more than 50, or fractions is no label', () => {
  for (const other of [classes('label', 1), classes('label', 51)]) {
    expect(found([text('b', 80), other])).toEqual([undefined, undefined]);
  }
  expect(found([text('b', 80), column('x', 'number', { distinct: 4, decimals: 1, min: 0 })])).toEqual([
    undefined,
    undefined,
  ]);
  expect(found([classes('a', 4), classes('label', 2)])).toEqual([undefined, undefined]);
});
