import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Tensor } from '../../engine/compute/tensor.ts';
import { encodeSafetensors, readSafetensors } from '../../engine/runs/safetensors.ts';
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
      content: series(9500, { 8999: 'n/o' }),
      message: /text\.csv:9001:6: 'n\/o' is not a number in column value/,
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
      options: ['--task', 'classification'],
    },
    { name: 'binary.csv', content: new Uint8Array([80, 75, 3, 4, 0, 0]), message: /binary\.csv: is a binary file/ },
    {
      name: 'latin1.csv',
      content: latin1('day,value\n1,2\n3,caf\x81\n'),
      message: /latin1\.csv:3:6: is not UTF-8/,
    },
    { name: 'latin1.txt', content: latin1('one\ncaf\x81\n'), message: /latin1\.txt:2:4: is not UTF-8/ },
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

describe('configs that contradict themselves', () => {
  test.each<[string, readonly string[], readonly RegExp[]]>([
    [
      'options of another cell',
      ['weather.csv', 'model.cell=gru', 'model.projSize=4', 'model.forgetBias=1', 'model.initializer=irnn'],
      [
        /model\.projSize: only lstm projects its hidden state, gru does not; leave projSize out, or use lstm/,
        /model\.forgetBias: gru has no forget gate/,
        /model\.initializer: irnn is for relu units of the rnn cell, not for gru/,
      ],
    ],
    [
      'a gru both normalised and reset before, one residual layer, gd with accumulation',
      [
        'weather.csv',
        ...['cell=gru', 'gruReset=before', 'layerNorm=true', 'residual=true', 'numLayers=1'].map(
          (set) => `model.${set}`,
        ),
        ...['optimizer=gd', 'accumulationSteps=4'].map((set) => `training.${set}`),
      ],
      [
        /model\.layerNorm: a gru that resets before the product cannot be normalised; set gruReset to after/,
        /model\.residual: there is no layer above the first/,
        /training\.accumulationSteps: gd takes one step on the whole training split already/,
      ],
    ],
    [
      'options that nothing reads, of another task too',
      [
        'weather.csv',
        ...['model.cell=gru', 'model.activation=relu', 'data.seqLength=8'],
        ...['optimizer=adam', 'momentum=0.5', 'schedule.kind=constant', 'schedule.factor=0.3'].map(
          (set) => `training.${set}`,
        ),
      ],
      [
        /data\.seqLength: seqLength 8 does nothing: a forecast does not read it; leave it out, or set task to languageModel/,
        /model\.activation: activation relu does nothing: the units of gru are tanh; leave it out, or set model\.cell to rnn/,
        /training\.momentum: momentum 0\.5 does nothing: adam does not read it/,
        /training\.schedule\.factor: factor 0\.3 does nothing: the constant schedule does not read it/,
      ],
    ],
    [
      'sizes that disagree',
      [
        'weather.csv',
        ...['cell=lstm', 'gruReset=before', 'layerSizes=[8,4]', 'numLayers=3', 'hiddenSize=9', 'projSize=4'].map(
          (set) => `model.${set}`,
        ),
        'model.residual=true',
      ],
      [
        /model\.projSize: projSize 4 >= hiddenSize 4/,
        /model\.gruReset: lstm has no reset gate/,
        /model\.residual: layers of 8, 4 units cannot be added to each other/,
        /model\.numLayers: numLayers 3, but layerSizes has 2/,
        /model\.hiddenSize: hiddenSize 9, but layerSizes begins with 8/,
      ],
    ],
    [
      'a text read ahead, its state begun twice',
      ['first-names.txt', 'model.bidirectional=true', 'model.initialState=learned', 'data.carryState=true'],
      [
        /model\.bidirectional: .* has seen the symbols it should predict/,
        /model\.initialState: the state is carried on/,
      ],
    ],
  ])('%s: each is told before anything starts', async (_, [file = '', ...settings], messages) => {
    const args = [file, ...settings.flatMap((setting) => ['--set', setting])];
    for (const message of messages) await expectRefusal(message, ...args);
  });
});

