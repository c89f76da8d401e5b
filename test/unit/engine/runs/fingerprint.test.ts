import { createHash, randomBytes } from 'node:crypto';
import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findChangedFile, fingerprintData } from '../../../../engine/runs/fingerprint.ts';
import { temporaryFile } from '../files/temporaryFile.ts';
import { arrayFolder } from '../files/arrays/arrayFolder.ts';
import { atReads } from '../files/atReads.ts';

test.each([0, 1, (1 << 20) - 1, 1 << 20, (1 << 21) + 7])(
  'of %i bytes it is their number and their SHA-256',
  async (length) => {
    const content = randomBytes(length);
    const sha256 = createHash('sha256').update(content).digest('hex');
    expect(await fingerprintData(temporaryFile(content))).toEqual({ bytes: length, sha256 });
  },
);

test('a file that grows as fast as it is read comes to an end', async () => {
  const file = temporaryFile(randomBytes(1 << 20));
  const end = await atReads(file, 'before', () => {
    appendFileSync(file, randomBytes(1 << 20));
  });
  expect((await fingerprintData(file)).bytes).toBe(1 << 21);
  expect(end()).toBe(2);
});

test('the files that a split names have hashes by their way from the data file, their own labels among them', async () => {
  const at = arrayFolder({
    'X.npy': new Uint8Array([1]),
    'X_test.npy': new Uint8Array([2]),
    'y_test.npy': new Uint8Array([3]),
  });
  const file = at('X.npy');
  const others = [at('X_test.npy')];
  const before = await fingerprintData(file, others);
  expect(Object.keys(before.beside ?? {})).toEqual(['X_test.npy', 'y_test.npy']);
  expect(findChangedFile(file, before, await fingerprintData(file, others))).toBeUndefined();
  writeFileSync(at('y_test.npy'), 'other');
  expect(findChangedFile(file, before, await fingerprintData(file, others))).toBe('y_test.npy');
  const elsewhere = temporaryFile('a');
  expect(Object.keys((await fingerprintData(file, [elsewhere])).beside ?? {})[0]).toMatch(/^\.\.\/.*file\d+\.csv$/);
});

test('the labels read along with a file have a hash of their own, and what changed is named', async () => {
  const at = arrayFolder({ 'X.npy': new Uint8Array([1]), 'y.npy': new Uint8Array([2]) });
  const before = await fingerprintData(at('X.npy'));
  const sha256 = createHash('sha256')
    .update(new Uint8Array([2]))
    .digest('hex');
  expect(before).toMatchObject({ bytes: 1, beside: { 'y.npy': sha256 } });
  expect(findChangedFile(at('X.npy'), before, await fingerprintData(at('X.npy')))).toBeUndefined();
  writeFileSync(at('y.npy'), 'other');
  expect(findChangedFile(at('X.npy'), before, await fingerprintData(at('X.npy')))).toBe('y.npy');
  rmSync(at('y.npy'));
  expect(findChangedFile(at('X.npy'), before, await fingerprintData(at('X.npy')))).toBe('y.npy');
  writeFileSync(at('X.npy'), 'other');
  expect(findChangedFile(at('X.npy'), before, await fingerprintData(at('X.npy')))).toBe('X.npy');
});
