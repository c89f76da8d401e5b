import { describe, expect, test } from 'vitest';
import { findRows, placeOfCell } from '../../../../../engine/files/rows/findPlaces.ts';
import { quoteCell, unquoteCell } from '../../../../../engine/files/rows/quoteCell.ts';
import { type CellFormat, readRows } from '../../../../../engine/files/rows/tableRows.ts';
import type { CellPlace } from '../../../../../engine/protocol.ts';
import { standsThere } from '../../../../../src/predictions/standsThere.ts';
import { temporaryFile } from '../temporaryFile.ts';

const comma: CellFormat = { delimiter: ',', comment: '#', quotes: true };
const tab: CellFormat = { delimiter: '\t', comment: '#', quotes: true };
const bare: CellFormat = { ...tab, quotes: false };

/** A text as an editor has it: without a byte order mark, in lines. */
const linesOf = (text: string): string[] => text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/);
const documentOf = (lines: readonly string[]) => ({
  lineCount: lines.length,
  lineAt: (line: number) => ({ text: lines[line] ?? '' }),
});

/** What an editor makes of a text when `written` replaces the range. */
const edit = (text: string, { start, end, written }: CellPlace): string => {
  const lines = linesOf(text);
  const head = [...lines.slice(0, start.line), lines[start.line]!.slice(0, start.character)].join('\n');
  return `${head}${written}${[lines[end.line]!.slice(end.character), ...lines.slice(end.line + 1)].join('\n')}`;
};

const rowsOf = async (text: string, format: CellFormat): Promise<{ line: number; cells: readonly string[] }[]> => {
  const file = temporaryFile(text);
  const all: { line: number; cells: readonly string[] }[] = [];
  await readRows(file, format, ({ rows, lineOf }) => {
    all.push(...rows.map((cells, index) => ({ line: lineOf(index), cells })));
  });
  return all;
};

const placesOf = async (text: string, format: CellFormat, value = '7'): Promise<(CellPlace | undefined)[][]> => {
  const rows = await rowsOf(text, format);
  const file = temporaryFile(text);
  const found = await findRows(file, format, new Set(rows.map(({ line }) => line)));
  expect(found.size).toBe(rows.length);
  return rows.map(({ line, cells }) => cells.map((_, cell) => placeOfCell(found.get(line)!, cell, value, format)));
};

const long = 'x'.repeat(70_000);
const tables: readonly (readonly [string, string, CellFormat])[] = [
  ['plain', 'a,b,c\n1,,3\n,,\n4,5,6\n', comma],
  ['CRLF', 'a,b\r\n1,\r\n,2\r\n', comma],
  ['CR', 'a,b\r1,\r,2\r', comma],
  ['no last line break', 'a,b\n1,2\n3,', comma],
  ['a byte order mark', '\ufeffa,b\n,1\n', comma],
  ['comments and blank lines', '# a,b\n\na,b\n# "\n1,\n\n#,\n,2\n', comma],
  ['another comment mark', '%,x\na,b\n%\n#1,\n', { ...comma, comment: '%' }],
  ['quotes', 'a,b\n"1, ""2""",\n"",""\n"x",y\n', comma],
  ['line breaks in cells', 'a,b,c\n"one\ntwo",,"three\n\nfour"\n,"\n",\n', comma],
  ['line breaks in cells, CRLF', 'a,b,c\r\n"one\r\ntwo",,"three\r\n\r\nfour"\r\n,"\r\n",\r\n', comma],
  ['a CR within cells of lines that end with LF', 'a,b\n"one\rtwo",\n3,\n"\r\r",5\n,6\n', comma],
  ['tabs', 'a\tb,c\t\n"x\ty"\t\t1\n', tab],
  ['tabs, with quotes that are characters', 'a\tb\n6" pipe\t\n"\t5" nail\n', bare],
  ['semicolons', 'a;b\n1,5;\n;2,5\n', { ...comma, delimiter: ';' }],
  ['characters outside the basic plane', 'ä,😀,c\n😀😀,,𝒳\n"é\n😀",,\n', comma],
  ['blanks around cells', 'a , b\n 1 ,  \n', comma],
  ['pieces that end within a long cell', `a,b\n"${long}\n${long}",\n,${long}\n`, comma],
];

describe.each(tables)('a table with %s', (_, text, format) => {
  test('has every cell at the place where an editor finds it', async () => {
    const lines = linesOf(text);
    const document = documentOf(lines);
    const [rows, places] = [await rowsOf(text, format), await placesOf(text, format)];
    for (const [row, { cells }] of rows.entries()) {
      for (const [cell, content] of cells.entries()) {
        const place = places[row]?.[cell];
        expect(place, `cell ${cell} of row ${row}`).toBeDefined();
        expect(standsThere(document, place!)).toBe(true);
        const { start, end } = place!;
        const inEditor = lines.slice(start.line, end.line + 1);
        inEditor[inEditor.length - 1] = inEditor.at(-1)!.slice(0, end.character);
        inEditor[0] = inEditor[0]!.slice(start.character);
        const plain = (value: string): string => value.replace(/\r\n|\r/g, '\n');
        expect(plain(unquoteCell(inEditor.join('\n'), format))).toBe(plain(content));
        if (content === '' && place!.content === '') expect(start).toEqual(end);
      }
    }
  });

  test('has the text in the cell it is written to, and all else as it was', async () => {
    const rows = await rowsOf(linesOf(text).join('\n'), format);
    for (const value of ['7', 'a, "b"; c', '#%']) {
      const places = await placesOf(text, format, value);
      for (const [row, { cells }] of rows.entries()) {
        for (const cell of cells.keys()) {
          const place = places[row]?.[cell];
          const canStand = quoteCell(value, format, cell === 0) !== undefined;
          expect(place !== undefined).toBe(canStand);
          if (!canStand) continue;
          const after = await rowsOf(edit(text, place!), format);
          const wanted = rows.map((each) => each.cells);
          wanted[row] = cells.with(cell, value);
          expect(after.map((each) => each.cells)).toEqual(wanted);
        }
      }
    }
  });
});

test('a text that a file without quotes cannot hold has no place', async () => {
  const [, row] = await placesOf('a\tb\n1\t\n', bare, 'x\ty');
  expect(row).toEqual([undefined, undefined]);
  expect(quoteCell('"x', bare, true)).toBe('"x');
  expect(quoteCell('#x', bare, true)).toBeUndefined();
  expect(quoteCell('#x', bare, false)).toBe('#x');
});

test('a cell beyond the last one has no place', async () => {
  const file = temporaryFile('a,b\n1,2\n');
  const found = await findRows(file, comma, new Set([2]));
  expect(placeOfCell(found.get(2)!, 2, 'x', comma)).toBeUndefined();
});

test('the text around a place is of its own lines and at most 100 characters', async () => {
  const [, row] = await placesOf(`a,b,c\n"${'y'.repeat(150)}\nzz",,${'w'.repeat(150)}\n`, comma);
  expect(row?.[1]).toMatchObject({ before: 'zz",', after: `,${'w'.repeat(99)}`, start: { line: 2, character: 4 } });
});

test('a file is read no further than to the last row that is asked for', async () => {
  const file = temporaryFile(`a,b\n1,\n${'2,3\n'.repeat(100_000)}"never closed`);
  const found = await findRows(file, comma, new Set([2]));
  expect(found.get(2)).toMatchObject({ line: 1, cells: ['1', ''] });
});
