import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../../engine/errors.ts';
import { identifyAtRest, identifyFile } from '../../../../engine/files/fileIdentity.ts';
import { whileUnchanged } from '../../../../engine/files/whileUnchanged.ts';
import { temporaryFile } from './temporaryFile.ts';
import { changes } from './changes.ts';

const content = 'x\n1\n2\n';

test('what was read of a file that stays as it is comes back, with its identity, and so do failures', async () => {
  const file = temporaryFile(content);
  const read = whileUnchanged(file, async (identity) => ({ identity, text: await readFile(file, 'utf8') }));
  expect(await read).toEqual({ identity: await identifyFile(file), text: content });
  const failing = whileUnchanged(file, () => Promise.reject(new InputError('has no rows', { file })));
  await expect(failing).rejects.toThrow(`${file}: has no rows`);
});

describe.each(changes)('a file that is $name', ({ happen, message }) => {
  test('while it is read is refused, though the reading went well', async () => {
    const file = temporaryFile(content);
    const read = whileUnchanged(file, async () => {
      const text = await readFile(file, 'utf8');
      happen(file);
      return text;
    });
    await expect(read).rejects.toThrow(message);
    await expect(read).rejects.toBeInstanceOf(InputError);
  });

  test('while it is read is told instead of what the reader stumbled over', async () => {
    const file = temporaryFile(content);
    const read = whileUnchanged(file, () => {
      happen(file);
      return Promise.reject(new Error('the row has one cell'));
    });
    await expect(read).rejects.toThrow(message);
  });

  test('between an earlier look and the reading is refused', async () => {
    const file = temporaryFile(content);
    const before = await identifyAtRest(file);
    happen(file);
    await expect(whileUnchanged(file, () => Promise.resolve(1), before)).rejects.toThrow(message);
  });
});
