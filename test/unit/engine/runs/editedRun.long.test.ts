import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRandom } from '../../../../engine/compute/random.ts';
import { InputError } from '../../../../engine/errors.ts';
import type { RunListener } from '../../../../engine/training/assembleRun.ts';
import { parseRecord } from '../../../../engine/runs/parseRecord.ts';
import { resumeRun } from '../../../../engine/training/resumeRun.ts';
import { startRun } from '../../../../engine/training/startRun.ts';
import { editRun, runEdits } from '../../../bench/survival/mutations/editRun.ts';
import { wholeRecord } from '../wholeRecord.ts';

const listener: RunListener = { report: () => undefined, setStatus: () => undefined };

let folder: string;
let run: string;
let record: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnn-edited-'));
  const file = join(folder, 'data.csv');
  await writeFile(file, `value\n${Array.from({ length: 120 }, (_, i) => `${(i * 7) % 11}\n`).join('')}`);
  const config = {
    data: { window: 6, horizon: 2 },
    model: { cell: 'lstm', hiddenSize: 4 },
    training: { epochs: 2, threads: 1, optimizer: 'adam', batchSize: 8 },
  } as const;
  const started = await startRun({ file, config, runs: join(folder, 'runs') }, listener);
  run = started.folder.path;
  await started.run.run();
  await started.session.dispose();
  await started.folder.release();
  record = await readFile(join(run, 'run.json'), 'utf8');
});
afterAll(() => rm(folder, { recursive: true }));

describe('a run.json edited by hand', () => {
  test.each(runEdits.filter(({ refused }) => refused).map((edit) => [edit.name, edit] as const))(
    '%s: is refused by the file and the field, before anything is written',
    async (_, { edit, refused }) => {
      const edited = edit(record);
      await writeFile(join(run, 'run.json'), edited);
      const resumed = await resumeRun({ run, epochs: 3 }, listener).catch((error: unknown) => error);
      expect(resumed).toBeInstanceOf(InputError);
      expect((resumed as InputError).place?.file).toBe(join(run, 'run.json'));
      expect((resumed as InputError).message).toMatch(refused as RegExp);
      expect(await readFile(join(run, 'run.json'), 'utf8')).toBe(edited);
    },
  );

  test.each(runEdits.filter(({ refused }) => !refused).map((edit) => [edit.name, edit] as const))(
    '%s: is still the run',
    async (_, { edit }) => {
      await writeFile(join(run, 'run.json'), edit(record));
      const { session, folder: resumed } = await resumeRun({ run, epochs: 3 }, listener);
      await session.dispose();
      await resumed.release();
      const { config } = parseRecord(record, 'run.json');
      expect((await resumed.readRecord()).config).toEqual({ ...config, training: { ...config.training, epochs: 3 } });
    },
  );

  test('at least 25 edits are tried', () => {
    expect(runEdits.length).toBeGreaterThanOrEqual(25);
  });
});

test('2,000 records in which anything is another thing are read, or refused with the name of the file', () => {
  const random = createRandom(9);
  let refused = 0;
  for (let count = 0; count < 2000; count++) {
    const text = editRun(wholeRecord, random);
    try {
      expect(parseRecord(text, 'a/run.json').config.training.epochs).toBeGreaterThan(0);
    } catch (error) {
      expect(error, text).toBeInstanceOf(InputError);
      expect((error as InputError).message).toMatch(/^a\/run\.json: \S/);
      expect((error as InputError).message.length).toBeLessThan(2000);
      refused += 1;
    }
  }
  expect(refused).toBeGreaterThan(1000);
});
