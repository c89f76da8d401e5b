import { expect, test } from 'vitest';
import { readTable } from '../../../../../engine/files/readTable.ts';
import { temporaryFile } from '../temporaryFile.ts';

test('a line of more than 10,000 cells is no table, and the message says how many there are', async () => {
  const file = temporaryFile(`${','.repeat(10_000)}\n`.repeat(2));
  await expect(readTable(file)).rejects.toThrow(/:1: has 10001 columns, and a table may have 10000; leave some out/);
});
