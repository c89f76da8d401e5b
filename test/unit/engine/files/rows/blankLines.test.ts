import { describe, expect, test } from 'vitest';
import { readTable } from '../../../../../engine/files/readTable.ts';
import { temporaryFile } from '../temporaryFile.ts';

const rows = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, at) => `${from + at},${(from + at) * 1.5}\n`).join('');
const notesOf = async (text: string): Promise<readonly string[]> => (await readTable(temporaryFile(text))).notes;

describe('blank lines of a table', () => {
  test('between its rows are counted aloud, with the line of the first', async () => {
    const table = await readTable(temporaryFile(`a,b\n${rows(0, 5)}\n${rows(5, 9)} \t\n\n${rows(9, 30)}`));
    expect(table.rows).toBe(30);
    expect(table.notes).toEqual(['3 blank lines between rows are no rows and left out (the first is line 7).']);
    expect(await notesOf(`a,b\r\n${rows(0, 4).replaceAll('\n', '\r\n')}\r\n7,8\r\n`)).toEqual([
      '1 blank line between rows is no row and left out (line 6).',
    ]);
  });

  test('under the header count too, and so do those of a table of many pieces', async () => {
    expect(await notesOf(`a,b\n\n${rows(0, 5)}`)).toEqual([
      '1 blank line between rows is no row and left out (line 2).',
    ]);
    const doubled = `a,b\n${rows(0, 50_000).replaceAll('\n', '\n\n')}`;
    expect(await notesOf(doubled)).toEqual([
      '49999 blank lines between rows are no rows and left out (the first is line 3).',
    ]);
  });

  test('above the header, at the end, and above what stands below the table are no gaps', async () => {
    expect(await notesOf(`\n\na,b\n${rows(0, 20)}`)).toEqual([]);
    expect(await notesOf(`a,b\n${rows(0, 20)}\n\n \n`)).toEqual([]);
    expect(await notesOf(`a,b\n${rows(0, 20)}`)).toEqual([]);
    const [note, ...others] = await notesOf(`a,b\n${rows(0, 20)}\nSource: an office\n`);
    expect(note).toContain('below the table');
    expect(others).toEqual([]);
  });

  test('of a table of one column may stand for missing values, and it is told how to write those', async () => {
    expect((await notesOf('level\n1.5\n2.5\n\n3.5\n4.5\n')).join()).toContain(
      'left out (line 4); where a value is missing there, write NA.',
    );
  });
});
