import { rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { planRun } from '../../../../../engine/training/planRun.ts';
import { temporaryFile } from '../../files/temporaryFile.ts';

const lines = (word: string, count: number): string => `${word} again\n`.repeat(count);

test.each(['characters', 'words'] as const)(
  'several texts are one of %s, told by name, split at its end',
  async (unit) => {
    const [first, second, third] = ['one', 'two', 'three'].map((word) => temporaryFile(lines(word, 200), '.txt'));
    const moreFiles = [second ?? '', third ?? ''].map((path) => basename(path));
    const params = { file: first ?? '', config: { data: { unit, moreFiles, seqLength: 8 } } };
    const { config, choices, data } = await planRun(params);
    expect(config.task).toBe('languageModel');
    expect(config.data).toMatchObject({ moreFiles });
    expect(choices[0]).toContain(
      `These are 3 texts, ${[first ?? '', ...moreFiles].map((path) => basename(path)).join(', ')}, read one after another`,
    );
    const all = lines('one', 200) + lines('two', 200) + lines('three', 200);
    // A line is two words and its end.
    const end = data.splits.test[1] ?? 0;
    expect(end).toBe(unit === 'characters' ? all.length : 3 * 600);
  },
);

test('one of several texts that is gone is named', async () => {
  const [first, second] = ['one', 'two'].map((word) => temporaryFile(lines(word, 100), '.txt'));
  const config = { data: { moreFiles: [basename(second ?? '')] } };
  writeFileSync(second ?? '', '');
  await expect(planRun({ file: first ?? '', config })).rejects.toThrow(`${basename(second ?? '')}: is empty`);
  rmSync(second ?? '');
  await expect(planRun({ file: first ?? '', config })).rejects.toThrow(`${basename(second ?? '')}: does not exist`);
});