describe('weights that no training can begin with', () => {
  const golden = fileURLToPath(new URL('../golden/exchange/gru.safetensors', import.meta.url));
  const zeros = (...shape: readonly number[]): Tensor => ({
    shape,
    values: new Float32Array(shape.reduce((product, size) => product * size, 1)),
  });

  test.each<[string, (tensors: Map<string, Tensor>) => unknown, RegExp]>([
    [
      'a missing tensor',
      (tensors) => tensors.delete('gru.bias_hh_l1'),
      /^rnn-studio: weights\.safetensors: has no tensor gru\.bias_hh_l1/,
    ],
    ['an extra tensor', (tensors) => tensors.set('bn.running_mean', zeros(5)), /bn\.running_mean \(5\) has no place/],
    [
      'a recurrent tensor too many',
      (tensors) => tensors.set('gru.weight_hr_l0', zeros(2, 5)),
      /tensor gru\.weight_hr_l0 \(2, 5\) is a projection, which only lstm has; the others are of a gru/,
    ],
    [
      'a tensor of another shape',
      (tensors) => tensors.set('gru.weight_hh_l1', zeros(15, 4)),
      /weights\.safetensors: tensor gru\.weight_hh_l1 is \(15, 4\) and should be \(15, 5\)/,
    ],
    [
      'a weight that is NaN',
      (tensors) => (tensors.get('gru.weight_ih_l0')!.values[7] = NaN),
      /weights\.safetensors: tensor \S*weight_ih_l0: the weight at \[1, 3\] is no number \(NaN\)/,
    ],
  ])('%s is named', async (_, spoil, message) => {
    const tensors = new Map((await readSafetensors(golden)).tensors);
    spoil(tensors);
    await writeFile(workspace.path('weights.safetensors'), encodeSafetensors({ tensors, metadata: {} }));
    await expectRefusal(message, 'weather.csv', '--init', 'weights.safetensors');
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

describe('parts and time zones that a task does not take', () => {
  const month = (row: number): string =>
    `20${String(10 + Math.floor(row / 12))}-${String((row % 12) + 1).padStart(2, '0')}`;
  const months = (rows: number): string =>
    `month,sold,part\n${Array.from({ length: rows }, (_, row) => `${month(row)},${(row * 7) % 31},${row % 5 ? 'train' : 'test'}\n`).join('')}`;
  const notes = (rows: number): string =>
    `note,mood\n${Array.from({ length: rows }, (_, row) => `the sea is ${row % 2 ? 'calm' : 'rough'} on day ${row},${row % 2 ? 'good' : 'bad'}\n`).join('')}`;

  test.each([
    ['column=part', 'column "part"'],
    ['testFile=later.csv', 'testFile "later.csv"'],
    // Its columns are others, and its times begin anew: that is not what is wrong.
    ['validFile=notes.csv', 'validFile "notes.csv"'],
    ['way=random', 'way "random"'],
    ['group=part', 'group "part"'],
  ])('a forecast of data.split.%s', async (split, what) => {
    await writeFile(workspace.path('months.csv'), months(120));
    await writeFile(workspace.path('later.csv'), months(24));
    await writeFile(workspace.path('notes.csv'), notes(60));
    const reason = `${what} does nothing: a forecast takes its parts in the order of the file; leave it out`;
    const message = new RegExp(`^rnn-studio: months.csv: data.split.${split.split('=')[0]}: ${reason}$`, 'm');
    await expectRefusal(message, 'months.csv', '--task', 'forecast', '--set', `data.split.${split}`);
  });

  test('of a file that is proposed for a forecast', async () => {
    await writeFile(workspace.path('months.csv'), months(120));
    await writeFile(workspace.path('later.csv'), months(24));
    await expectRefusal(
      /data\.split\.testFile: testFile "later\.csv" does nothing: a forecast takes its parts in the order/,
      ...['months.csv', '--set', 'data.split.testFile=later.csv', '--set', 'data.split.column=null'],
    );
  });

  test('a language model, whose texts are read on end or mixed', async () => {
    await writeFile(workspace.path('story.txt'), 'The sea is calm, the sea is rough. '.repeat(60));
    await writeFile(workspace.path('notes.csv'), notes(60));
    await expectRefusal(
      /story\.txt: data\.split\.testFile: testFile "notes\.csv" does nothing: a languageModel takes its parts in the order of the file; leave it out$/m,
      ...['story.txt', '--set', 'data.split.testFile=notes.csv'],
    );
    await expectRefusal(
      /notes\.csv: data\.split\.way: way "inOrder" does nothing: a languageModel mixes the texts of a table by the seed; leave it out$/m,
      ...['notes.csv', '--task', 'languageModel', '--set', 'data.text=note', '--set', 'data.split.way=inOrder'],
    );
  });

  test.each([
    ['textClassification', 'data.text=note'],
    ['languageModel', 'data.seqLength=16'],
    ['translation', 'data.source=note'],
  ])('a %s in a time zone', async (task, set) => {
    await writeFile(workspace.path('notes.csv'), notes(60));
    const reason = `timeZone "Europe/Berlin" does nothing: a ${task} does not read it; leave it out, or set task to forecast`;
    await expectRefusal(
      new RegExp(`data.timeZone: ${reason}$`, 'm'),
      ...['notes.csv', '--task', task, '--set', set, '--set', 'data.timeZone=Europe/Berlin'],
    );
  });
});

describe('words that are no command', () => {
  test.each([
    [['tran', 'weather.csv'], "unknown command 'tran'; did you mean 'train'?"],
    [['train', '--resum', 'x'], 'unknown option --resum; did you mean --resume?'],
    [['train'], 'no data file; name one, or a config with data.file'],
    [['train', 'weather.csv', '--set', 'model.hidenSize=3'], "unknown key 'hidenSize'; did you mean 'hiddenSize'?"],
    [['predict', 'model'], 'too few arguments; usage: rnn-studio predict MODEL FILE'],
    [
      ['predict', 'model', 'weather.csv', '--text', 'rain'],
      "--text: give either a text or a file, not 'weather.csv' too",
    ],
    [['predict', 'model', '--text', 'rain', '--out', 'x.csv'], '--out: is about a file, and --text is none'],
    [['predict', 'model', '--text', 'rain', '--horizon', '3'], '--horizon: is about a file, and --text is none'],
    [['predict', 'nothing', '--text', 'rain'], "no run 'nothing' in"],
    [['predict', 'model', '--text'], '--text needs a value'],
    [['inspect', 'a', 'b', 'c'], '3 files are read together only as one text'],
    [['train', 'train.de', 'test.en'], 'test.en: does not go by its name with train.de; name two texts alike'],
    [['generate', 'nothing'], "no run 'nothing' in"],
    [['generate', 'nowhere/model.safetensors'], 'nowhere/model.safetensors: does not exist'],
    [['train', '--resume', '.', '--task', 'forecast'], '--task does not go with --resume'],
    [
      ['train', '--resume', '.', '--set', 'model.cell=gru'],
      'with --resume only training.epochs and training.precision can be set',
    ],
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
