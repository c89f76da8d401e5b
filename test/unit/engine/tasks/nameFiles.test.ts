import { expect, test } from 'vitest';
import { nameFiles, nameParallel } from '../../../../engine/tasks/nameFiles.ts';

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

test('a file by itself says nothing, two sides are columns, and texts are read one after another', () => {
  expect(nameFiles(['a.csv'], undefined)).toEqual({});
  expect(nameFiles(['train.de', 'train.en'], undefined)).toEqual({ source: 'de', target: 'en' });
  expect(nameFiles(['x/a.txt', 'x/b.md', 'c.txt'], undefined)).toEqual({ moreFiles: ['b.md', '../c.txt'] });
  expect(nameFiles(['a.txt', 'b.txt'], undefined)).toEqual({ moreFiles: ['b.txt'] });
});

test('a task that is asked for says whether it reads several', () => {
  expect(nameFiles(['train.de', 'train.en'], 'languageModel')).toEqual({ moreFiles: ['train.en'] });
  expect(() => nameFiles(['a.txt', 'b.txt'], 'translation')).toThrow('b.txt: does not go by its name with a.txt');
});

test('tables are series, unless another task is asked for', () => {
  expect(nameFiles(['x/a.csv', 'x/b.csv', 'c.tsv'], undefined)).toEqual({ moreFiles: ['b.csv', '../c.tsv'] });
  expect(nameFiles(['sales.csv', 'sales.tsv'], undefined)).toEqual({ moreFiles: ['sales.tsv'] });
  expect(nameFiles(['a.npy', 'b.npy'], 'forecast')).toEqual({ moreFiles: ['b.npy'] });
  expect(() => nameFiles(['a.csv', 'b.csv'], 'classification')).toThrow('b.csv: does not go by its name with a.csv');
});

test('other files are refused with the one that is too many', () => {
  expect(() => nameFiles(['a.npy', 'b.npy'], undefined)).toThrow('b.npy: does not go by its name with a.npy');
  expect(() => nameFiles(['a.npy', 'b.csv', 'c.txt'], undefined)).toThrow(
    'c.txt: 3 files are read together only as one text (.txt, .md) by a language model, or as series (.csv, .tsv, .tab, .jsonl, .ndjson) of a forecast; name one of them',
  );
});
