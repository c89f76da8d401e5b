import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readLines } from '../../../../../engine/runs/journal/readLines.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnn-lines-'));
});
afterEach(() => rm(folder, { recursive: true }));

const linesOf = async (text: string): Promise<string[]> => {
  const file = join(folder, 'lines');
  await writeFile(file, text);
  const lines: string[] = [];
  for await (const line of readLines(file)) lines.push(line);
  return lines;
};

test('whole lines are given as they stand, the rest of a cut one is left out', async () => {
  expect(await linesOf('')).toEqual([]);
  expect(await linesOf('a\n\nb\u2028ä\r\n')).toEqual(['a', '', 'b\u2028ä\r']);
  expect(await linesOf('a\nb')).toEqual(['a']);
});

test('lines and characters across the pieces of a file are put together', async () => {
  const lines = Array.from({ length: 3000 }, (_, index) => `${index} ${'äöü'.repeat(index % 100)}`);
  expect(await linesOf(lines.map((line) => `${line}\n`).join(''))).toEqual(lines);
});

test('a line of 40 MB, which is none of ours, is left out', async () => {
  expect(await linesOf(`a\n${'x'.repeat(40_000_000)}\nb\n`)).toEqual(['a', 'b']);
});
