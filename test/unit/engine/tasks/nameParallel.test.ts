import { expect, test } from 'vitest';
import { nameParallel } from '../../../../engine/tasks/nameParallel.ts';

test.each([
  ['train.de', 'train.en', 'de', 'en'],
  ['/data/x.v7.tgt', '/data/x.v7.src', 'tgt', 'src'],
  ['a.en.txt', './a.fr.txt', 'en', 'fr'],
])('%s and %s are columns by the names of their sides', (file, other, source, target) => {
  expect(nameParallel(file, other)).toEqual({ source, target });
});

test.each([
  ['train.de', 'valid.en'],
  ['train.de', 'train.txt'],
  ['train.de', 'train.de'],
  ['train.de', 'other/train.en'],
  ['train.de', 'train.en.txt'],
])('%s and %s do not belong together', (file, other) => {
  expect(() => nameParallel(file, other)).toThrow(`${other}: does not go by its name with train.de`);
});
