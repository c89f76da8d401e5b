import { expect, test } from 'vitest';
import { findRun } from '../../../../src/runs/findRun.ts';

const copy = { id: 'a', folder: '/runs/a copy', isLive: false };
const original = { id: 'a', folder: '/runs/a', isLive: false };

test('of a run and its copy the original is found, in whichever order they were read', () => {
  expect(findRun([copy, original], 'a')).toBe(original);
  expect(findRun([original, copy], 'a')).toBe(original);
});

test('the one that trains is found first, even when it is the copy', () => {
  const live = { ...copy, isLive: true };
  expect(findRun([original, live], 'a')).toBe(live);
  expect(findRun([copy, { ...original, isLive: true }], 'a')).toMatchObject({ folder: original.folder });
});

test('a renamed folder is found by the id of its record, an unknown id not at all', () => {
  expect(findRun([copy], 'a')).toBe(copy);
  expect(findRun([copy], 'a copy')).toBeUndefined();
});
