import { describe, expect, test } from 'vitest';
import { inspectFile } from '../../../../../../engine/tasks/inspectFile.ts';
import { floats, npyBytes, zipBytes } from '../../../files/arrays/arrayBytes.ts';
import { temporaryFile } from '../../../files/temporaryFile.ts';
import { amountTable, remarkTable } from '../numberTables.ts';

const taskOf = async (content: string | Uint8Array, extension = '.csv'): Promise<{ task: string; why: string }> => {
  const { proposedTask: task, why } = await inspectFile(temporaryFile(content, extension), {});
  return { task, why };
};

describe('a table is taken for sequences with numbers', () => {
  test('where rows of an id have an amount in common', async () => {
    expect(await taskOf(amountTable(60))).toEqual({
      task: 'regression',
      why: "The rows with the same 'id' are 60 sequences of up to 4 rows, each with one 'amount', of too many different values for labels.",
    });
  });

  test('where lines of sequences have a target, or a list of them', async () => {
    const lines = (target: (at: number) => unknown): string =>
      Array.from({ length: 30 }, (_, at) =>
        JSON.stringify({
          sequence: [
            [at, 2],
            [3, 4],
          ],
          target: target(at),
        }),
      ).join('\n');
    expect(
      (
        await taskOf(
          lines((at) => at / 8),
          '.jsonl',
        )
      ).task,
    ).toBe('regression');
    const { task, why } = await taskOf(
      lines((at) => [at / 8, at]),
      '.jsonl',
    );
    expect([task, why]).toEqual(['regression', expect.stringContaining("each with one 'target1' and 'target2'")]);
    expect(
      (
        await taskOf(
          lines((at) => at % 3),
          '.jsonl',
        )
      ).task,
    ).toBe('classification');
  });

  test('where an array has labels that are no classes', async () => {
    const archive = (y: Buffer): Buffer =>
      zipBytes({
        'X.npy': npyBytes("'<f4'", [60, 2, 1], floats(...Array.from({ length: 120 }, (_, at) => at))),
        'y.npy': y,
      });
    const real = npyBytes("'<f4'", [60], floats(...Array.from({ length: 60 }, (_, at) => at / 3)));
    expect((await taskOf(archive(real), '.npz')).task).toBe('regression');
    const classes = npyBytes(
      "'|u1'",
      [60],
      Uint8Array.from({ length: 60 }, (_, at) => at % 4),
    );
    expect((await taskOf(archive(classes), '.npz')).task).toBe('classification');
  });

  test('where texts have a score', async () => {
    const { task, why } = await taskOf(remarkTable(120));
    expect(task).toBe('regression');
    expect(why).toMatch(/^'remark' holds texts \(\d+ characters on average\), 'score' numbers with too many different/);
  });

  test('where a long row has a target', async () => {
    const header = Array.from({ length: 16 }, (_, at) => `p${at}`).join(',');
    const rows = Array.from(
      { length: 60 },
      (_, row) => `${Array.from({ length: 16 }, (__, at) => (row * at) % 5).join(',')},${row / 7}`,
    );
    const { task, why } = await taskOf(`${header},target\n${rows.join('\n')}\n`);
    expect([task, why]).toEqual(['regression', expect.stringContaining('what the 16 other numbers of a row come to')]);
  });
});

describe('a table is not taken for them', () => {
  test('where the numbers are those of a few classes', async () => {
    expect((await taskOf(amountTable(60, (id) => String(id % 3)))).task).not.toBe('regression');
    expect((await taskOf(amountTable(60, (id) => String(id % 3)).replace('amount', 'label'))).task).toBe(
      'classification',
    );
    expect((await taskOf(remarkTable(120, (row) => String(row % 5)))).task).toBe('textClassification');
  });

  test('where it has times, or names beside many numbers', async () => {
    const day = (row: number): string => new Date(86_400_000 * row).toISOString().slice(0, 10);
    const series = Array.from({ length: 80 }, (_, row) => `${day(row)},${row / 3}`);
    expect((await taskOf(`day,target\n${series.join('\n')}\n`)).task).toBe('forecast');
    const places = Array.from({ length: 80 }, (_, row) => `place ${row},${row / 3},${row * 2}`);
    expect((await taskOf(`place,width,height\n${places.join('\n')}\n`)).task).not.toBe('regression');
    const named = Array.from({ length: 80 }, (_, row) => `n${row},${row / 3}`);
    expect((await taskOf(`id,value\n${named.join('\n')}\n`)).task).toBe('forecast');
  });
});
