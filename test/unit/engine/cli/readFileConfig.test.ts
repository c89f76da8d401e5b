import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Arguments } from '../../../../engine/cli/arguments.ts';
import { configOptions, readFileConfig } from '../../../../engine/cli/readFileConfig.ts';

const read = (...words: string[]) => readFileConfig(Arguments.parse(words, configOptions));

test('of two files the first is the source and the second what it becomes, unless a setting says otherwise', async () => {
  expect(await read('data/train.de', 'data/train.en', '--task', 'translation')).toEqual({
    file: resolve('data/train.de'),
    config: { task: 'translation', data: { source: 'de', target: 'en' } },
  });
  const turned = await read('train.de', 'train.en', '--set', 'data.source=en', '--set', 'data.target=de');
  expect(turned.config.data).toEqual({ source: 'en', target: 'de' });
  expect(await read('train.de')).toEqual({ file: resolve('train.de'), config: {} });
});

test('two files that do not go together are refused by the name of the second', async () => {
  await expect(read('train.de', 'notes.txt')).rejects.toThrow('notes.txt: does not go by its name with train.de');
});

test('a run config in the place of a data file is the config, whose data it is trained on, or the file named after it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rnn-config-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'weather.rnn.json');
  const config = { model: { hiddenSize: 8 }, data: { file: 'weather.csv' } };
  await writeFile(path, JSON.stringify(config));
  const named = await read('--config', path);
  expect(named.file).toBe(join(folder, 'weather.csv'));
  expect(await read(path)).toEqual(named);
  expect(await read(path, 'other.csv')).toEqual(await read('other.csv', '--config', path));
  expect((await read(path, '--config', path)).file).toBe(path);
});

test('a folder of tables is all of them, in the order of their names', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rnn-config-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const name of ['b.csv', 'a.csv', 'c.csv']) await writeFile(join(folder, name), 'day,x\n2024-01-01,1\n');
  const file = join(folder, 'a.csv');
  expect(await read(folder)).toEqual({ file, config: { data: { moreFiles: ['b.csv', 'c.csv'] } } });
  await rm(join(folder, 'b.csv'));
  await rm(join(folder, 'c.csv'));
  expect(await read(folder)).toEqual({ file, config: {} });
});
