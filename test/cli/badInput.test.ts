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
  interface BadFile {
    readonly name: string;
    readonly content: string | Uint8Array;
    readonly message: RegExp;
    readonly options?: readonly string[];
  }
  const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');

  test.each<BadFile>([
    { name: 'empty.csv', content: '', message: /^rnn-studio: empty\.csv: is empty/ },
    { name: 'header.csv', content: 'day,value\n', message: /header\.csv:1: has a header but no rows/ },
    {
      name: 'ragged.csv',
      content: series(60, { 16: '1,2' }),
      message: /ragged\.csv:18:\d+: the row has 3 cells/,
    },
    {
      name: 'text.csv',
      content: series(9500, { 8999: 'n/a' }),
      message: /text\.csv:9001:6: 'n\/a' is not a number in column value/,
    },
    {
      name: 'nan.csv',
      content: series(100, { 40: 'NaN' }),
      message: /nan\.csv:42:4: 'NaN' is not a number in column value/,
    },
    {
      name: 'infinite.csv',
      content: series(100, { 40: 'inf' }),
      message: /infinite\.csv:42:4: 'inf' is not a number in column value/,
    },
    {
      name: 'constant.csv',
      content: table(100, (index) => `${index},5`),
      message: /constant\.csv: .*'value' is 5 in every row/,
    },
    {
      name: 'long.csv',
      content: series(200),
      message: /window 500 .* 200 rows/,
      options: ['--set', 'data.window=500'],
    },
    {
      name: 'column.csv',
      content: series(200),
      message: /no column 'valu'; did you mean 'value'\?/,
      options: ['--set', 'data.targets=valu'],
    },
    {
      name: 'class.csv',
      content: `a,b,label\n${'1,2,yes\n2,1,yes\n'.repeat(40)}`,
      message: /'label' has one class only/,
      options: ['--task', 'sequence-classification'],
    },
    { name: 'binary.csv', content: new Uint8Array([80, 75, 3, 4, 0, 0]), message: /binary\.csv: is a binary file/ },
    {
      name: 'latin1.csv',
      content: latin1('day,value\n1,2\n3,caf\xe9\n'),
      message: /latin1\.csv:3:6: is not UTF-8/,
    },
    { name: 'latin1.txt', content: latin1('one\ncaf\xe9\n'), message: /latin1\.txt:2:4: is not UTF-8/ },
  ])('$name is refused with its place', async ({ name, content, message, options = [] }) => {
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
    [['train'], 'no data file; name one, or a config with data.file'],
    [['train', 'weather.csv', '--set', 'model.hidenSize=3'], "unknown key 'hidenSize'; did you mean 'hiddenSize'?"],
    [['predict', 'model'], 'too few arguments; usage: rnn-studio predict MODEL FILE'],
    [['inspect', 'a', 'b'], "'b' is one argument too many"],
    [['generate', 'nothing'], "no run 'nothing' in"],
    [['generate', 'nowhere/model.safetensors'], 'nowhere/model.safetensors: does not exist'],
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
    }
    expect((await workspace.run('train', '--help')).stdout).toMatch(/--resume RUN +go on with this run/);
    expect((await workspace.run()).code).toBe(2);
  });
});
