import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TableReader } from '../../../../engine/files/tableReader.ts';
import { tableReaders } from '../../../../engine/files/tableReaders.ts';
import { inspectFile } from '../../../../engine/tasks/inspectFile.ts';
import { planRun } from '../../../../engine/training/planRun.ts';
import { temporaryFile } from './temporaryFile.ts';
import { toyFormat } from './toyFormat.ts';

// One line in the registry is all that the rest of the product has of a format.
const registry = tableReaders as TableReader[];
beforeAll(() => {
  registry.push(toyFormat);
});
afterAll(() => {
  registry.splice(registry.indexOf(toyFormat), 1);
});

const lines = Array.from({ length: 200 }, (_, row) => `load=${Math.sin(row / 4).toFixed(3)} wind=${(row * 37) % 11}`);

test.each(['.pairs', '.txt'])(
  'a format of one file and one line in the registry is inspected and prepared as %s',
  async (extension) => {
    const file = temporaryFile(lines.join('\n'), extension);
    const inspection = await inspectFile(file, {});
    expect(inspection).toMatchObject({
      kind: 'table',
      rows: 200,
      columns: [
        { name: 'load', type: 'number' },
        { name: 'wind', type: 'number', max: 10 },
      ],
      proposedTask: 'forecast',
    });
    const { data } = await planRun({ file, config: { data: { targets: ['load'] } } });
    expect(data.rows?.count).toBe(200);
    expect(data.splits.train.length).toBeGreaterThan(50);
  },
);

test('its errors are those of any file', async () => {
  const file = temporaryFile('load=1\nload\n', '.pairs');
  await expect(inspectFile(file, {})).rejects.toThrow(`${file}:2: 'load' is no pair; write name=value`);
});
