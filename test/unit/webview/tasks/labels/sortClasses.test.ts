import { expect, test } from 'vitest';
import type { ClassOrder } from '../../../../../webview/panel/viewState.ts';
import { orderAfterClick, sortClasses } from '../../../../../webview/tasks/labels/sortClasses.ts';

const rates = (label: string, precision: number | null, support: number) => ({
  label,
  precision,
  recall: 0.5,
  f1: precision,
  support,
});
const classes = [rates('10', 0.9, 4), rates('9', null, 7), rates('oak', 0.3, 4), rates('Ash', 0.7, 1)];
const sorted = (by: ClassOrder['by'], isDescending: boolean): string[] =>
  sortClasses(classes, { by, isDescending }).map(({ label }) => label);

test('sorts names as people do, numbers among them by their size', () => {
  expect(sorted('label', false)).toEqual(['9', '10', 'Ash', 'oak']);
  expect(sorted('label', true)).toEqual(['oak', 'Ash', '10', '9']);
});

test('leaves classes without a precision last in both directions', () => {
  expect(sorted('precision', true)).toEqual(['10', 'Ash', 'oak', '9']);
  expect(sorted('precision', false)).toEqual(['oak', 'Ash', '10', '9']);
});

test('leaves classes with equal numbers as the report has them', () => {
  expect(sorted('support', true)).toEqual(['9', '10', 'oak', 'Ash']);
  expect(sorted('recall', true)).toEqual(['10', '9', 'oak', 'Ash']);
});

test('begins with the largest number, or the first name, and turns round at the next click', () => {
  const byLabel: ClassOrder = { by: 'label', isDescending: false };
  const bySupport = orderAfterClick(byLabel, 'support');
  expect(bySupport).toEqual({ by: 'support', isDescending: true });
  expect(orderAfterClick(bySupport, 'support')).toEqual({ by: 'support', isDescending: false });
  expect(orderAfterClick(bySupport, 'label')).toEqual(byLabel);
});
