import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { InputError } from '../../../../../engine/errors.ts';
import { readConfig } from '../../../../../engine/tasks/config/readConfig.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnn-config-'));
  file = join(folder, 'run.json');
});
afterEach(() => rm(folder, { recursive: true }));

const read = async (content: string | Uint8Array): ReturnType<typeof readConfig> => {
  await writeFile(file, content);
  return readConfig(file);
};

describe('reading a run config', () => {
  test('the data file is found from the config, comments and a BOM are allowed, $schema is left out', async () => {
    expect(
      await read('\ufeff{ "$schema": "x", /* ours */ "data": { "file": "../a.csv" }, "task": "forecast" }'),
    ).toEqual({
      data: { file: join(folder, '..', 'a.csv') },
      task: 'forecast',
    });
    expect(await read('{}')).toEqual({});
  });

  test('all that is wrong is listed in the order of the file, each with line and column', async () => {
    const lines = ['{', '  "task": "forcast",', '  "model": { "hidenSize": 3,', '    "numLayers": 0 }', '}'];
    const error = await read(lines.join('\r\n')).catch((thrown: unknown) => thrown as InputError);
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).place).toEqual({ file, line: 2, column: 11 });
    expect((error as InputError).message.split('\n')).toEqual([
      expect.stringMatching(/run\.json:2:11: task: "forcast" is not one of .*; did you mean 'forecast'\?$/),
      expect.stringMatching(/run\.json:3:14: unknown key 'hidenSize'; did you mean 'hiddenSize'\?$/),
      expect.stringMatching(/run\.json:4:18: model\.numLayers: 0 is not valid: too small/),
    ]);
  });

  test.each<readonly [string, string | Uint8Array, RegExp]>([
    ['a key of another part', '{"epochs": 3}', /:1:2: unknown key 'epochs'; did you mean 'training\.epochs'\?$/],
    ['a key like no other', '{"colour": 3}', /:1:2: unknown key 'colour'; known here are .*task, data, model/],
    [
      'a comma too many',
      '{"task": "forecast",\n "model": {"cell": "gru",}}',
      /:2:26: not valid JSON: property name expected/,
    ],
    ['an end too early', '{"task": "forecast"', /:1:20: not valid JSON: close brace expected before the end$/],
    ['an empty file', ' \n', /: is empty/],
    ['a list', '[1]', /:1:1: expected object, received array$/],
    ['a half number', '{"training": {"epochs": 1.5}}', /:1:25: training\.epochs: 1\.5 is not valid/],
    ['an empty list', '{"data": {"targets": []}}', /:1:22: data\.targets: too small/],
    ['Latin-1', new Uint8Array([0x7b, 0xe9, 0x7d]), /is not UTF-8 text/],
  ])('%s is refused where it stands', async (_, content, message) => {
    await expect(read(content)).rejects.toThrow(message);
    await expect(read(content)).rejects.toBeInstanceOf(InputError);
  });

  test('a folder and a missing file are named', async () => {
    await expect(readConfig(folder)).rejects.toThrow(`${folder}: is a folder`);
    await expect(readConfig(join(folder, 'no.json'))).rejects.toThrow('no.json: does not exist');
  });
});
