import { execFileSync } from 'node:child_process';
import { linkSync, mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { identifyAtRest, identifyFile, identityKey, isSameFile } from '../../../../engine/files/fileIdentity.ts';
import { temporaryFile, temporaryFolder } from './temporaryFile.ts';
import { posixOnly } from '../../../skipUnless.ts';
import { changes } from './changes.ts';

test('a file left alone is the same, under each of its names', async () => {
  const file = temporaryFile('x\n1\n');
  const [one, other] = [await identifyFile(file), await identifyFile(file)];
  expect(identityKey(one)).toBe(identityKey(other));
  linkSync(file, join(temporaryFolder, 'another name'));
  expect(isSameFile(await identifyFile(join(temporaryFolder, 'another name')), one)).toBe(true);
  expect(isSameFile(await identifyFile(temporaryFile('x\n1\n')), one)).toBe(false);
});

const lasting = changes.filter(({ name }) => name !== 'deleted');
test.each(lasting)('a file at rest that is then $name has another identity at once', async ({ happen }) => {
  const file = temporaryFile('x\n1\n2\n');
  for (let round = 0; round < 20; round++) {
    writeFileSync(file, 'x\n1\n2\n');
    const before = await identifyAtRest(file);
    happen(file);
    expect(identityKey(await identifyFile(file))).not.toBe(identityKey(before));
  }
});

test('times that are set back do not hide a change', posixOnly, async () => {
  const file = temporaryFile('x\n1\n');
  utimesSync(file, 1e9, 1e9);
  const before = await identifyAtRest(file);
  writeFileSync(file, 'x\n2\n');
  utimesSync(file, 1e9, 1e9);
  const after = await identifyFile(file);
  expect([after.size, after.mtimeNs]).toEqual([before.size, before.mtimeNs]);
  expect(identityKey(after)).not.toBe(identityKey(before));
});

test('what is missing, a folder or no file at all is refused', async () => {
  await expect(identifyFile(join(temporaryFolder, 'none.csv'))).rejects.toThrow('none.csv: does not exist');
  const empty = mkdtempSync(join(temporaryFolder, 'empty-'));
  await expect(identifyFile(empty)).rejects.toThrow('is a folder without PNG or PGM pictures; give a file in it');
});

test('a pipe and a device, which give what they hold once, are refused', posixOnly, async () => {
  const pipe = join(temporaryFolder, 'pipe');
  execFileSync('/usr/bin/env', ['mkfifo', pipe]);
  for (const file of [pipe, '/dev/zero']) {
    await expect(identifyFile(file)).rejects.toThrow(`${file}: is a pipe or a device`);
  }
});
