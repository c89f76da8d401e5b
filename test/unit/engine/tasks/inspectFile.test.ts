import { describe, expect, test } from 'vitest';
import { inspectFile } from '../../../../engine/tasks/inspectFile.ts';
import type { TableInspection } from '../../../../engine/protocol.ts';
import { temporaryFile } from '../files/temporaryFile.ts';

const inspect = (content: string, extension = '.csv', config: Parameters<typeof inspectFile>[1] = {}) =>
  inspectFile(temporaryFile(content, extension), config);

const rows = (count: number, row: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => row(index)).join('\n');
const digits = rows(
  30,
  (row) => `${Array.from({ length: 64 }, (_, pixel) => (row * pixel) % 17).join(',')},${row % 10}`,
);

describe('a table', () => {
  test('is told by columns with type, range, missing and distinct values, decimals and examples', async () => {
    const inspection = await inspect(
      '# weather\ndate,temp,sky\n2024-01-01,1.5,sun\n2024-01-02,,rain\n2024-01-03,-2.25,sun\n',
    );
    expect(inspection).toMatchObject({ kind: 'table', rows: 3, delimiter: ',', header: true, comments: 1, bytes: 81 });
    expect((inspection as TableInspection).columns).toEqual([
      {
        name: 'date',
        type: 'timestamp',
        min: Date.UTC(2024, 0, 1),
        max: Date.UTC(2024, 0, 3),
        missing: 0,
        examples: ['2024-01-01', '2024-01-02', '2024-01-03'],
        problems: [],
      },
      {
        name: 'temp',
        type: 'number',
        min: -2.25,
        max: 1.5,
        missing: 1,
        distinct: 2,
        decimals: 2,
        examples: ['1.5', '-2.25'],
        problems: [],
      },
      {
        name: 'sky',
        type: 'category',
        missing: 0,
        distinct: 2,
        meanCharacters: 10 / 3,
        longestCharacters: 4,
        examples: ['sun', 'rain'],
        problems: [],
      },
    ]);
  });

  test('with a time is for a forecast, and says why', async () => {
    expect(await inspect('date,x\n2024-01-01,1\n2024-01-02,2\n')).toMatchObject({
      proposedTask: 'forecast',
      why: "'date' is a time and 1 column holds numbers.",
    });
  });

  test('of many numbers with small integers last is for classification, with a header or without', async () => {
    const why = "'column65' looks like a label with 10 classes, the 64 other numbers of a row like a sequence.";
    expect(await inspect(digits)).toMatchObject({ proposedTask: 'classification', why });
    const header = [...Array.from({ length: 64 }, (_, pixel) => `p${pixel}`), 'digit'].join(',');
    expect(await inspect(`${header}\n${digits}`)).toMatchObject({ proposedTask: 'classification' });
  });

  test('of four numbers and a named category is for classification; of fewer for a forecast', async () => {
    const flowers = `a,b,c,d,species\n${rows(20, (row) => `${row},${row % 3},${row % 5},${row % 7},${row % 2 ? 'x' : 'y'}`)}`;
    expect((await inspect(flowers)).proposedTask).toBe('classification');
    expect((await inspect(`a,b\n${rows(20, (row) => `${row % 3},${row % 2}`)}`)).proposedTask).toBe('forecast');
  });

  test('of texts and their labels is for telling texts apart', async () => {
    const messages = rows(400, (row) => `${row % 2 ? 'ham' : 'spam'}\tmessage ${row}`);
    expect(await inspect(messages, '.tsv')).toMatchObject({ kind: 'table', proposedTask: 'textClassification' });
  });

  test('without a column of numbers or labels is learned as text, unless its columns are asked for', async () => {
    const messages = rows(400, (row) => `from ${row}\tmessage ${row}\tnote ${row}`);
    expect(await inspect(messages, '.tsv')).toMatchObject({
      kind: 'text',
      proposedTask: 'languageModel',
      why: 'No column holds numbers, so the file is learned as text; if one should, see how the columns are cut.',
    });
    expect((await inspect(messages, '.tsv', { data: { targets: ['column1'] } })).kind).toBe('table');
    expect((await inspect(messages, '.tsv', { task: 'forecast' })).kind).toBe('table');
    const grouped = rows(400, (row) => `message ${row}\t1,${100 + row}.5`);
    expect((await inspect(grouped, '.tsv')).kind).toBe('table');
  });
});

describe('a text', () => {
  test('is counted in code points and lines, CRLF as one symbol', async () => {
    const text = 'añ😀\r\nb\r\n';
    expect(await inspect(text, '.txt')).toMatchObject({
      kind: 'text',
      proposedTask: 'languageModel',
      symbols: 6,
      distinct: 5,
      lines: 2,
    });
  });

  test('counts its symbols as they will be learned, in lower case when the config says so', async () => {
    expect(await inspect('AaBb', '.txt', { data: { lowercase: true } })).toMatchObject({ distinct: 2 });
  });

  test('of columns beyond doubt is a table', async () => {
    expect(
      (
        await inspect(
          rows(8, (row) => `2024-01-0${row + 1}\t${row}`),
          '.txt',
        )
      ).kind,
    ).toBe('table');
    expect((await inspect('One, two\nthree\nfour, five, six\n', '.txt')).kind).toBe('text');
    expect(
      (
        await inspect(
          rows(20, (row) => `name${row}`),
          '.txt',
        )
      ).kind,
    ).toBe('text');
  });

  test('that is a table too tells its columns, whose texts may be learned instead', async () => {
    const messages = rows(400, (row) => `${row % 2 ? 'ham' : 'spam'}\tmessage ${row}`);
    const columns = [
      { name: 'column1', type: 'category', distinct: 2 },
      { name: 'column2', type: 'text' },
    ];
    const asText = { kind: 'text', proposedTask: 'languageModel' };
    expect(await inspect(messages, '.tsv', { task: 'languageModel' })).toMatchObject({ ...asText, columns });
    const asTable = { task: 'languageModel', data: { text: 'column2' } };
    expect(await inspect(messages, '.tsv', asTable)).toMatchObject({ kind: 'table', columns });
    // Nobody asks which task, and none of the others fits.
    const notes = rows(400, (row) => `from ${row}\tmessage ${row}\tnote ${row}`);
    const three = [{ type: 'text' }, { type: 'text' }, { type: 'text' }];
    expect(await inspect(notes, '.tsv')).toMatchObject({ ...asText, columns: three });
    expect(await inspect('One, two\nthree\nfour, five, six\n', '.txt')).not.toHaveProperty('columns');
    const torn = await inspect('a,b\n1,"2\n3,4\n', '.csv', { task: 'languageModel' });
    expect(torn).toMatchObject(asText);
    expect(torn).not.toHaveProperty('columns');
  });

  test('is what other files are, and what the task says', async () => {
    expect((await inspect('{"a": 1}', '.json')).kind).toBe('text');
    expect((await inspect('a,b\n1,2\n', '.csv', { task: 'languageModel' })).kind).toBe('text');
    expect((await inspect('a,b\n1,2\n3,4\n', '.md', { task: 'forecast' })).kind).toBe('table');
  });

  test('of no symbols at all is an error', async () => {
    await expect(inspect('\ufeff', '.txt')).rejects.toThrow('is empty; give a file with data');
  });
});
