import { expect, test } from 'vitest';
import { describeEncoding, describeEncodings } from '../../../../../engine/files/decoding/describeEncoding.ts';

const utf8 = { encoding: 'utf-8' } as const;
const utf16 = { encoding: 'utf-16le' } as const;
const western = { encoding: 'windows-1252' } as const;
const against = { encoding: 'utf-8', against: 'windows-1251' } as const;
const saving = 'as UTF-8 (in VS Code: Save with Encoding)';

test('of one file it is told what it is not, and the way out', () => {
  expect(describeEncoding({})).toEqual([]);
  expect(describeEncoding(utf8)).toEqual([]);
  expect(describeEncoding(utf16)).toEqual(['The file is UTF-16 and is read as such.']);
  expect(describeEncoding(western)).toEqual([
    `The file is not UTF-8 and is read as Windows-1252; if letters look wrong, set data.encoding, or save it ${saving}.`,
  ]);
  expect(describeEncoding(against)).toEqual([
    'The file is UTF-8 and is read as windows-1251, as data.encoding says; if letters look wrong, leave data.encoding out.',
  ]);
  expect(describeEncoding({ encoding: 'utf-16be', against: 'utf-16le' })[0]).toMatch(
    /^The file is UTF-16 with the high byte first and is read as utf-16le, as data\.encoding says; if /,
  );
});

test('of several texts it is told which, and where all are alike, that they are', () => {
  const texts = [utf8, western, utf16, western].map((told, at) => ({ name: `${at}.txt`, told }));
  expect(describeEncodings(texts)).toEqual([
    `2 of 4 texts (1.txt, 3.txt) are not UTF-8 and are read as Windows-1252; if letters look wrong, save them ${saving}.`,
    '1 of 4 texts (2.txt) is UTF-16 and is read as such.',
  ]);
  expect(describeEncodings(texts.filter(({ told }) => told === western))).toEqual([
    `All 2 texts are not UTF-8 and are read as Windows-1252; if letters look wrong, set data.encoding, or save them ${saving}.`,
  ]);
  expect(describeEncodings([{ name: 'a.txt', told: western }])).toEqual(describeEncoding(western));
  expect(describeEncodings([])).toEqual([]);
  const many = Array.from({ length: 30 }, (_, at) => ({ name: `${at}.txt`, told: at < 12 ? utf16 : utf8 }));
  expect(describeEncodings(many)[0]).toMatch(/^12 of 30 texts \(0\.txt, .*, 9\.txt and more\) are UTF-16/);
});
