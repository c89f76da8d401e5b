import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { InputError } from '../../../engine/errors.ts';
import { ScratchFile, sweepScratchFiles } from '../../../engine/scratchFile.ts';

test('what is appended is read from any byte on, into shared memory too, and no file is to be seen', () => {
  const file = new ScratchFile();
  expect(file.append(Float64Array.of(1, 2, 3))).toBe(0);
  expect(file.append(Float32Array.of(4, 5))).toBe(24);
  const doubles = new Float64Array(2);
  file.read(doubles, 8);
  expect([...doubles]).toEqual([2, 3]);
  const shared = new Float32Array(new SharedArrayBuffer(16), 4, 3).fill(9);
  file.read(shared, 24);
  // As far as the file goes.
  expect([...shared]).toEqual([4, 5, 9]);
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith('rnn-studio-scratch-'))).toEqual([]);
});

test('a folder that cannot be written to is named, with the way out', () => {
  vi.stubEnv('TMPDIR', '/no/such/folder');
  try {
    expect(() => new ScratchFile()).toThrow(InputError);
    expect(() => new ScratchFile()).toThrow(
      /^data that is too large for memory cannot be written to \/no\/such\/folder: ENOENT.*set TMPDIR to another folder$/,
    );
  } finally {
    vi.unstubAllEnvs();
  }
});

test('names that killed processes have left are swept, and what is not ours stays', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rnn-scratch-'));
  vi.stubEnv('TMPDIR', folder);
  try {
    const file = new ScratchFile();
    for (const name of [`rnn-studio-scratch-${randomUUID()}`, 'rnn-studio-scratch-mine', 'other']) {
      writeFileSync(join(folder, name), '');
    }
    await sweepScratchFiles();
    expect(readdirSync(folder).sort()).toEqual(['other', 'rnn-studio-scratch-mine']);
    expect(file.append(Float64Array.of(1))).toBe(0);
  } finally {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  }
});
