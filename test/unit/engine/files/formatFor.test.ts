import { expect, test } from 'vitest';
import type { Encoding } from '../../../../engine/config.ts';
import { encodingFor, formatFor } from '../../../../engine/files/formatFor.ts';
import { temporaryFile } from './temporaryFile.ts';

const western = Buffer.from('a\ncaf\xe9\n', 'latin1');
const learned = temporaryFile(western);
const asked = (encoding: Encoding | undefined, path: string) => encodingFor({ file: learned, encoding }, path);

test('the encoding that a model was told is that of its own file, and of others that are not Unicode', async () => {
  expect(await asked('windows-1251', learned)).toBe('windows-1251');
  expect(await asked('windows-1251', temporaryFile(western))).toBe('windows-1251');
  const late = Buffer.concat([Buffer.from('a\n'.repeat(1 << 20)), western]);
  expect(await asked('koi8-r', temporaryFile(late))).toBe('koi8-r');
  for (const unicode of ['a\ncafé\n', Buffer.from('a\ncafé\n', 'utf16le'), 'a\n1\n']) {
    expect(await asked('windows-1251', temporaryFile(unicode))).toBeUndefined();
  }
  expect(await asked(undefined, temporaryFile(western))).toBeUndefined();
});

test('what cannot be read is left to who reads it', async () => {
  expect(await asked('koi8-r', '/no/such/file.csv')).toBeUndefined();
  expect(await asked('koi8-r', temporaryFile('a\0b'))).toBeUndefined();
});

test('of a table of another name what may differ is found out anew', async () => {
  const data = {
    ...({ file: learned, delimiter: ';', header: true, comment: '%', missingValues: ['-'], skipLines: 2 } as const),
    ...({ decimalMark: ',', encoding: 'windows-1250' } as const),
  };
  expect(await formatFor(data, learned)).toBe(data);
  expect(await formatFor(data, temporaryFile(western))).toEqual({
    ...{ comment: '%', missingValues: ['-'], decimalMark: ',', encoding: 'windows-1250' },
  });
});
