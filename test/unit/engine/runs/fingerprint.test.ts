import { createHash, randomBytes } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fingerprintFile } from '../../../../engine/runs/fingerprint.ts';
import { temporaryFile } from '../files/temporaryFile.ts';
import { atReads } from '../files/atReads.ts';

test.each([0, 1, (1 << 20) - 1, 1 << 20, (1 << 21) + 7])(
  'of %i bytes it is their number and their SHA-256',
  async (length) => {
    const content = randomBytes(length);
    const sha256 = createHash('sha256').update(content).digest('hex');
    expect(await fingerprintFile(temporaryFile(content))).toEqual({ bytes: length, sha256 });
  },
);

test('a file that grows as fast as it is read comes to an end', async () => {
  const file = temporaryFile(randomBytes(1 << 20));
  const end = await atReads(file, 'before', () => {
    appendFileSync(file, randomBytes(1 << 20));
  });
  expect((await fingerprintFile(file)).bytes).toBe(1 << 21);
  expect(end()).toBe(2);
});
