import { describe, expect, test } from 'vitest';
import { inspectFile } from '../../../../../../engine/tasks/inspectFile.ts';
import { temporaryFile } from '../../../files/temporaryFile.ts';
import { completeFile } from '../../completeFile.ts';
import { sequenceTable } from './sequenceTable.ts';

describe('a table is taken for sequences with a label', () => {
  test('where rows of an id stand together and have the label in common', async () => {
    expect(await inspectFile(temporaryFile(sequenceTable(40)), {})).toMatchObject({
      proposedTask: 'classification',
      why: "The rows with the same 'id' are 40 sequences of up to 4 rows, each with one 'label', of 2 classes.",
    });
  });

  test('where the format says it', async () => {
    const lines = Array.from({ length: 30 }, (_, at) => `{"sequence":[[${at},2],[3,4]],"label":"${at % 3}"}`);
    expect(await inspectFile(temporaryFile(lines.join('\n'), '.jsonl'), {})).toMatchObject({
      proposedTask: 'classification',
      columns: [{ role: 'sequence' }, { role: 'value' }, { role: 'value' }, { role: 'label', distinct: 3 }],
      why: "The rows with the same 'sequence' are 30 sequences of up to 2 rows, each with one 'label', of 3 classes.",
    });
  });
});

describe('a table is not taken for sequences', () => {
  const groupOf = async (content: string, data = {}): Promise<unknown> => {
    const file = temporaryFile(content);
    const { config } = await completeFile(file, { task: 'classification', data: { ...data, file } });
    return (config.data as unknown as { group: unknown }).group;
  };
  const rows = (line: (row: number) => string): string =>
    `id,a,b,c,d,label\n${Array.from({ length: 80 }, (_, row) => line(row)).join('\n')}\n`;

  test.each([
    ['every row has an id of its own', (row: number) => `${row},1,2,3,${row % 7},${row % 2 ? 'x' : 'y'}`],
    ['ids return', (row: number) => `${row % 10},1,2,3,${row % 7},${row % 2 ? 'x' : 'y'}`],
    ['the label changes within an id', (row: number) => `${row >> 2},1,2,3,${row % 7},${row % 2 ? 'x' : 'y'}`],
  ])('where %s', async (_, line) => {
    expect(await groupOf(rows(line))).toBe(null);
  });

  test('where the config says that a row is one', async () => {
    const together = rows((row) => `${row >> 2},1,2,3,${row % 7},${(row >> 2) % 2 ? 'x' : 'y'}`);
    expect([await groupOf(together), await groupOf(together, { group: null })]).toEqual(['id', null]);
  });
});
