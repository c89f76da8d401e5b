import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findTexts } from '../../../../../engine/files/columns/findColumn.ts';
import { type Table, readTable } from '../../../../../engine/files/readTable.ts';
import { OpenedFiles } from '../../../../../engine/tasks/openedFiles.ts';
import { temporaryFile, temporaryFolder } from '../temporaryFile.ts';

/** A way to write a word in each line, in the column where it is read. */
interface Format {
  readonly extension: string;
  readonly column: string;
  readonly head?: string;
  readonly lineOf: (word: string) => string;
}

const formats: Readonly<Record<string, Format>> = {
  'JSON Lines': { extension: '.jsonl', column: 'word', lineOf: (word) => `{"word":"${word}","n":1}` },
  sentences: { extension: '.jsonl', column: 'tokens', lineOf: (word) => `{"tokens":["${word}"],"tags":["N"]}` },
  sequences: { extension: '.jsonl', column: 'label', lineOf: (word) => `{"sequence":[1,2],"label":"${word}"}` },
  CoNLL: { extension: '.conll', column: 'token', lineOf: (word) => `${word}\tN\n` },
  'time series': {
    extension: '.ts',
    column: 'class',
    head: '@problemName x\n@classLabel true\n@data\n',
    lineOf: (word) => `1,2,3:${word}`,
  },
};
const words = ['café', 'forêt', 'rêve', 'plain'];
const cases = Object.entries(formats);

const contentOf = ({ head = '', lineOf }: Format): string =>
  `${head}${words.map((word) => `${lineOf(word)}\n`).join('')}`;
const wordsOf = (table: Table, column: string): string[] => {
  const texts = findTexts(table, column);
  return [...new Set(Array.from({ length: table.rows }, (_, row) => texts.at(row)))];
};

describe.each(cases)('a file of %s', (_, format) => {
  const content = contentOf(format);
  const western = Buffer.from(content, 'latin1');

  test.each([
    ['Windows-1252', western, /^The file is not UTF-8 and is read as Windows-1252; if letters look wrong/],
    ['UTF-16', Buffer.from(`\ufeff${content}`, 'utf16le'), /^The file is UTF-16 and is read as such/],
    ['UTF-16 without a mark', Buffer.from(content, 'utf16le'), /^The file is UTF-16 and is read as such/],
  ])('in %s is read as such and told', async (__, bytes, note) => {
    const table = await readTable(temporaryFile(bytes, format.extension));
    expect(wordsOf(table, format.column)).toEqual(words);
    expect(table.notes.filter((each) => note.test(each))).toHaveLength(1);
  });

  test('in the encoding that is asked for is read so, and kept apart from how it was found to be', async () => {
    const file = await new OpenedFiles().open(temporaryFile(western, format.extension));
    const asked = await file.readTable({ encoding: 'windows-1251' });
    expect(wordsOf(asked, format.column)).toEqual(['cafй', 'forкt', 'rкve', 'plain']);
    expect(asked.format.encoding).toBe('windows-1251');
    expect(asked.notes.join('\n')).not.toMatch(/UTF|Windows/);
    expect(wordsOf(await file.readTable(), format.column)).toEqual(words);
  });

  test('that is not what was asked for is refused with its place', async () => {
    const reading = readTable(temporaryFile(western, format.extension), { encoding: 'utf-8' });
    await expect(reading).rejects.toThrow(/:\d+:\d+: is not UTF-8 here, at byte \d+, though data\.encoding says so/);
  });

  test('in an encoding that its beginning does not tell is known for what it is when that is said', async () => {
    // Without a mark, and with fewer zeros than a text of plain letters has.
    const file = temporaryFile(
      Buffer.from(
        contentOf({ ...format, lineOf: (word) => format.lineOf(`漢字語${word}`.repeat(9)) }),
        'utf16le',
      ).swap16(),
      format.extension,
    );
    const table = await readTable(file, { encoding: 'utf-16be' });
    expect(wordsOf(table, format.column)).toEqual(words.map((word) => `漢字語${word}`.repeat(9)));
  });
});

test('parallel texts are read each as it is encoded, and it is told which is not UTF-8', async () => {
  const folder = mkdtempSync(join(temporaryFolder, 'parallel-'));
  writeFileSync(join(folder, 'train.fr'), Buffer.from('un café\nun rêve\n', 'latin1'));
  writeFileSync(join(folder, 'train.en'), 'a café\na dream\n');
  const table = await readTable(join(folder, 'train.fr'));
  expect(findTexts(table, 'fr').read(0, 2)).toEqual(['un café', 'un rêve']);
  expect(findTexts(table, 'en').read(0, 2)).toEqual(['a café', 'a dream']);
  expect(table.notes[0]).toMatch(/^1 of 2 texts \(train\.fr\) is not UTF-8 and is read as Windows-1252/);
  const asked = await readTable(join(folder, 'train.fr'), { encoding: 'windows-1251' });
  expect(findTexts(asked, 'fr').at(0)).toBe('un cafй');
  expect(asked.notes[0]).toMatch(/^1 of 2 texts \(train\.en\) is UTF-8 and is read as windows-1251, as data\.encoding/);
});
