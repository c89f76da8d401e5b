import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { Workspace } from './rnnStudio.ts';

const workspace = new Workspace();

const table = (rows: number, row: (index: number) => string): string =>
  `day,value\n${Array.from({ length: rows }, (_, index) => `${row(index)}\n`).join('')}`;
const series = (rows: number, exceptions: Readonly<Record<number, string>> = {}): string =>
  table(rows, (index) => `${index},${exceptions[index] ?? (index % 7) + 0.5}`);

/** Training must be refused for the input's fault, with this message, and leave nothing behind. */
const expectRefusal = async (message: RegExp, ...args: readonly string[]): Promise<void> => {
  const before = await readdir(workspace.folder, { recursive: true });
  const { code, stdout, stderr } = await workspace.run('train', ...args, '--json');
  expect(stderr).toMatch(message);
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({ event: 'error', isInputError: true });
  expect(await readdir(workspace.folder, { recursive: true })).toEqual(before);
};

describe('files that cannot be trained on', () => {
  test.each<readonly [string, string | Uint8Array, RegExp, ...string[]]>([
    ['empty.csv', '', /^rnn-studio: empty\.csv: is empty/],
    ['header.csv', 'day,value\n', /header\.csv:1: has a header but no rows/],
    ['ragged.csv', series(60, { 16: '1,2' }), /ragged\.csv:18:\d+: the row has 3 cells/],
    ['text.csv', series(9500, { 8999: 'n/a' }), /text\.csv:9001:6: 'n\/a' is not a number in column value/],
    ['nan.csv', series(100, { 40: 'NaN' }), /nan\.csv:42:4: 'NaN' is not a number in column value/],
    ['infinite.csv', series(100, { 40: 'inf' }), /infinite\.csv:42:4: 'inf' is not a number in column value/],
    ['constant.csv', table(100, (index) => `${index},5`), /constant\.csv: .*'value' is 5 in every row/],
    ['long.csv', series(200), /window 500 .* 200 rows/, '--set', 'data.window=500'],
    ['column.csv', series(200), /no column 'valu'; did you mean 'value'\?/, '--set', 'data.targets=valu'],
    ['binary.csv', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 1, 2]), /binary\.csv: is a binary file/],
    [
      'latin1.csv',
      new Uint8Array(Buffer.from('day,value\n1,2\n3,caf\xe9\n', 'latin1')),
      /latin1\.csv:3:6: is not UTF-8/,
    ],
    ['latin1.txt', new Uint8Array(Buffer.from('one\ncaf\xe9\n', 'latin1')), /latin1\.txt:2:4: is not UTF-8/],
    [
      'class.csv',
      `a,b,label\n${'1,2,yes\n2,1,yes\n'.repeat(40)}`,
      /'label' has one class only/,
      '--task',
      'sequence-classification',
    ],
  ])('%s is refused with its place', async (name, content, message, ...options) => {
    await writeFile(workspace.path(name), content);
    await expectRefusal(message, name, ...options);
  });

  test('a folder and a missing file are named', async () => {
    await mkdir(workspace.path('folder'));
    await expectRefusal(/^rnn-studio: folder: is a folder/, 'folder');
    await expectRefusal(/^rnn-studio: nowhere\.csv: does not exist/, 'nowhere.csv');
  });
});

describe('configs that cannot be used', () => {
  test('every misspelt key and wrong value has its line and column, and what was meant', async () => {
    const lines = ['{', '  "task": "forcast",', '  "model": { "hidenSize": 3,', '    "numLayers": 0 }', '}'];
    await writeFile(workspace.path('run.json'), lines.join('\n'));
    await expectRefusal(
      /^rnn-studio: run\.json:2:11: task: "forcast" is not one of .*; did you mean 'forecast'\?\nrun\.json:3:14: unknown key 'hidenSize'; did you mean 'hiddenSize'\?\nrun\.json:4:18: model\.numLayers: 0 /,
      ...['weather.csv', '--config', 'run.json'],
    );
  });

  test('a key in the wrong place names the right one', async () => {
    await writeFile(workspace.path('run.json'), '{"epochs": 3}');
    await expectRefusal(/run\.json:1:2: .*did you mean 'training\.epochs'\?/, 'weather.csv', '--config', 'run.json');
  });

  test.each([
    ['{"task": "forecast",\n "model": {,}}', /run\.json:2:12: not valid JSON: property name expected at ','/],
    ['', /run\.json: is empty/],
    ['[1]', /run\.json:1:1: expected object, received array/],
  ])('%j is no config', async (text, message) => {
    await writeFile(workspace.path('run.json'), text);
    await expectRefusal(message, 'weather.csv', '--config', 'run.json');
  });

  test.each([
    ['model.hidenSize=3', "--set model.hidenSize=3: unknown key 'hidenSize'; did you mean 'hiddenSize'?"],
    ['model.hiddenSize=big', '--set model.hiddenSize=big: "big" is not valid: expected number'],
    ['model.hiddenSize', '--set model.hiddenSize: write --set field=value'],
  ])('--set %s is named', async (setting, message) => {
    const { code, stderr } = await workspace.run('train', 'weather.csv', '--set', setting);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});

describe('places that cannot be written', () => {
  test('a folder for runs that cannot be made is refused before training', async () => {
    const out = 'airline-passengers.csv/runs';
    await expectRefusal(/no run folder can be made here/, 'weather.csv', '--out', out);
  });

  test('a file for predictions that cannot be written is the fault of the input', async () => {
    const { run } = await workspace.train('airline-passengers.csv', '--set', 'training.epochs=1');
    const args = ['predict', run, 'airline-passengers.csv', '--out', 'nowhere/predictions.csv'];
    const { code, stderr } = await workspace.run(...args);
    expect(code, stderr).toBe(2);
    expect(stderr).toContain('nowhere/predictions.csv');
  });
});

describe('words that are no command', () => {
  test.each([
    [['tran', 'weather.csv'], "unknown command 'tran'; did you mean 'train'?"],
    [['train', '--resum', 'x'], 'unknown option --resum; did you mean --resume?'],
    [['train', '--out'], '--out needs a value'],
    [['train', '--out', '--json'], '--out needs a value'],
    [['train', '--json=yes'], '--json takes no value'],
    [['train'], 'no data file; name one, or a config with data.file'],
    [['predict', 'model'], 'too few arguments; usage: rnn-studio predict MODEL FILE'],
    [['inspect', 'a', 'b'], "'b' is one argument too many"],
    [['generate', 'nothing'], "no run 'nothing' in"],
    [['generate', 'nowhere/model.safetensors'], 'nowhere/model.safetensors: does not exist'],
    [['generate', '.', '--length', 'long'], "--length: 'long' is not a number"],
    [['train', '--resume', '.', '--task', 'forecast'], '--task does not go with --resume'],
    [['train', '--resume', '.', '--set', 'model.cell=gru'], 'with --resume only training.epochs can be set'],
  ])('%j', async (words, message) => {
    const { code, stderr } = await workspace.run(...words);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });

  test('--help says what there is, without an engine', async () => {
    const { code, stdout } = await workspace.run('--help');
    expect(code).toBe(0);
    for (const name of ['inspect', 'train', 'predict', 'generate', 'evaluate']) {
      expect(stdout).toContain(`rnn-studio ${name}`);
      expect((await workspace.run(name, '--help')).stdout).toContain(`rnn-studio ${name} `);
    }
    expect((await workspace.run()).code).toBe(2);
  });
});
