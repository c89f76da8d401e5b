import { rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../../engine/errors.ts';
import { identifyData, identifyDataAtRest } from '../../../../engine/files/dataIdentity.ts';
import { whileUnchanged } from '../../../../engine/files/whileUnchanged.ts';
import { arrayFolder } from './arrays/arrayFolder.ts';
import { changes } from './changes.ts';
import { temporaryFile } from './temporaryFile.ts';

const content = 'x\n1\n2\n';

test('what was read of a file that stays as it is comes back, with its identity, and so do failures', async () => {
  const file = temporaryFile(content);
  const read = whileUnchanged(file, async (identity) => ({ identity, text: await readFile(file, 'utf8') }));
  expect(await read).toEqual({ identity: await identifyData(file), text: content });
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
    const before = await identifyDataAtRest(file);
    happen(file);
    await expect(whileUnchanged(file, () => Promise.resolve(1), { since: before })).rejects.toThrow(message);
  });
});

describe.each([
  ['X_train.npy', 'y_train.npy'],
  ['t-images-idx3-ubyte', 't-labels-idx1-ubyte'],
] as const)('the labels beside %s', (name, labels) => {
  const place = (): { readonly file: string; readonly besides: string } => {
    const at = arrayFolder({ [name]: new Uint8Array(9), [labels]: new Uint8Array(9) });
    return { file: at(name), besides: at(labels) };
  };

  test.each(changes)('that are $name while the file is read are refused by their own name', async (change) => {
    const { file, besides } = place();
    const read = whileUnchanged(file, async () => {
      change.happen(besides);
    });
    await expect(read).rejects.toThrow(change.message);
    await expect(read).rejects.toThrow(labels);
  });

  test('that come while the file is read are refused', async () => {
    const { file, besides } = place();
    rmSync(besides);
    const read = whileUnchanged(file, async () => {
      writeFileSync(besides, 'new');
    });
    await expect(read).rejects.toThrow(`${besides}: came while ${name} was read, with which it is read; try again`);
  });
});
