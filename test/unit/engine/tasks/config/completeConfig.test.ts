import { describe, expect, test } from 'vitest';
import type { Config, ScheduleConfig } from '../../../../../engine/config.ts';
import type { ForecastData } from '../../../../../engine/tasks/forecast/forecastFields.ts';
import { configSchema } from '../../../../../engine/tasks/config/configSchema.ts';
import { completeConfig } from '../../../../../engine/tasks/config/completeConfig.ts';
import { completeFile } from '../completeFile.ts';
import { inspectOpened } from '../../../../../engine/tasks/inspectFile.ts';
import { OpenedFiles } from '../../../../../engine/tasks/openedFiles.ts';
import { temporaryFile } from '../../files/temporaryFile.ts';

const complete = async (content: string, wanted: Config = {}, extension = '.csv') => {
  const file = temporaryFile(content, extension);
  const config = { ...wanted, data: { ...wanted.data, file } };
  return completeFile(file, config);
};
const problemsOf = async (...parameters: Parameters<typeof complete>) => (await complete(...parameters)).problems;

const lines = (count: number, row: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => row(index)).join('\n');
const day = (row: number): string => new Date(Date.UTC(2020, 0, 1 + row)).toISOString().slice(0, 10);
const hour = (row: number): string => new Date(Date.UTC(2020, 0, 1, row)).toISOString().slice(0, 16);
const noise = (row: number): number => ((row * 7919) % 101) / 25;
const wave = (row: number, season: number): number => 10 * Math.sin((2 * Math.PI * row) / season) + noise(row);

const weather = `date,rain,temp_max,temp_min,sky\n${lines(400, (row) => `${day(row)},${noise(row)},${wave(row, 7)},${wave(row, 7) - 5},${['sun', 'fog'][row % 2]}`)}`;
const digits = lines(
  200,
  (row) => `${Array.from({ length: 64 }, (_, pixel) => (row * pixel) % 17).join(',')},${row % 10}`,
);
const text = 'the quick brown fox\n'.repeat(200);

describe('without a wish', () => {
  test('a forecast picks time, target, inputs, season, window, horizon and anchor, and says each', async () => {
    const { config, choices, problems } = await complete(weather);
    expect(problems).toEqual([]);
    expect(config.task).toBe('forecast');
    expect(config.data).toMatchObject({
      time: 'date',
      targets: ['temp_max'],
      inputs: ['rain', 'temp_max', 'temp_min', 'sky'],
      season: 7,
      window: 14,
      horizon: 7,
      anchor: 'seasonal',
      scaling: 'standard',
      calendar: true,
      split: { valid: 0.15, test: 0.15 },
    });
    expect(config.training.loss).toBe('huber');
    for (const word of [
      'forecast',
      'date',
      'temp_max',
      'rain',
      'One season is 7 rows',
      'reads 14 rows',
      'one season before',
      'lstm',
      'epochs',
    ]) {
      expect(
        choices.some((choice) => choice.includes(word)),
        word,
      ).toBe(true);
    }
  });

  test('a classification picks the label, the other numbers and the side of the square', async () => {
    const { config, problems } = await complete(digits);
    expect(problems).toEqual([]);
    expect(config.data).toMatchObject({ label: 'column65', stepSize: 8, split: { valid: 0.1, test: 0.2 } });
    expect(config.model.inputSize).toBe(8);
    expect(config.training.loss).toBe('crossEntropy');
  });

  test('a text is split 90/5/5 and read one-hot', async () => {
    const { config, problems } = await complete(text, {}, '.txt');
    expect(problems).toEqual([]);
    expect(config.data).toMatchObject({ split: { valid: 0.05, test: 0.05 }, lowercase: false });
    expect(config.model).toMatchObject({ embeddingSize: 0, inputSize: 17 });
  });

  test('the result is a valid config that completes to itself', async () => {
    for (const [content, extension] of [
      [weather, '.csv'],
      [digits, '.csv'],
      [text, '.txt'],
    ] as const) {
      const { config } = await complete(content, {}, extension);
      expect(configSchema.parse(config)).toEqual(config);
      const again = await complete(content, config as Config, extension);
      expect({ ...again.config.data, file: '' }).toEqual({ ...config.data, file: '' });
      expect(again.config).toMatchObject({ task: config.task, model: config.model, training: config.training });
      expect(again.problems).toEqual([]);
    }
  });

  test('the estimated training of any file up to a megabyte takes at most five minutes on two threads', async () => {
    const { config } = await complete('abcdefghij klmnopqrs\n'.repeat(50_000), { training: { threads: 2 } }, '.txt');
    expect(config.model).toMatchObject({ hiddenSize: 192, numLayers: 2, dropout: 0.1, outputDropout: 0.1 });
    const operations = 6 * 446_000 * 1e6 * 0.9 * config.training.epochs;
    // Two threads at the 40 GFLOP/s that the WebAssembly kernels reach.
    expect(operations / 8e10).toBeLessThan(300);
    expect(config.training.epochs).toBeGreaterThanOrEqual(5);
  });
});

describe('wishes', () => {
  test('are kept', async () => {
    const wanted: Config = {
      data: {
        targets: ['rain'],
        inputs: ['temp_min'],
        window: 9,
        horizon: 2,
        season: 5,
        anchor: 'none',
        scaling: 'none',
        calendar: false,
        time: null,
        split: { test: 0.3 },
      },
      model: { cell: 'gru', hiddenSize: 7, numLayers: 3, dropout: 0.5 },
      training: { epochs: 3, batchSize: 5, seed: 9, loss: 'mse', optimizer: 'sgd', schedule: { kind: 'step' } },
    };
    const { config, problems } = await complete(weather, wanted);
    expect(problems).toEqual([]);
    expect(config).toMatchObject({ ...wanted, data: { ...wanted.data, split: { valid: 0.15, test: 0.3 } } });
  });

  test('an input size fixes the steps of a classification', async () => {
    const { config, problems } = await complete(digits, { model: { inputSize: 16 } });
    expect(problems).toEqual([]);
    expect(config.data).toMatchObject({ stepSize: 16 });
  });

  test('an identity initialiser makes the network one of relu units', async () => {
    const { config, problems } = await complete(weather, { model: { initializer: 'irnn' } });
    expect(problems).toEqual([]);
    expect(config.model).toMatchObject({ cell: 'rnn', activation: 'relu' });
  });

  test('warm-up is chosen only for the schedules that need one, 30 % of the updates for one cycle', async () => {
    const warmupOf = async (kind: ScheduleConfig['kind']): Promise<number> => {
      const training = { epochs: 20, batchSize: 64, schedule: { kind } };
      return (await complete(weather, { training })).config.training.schedule.warmupSteps;
    };
    expect([await warmupOf('constant'), await warmupOf('exponential')]).toEqual([0, 0]);
    expect([await warmupOf('linear'), await warmupOf('cosine'), await warmupOf('oneCycle')]).toEqual([2, 2, 30]);
  });

  test('clipping by value takes the place of clipping by norm, unless both are wanted', async () => {
    const clipsOf = async (training: Config['training']) => {
      const { gradClip, clipValue } = (await complete(weather, { training })).config.training;
      return [gradClip, clipValue];
    };
    expect(await clipsOf({})).toEqual([1, 0]);
    expect(await clipsOf({ clipValue: 5 })).toEqual([0, 5]);
    expect(await clipsOf({ clipValue: 5, gradClip: 2 })).toEqual([2, 5]);
  });

  test('a bounded output is scaled to its range and anchored to nothing', async () => {
    const { config } = await complete(weather, { model: { outputActivation: 'sigmoid' } });
    expect(config.data).toMatchObject({ scaling: 'minmax', anchor: 'none' });
  });
});

describe('season', () => {
  const seasonOf = async (rows: string): Promise<number> => ((await complete(rows)).config.data as ForecastData).season;

  test('is 12 for months, 4 for quarters, 24 for hours, 52 for weeks', async () => {
    const month = (row: number, months: number): string =>
      new Date(Date.UTC(1990, row * months)).toISOString().slice(0, 7);
    expect(await seasonOf(`m,x\n${lines(144, (row) => `${month(row, 1)},${noise(row)}`)}`)).toBe(12);
    expect(await seasonOf(`m,x\n${lines(60, (row) => `${month(row, 3)},${noise(row)}`)}`)).toBe(4);
    expect(await seasonOf(`t,x\n${lines(100, (row) => `${hour(row)},${wave(row, 24)}`)}`)).toBe(24);
    expect(await seasonOf(`t,x\n${lines(300, (row) => `${day(row * 7)},${noise(row)}`)}`)).toBe(52);
  });

  test('of days is the week or the year, whichever explains more', async () => {
    expect(await seasonOf(`t,x\n${lines(1500, (row) => `${day(row)},${wave(row, 7)}`)}`)).toBe(7);
    expect(await seasonOf(`t,x\n${lines(1500, (row) => `${day(row)},${wave(row, 365)}`)}`)).toBe(365);
  });

  test('without timestamps is found by autocorrelation, or is none', async () => {
    expect(await seasonOf(`x\n${lines(400, (row) => String(wave(row, 17) + row))}`)).toBe(17);
    let state = 1;
    const random = (): number => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) / 2 ** 32;
    expect(await seasonOf(`x\n${lines(400, () => random().toFixed(3))}`)).toBe(0);
  });
});

describe('problems of a forecast', () => {
  test.each<[string, Config, string, string]>([
    [
      'unknown target',
      { data: { targets: ['temp_mx'] } },
      'data.targets',
      "there is no column 'temp_mx'; did you mean 'temp_max'?",
    ],
    [
      'unknown input',
      { data: { inputs: ['zzzzzzz'] } },
      'data.inputs',
      "there is no column 'zzzzzzz'; the columns are date, rain",
    ],
    ['unknown time', { data: { time: 'dat' } }, 'data.time', "did you mean 'date'?"],
    ['a time that is none', { data: { time: 'rain' } }, 'data.time', "'rain' does not hold dates or times"],
    ['a target of words', { data: { targets: ['sky'] } }, 'data.targets', "'sky' does not hold numbers (line 2: '"],
    [
      'an input of times',
      { data: { inputs: ['date'] } },
      'data.inputs',
      "'date' holds times, not numbers or categories",
    ],
    [
      'a long window',
      { data: { window: 400, horizon: 7 } },
      'data.window',
      'window 400 + horizon 7 > 400 rows; use at most window 273',
    ],
    [
      'a window longer than the training split',
      { data: { window: 290, horizon: 7 } },
      'data.window',
      'window 290 + horizon 7 > 280 rows of the training split',
    ],
    ['a long horizon', { data: { window: 4, horizon: 70 } }, 'data.horizon', 'horizon 70 > 60 rows held out'],
    ['a long season', { data: { season: 500 } }, 'data.season', 'season 500 > 400 rows; use at most 200'],
    [
      'a seasonal anchor without season',
      { data: { season: 0, anchor: 'seasonal' } },
      'data.anchor',
      'there is no season',
    ],
    [
      'nothing to train on',
      { data: { split: { valid: 0.5, test: 0.5 } } },
      'data.split',
      'leaves next to nothing to train on',
    ],
    [
      'cross-entropy',
      { training: { loss: 'crossEntropy' } },
      'training.loss',
      'a forecast takes huber, mse, or gaussian',
    ],
    [
      'gaussian with softmax',
      { training: { loss: 'gaussian' }, model: { outputActivation: 'softmax' } },
      'model.outputActivation',
      'use none',
    ],
    [
      'softmax of one',
      { data: { horizon: 1 }, model: { outputActivation: 'softmax' } },
      'model.outputActivation',
      'always 1',
    ],
    [
      'an identity in an lstm',
      { model: { initializer: 'irnn', cell: 'lstm' } },
      'model.initializer',
      'irnn is for relu units of the rnn cell, not for lstm',
    ],
    [
      'an identity in tanh units',
      { model: { initializer: 'irnn', activation: 'tanh' } },
      'model.initializer',
      'not for tanh',
    ],
    [
      'a forget bias without forget gate',
      { model: { forgetBias: 1, cell: 'gru' } },
      'model.forgetBias',
      'gru has no forget gate',
    ],
    ['a projection of a gru', { model: { projSize: 4, cell: 'gru' } }, 'model.projSize', 'only lstm projects'],
    [
      'a projection that is no shorter',
      { model: { projSize: 8, layerSizes: [16, 8] } },
      'model.projSize',
      'projSize 8 >= hiddenSize 8',
    ],
    ['a reset gate of lstm', { model: { gruReset: 'before', cell: 'lstm' } }, 'model.gruReset', 'has no reset gate'],
    [
      'layer norm where it does not reach',
      { model: { gruReset: 'before', cell: 'gru', layerNorm: true } },
      'model.layerNorm',
      'set gruReset to after',
    ],
    [
      'orthogonal weights without a recurrent product',
      { model: { initializer: 'orthogonal', cell: 'minGru' } },
      'model.initializer',
      'orthogonal is for recurrent weights, which minGru has not; use keras',
    ],
    [
      'first weights that TensorFlow 1 has not',
      { model: { initializer: 'tf1', cell: 'minLstm' } },
      'model.initializer',
      'TensorFlow 1 has no minLstm',
    ],
    [
      'layer norm of what the state does not reach',
      { model: { layerNorm: true, cell: 'minGru' } },
      'model.layerNorm',
      'minGru adds nothing of its state to its gates; leave layerNorm out, or use rnn, lstm, or gru',
    ],
    [
      'recurrent dropout without a recurrent product',
      { model: { recurrentDropout: 0.2, cell: 'minLstm' } },
      'model.recurrentDropout',
      'minLstm multiplies nothing by its state',
    ],
    [
      'a positive candidate of a gru',
      { model: { candidate: 'positive', cell: 'gru' } },
      'model.candidate',
      'the units of gru are tanh; leave candidate out, or use minGru or minLstm',
    ],
    ['a residual of one layer', { model: { residual: true } }, 'model.residual', 'no layer above the first'],
    [
      'a residual of unequal layers',
      { model: { residual: true, layerSizes: [8, 9] } },
      'model.residual',
      'layers of 8, 9 units cannot be added',
    ],
    [
      'two numbers of layers',
      { model: { layerSizes: [8, 9], numLayers: 3 } },
      'model.numLayers',
      'numLayers 3, but layerSizes has 2',
    ],
    [
      'two sizes',
      { model: { layerSizes: [8, 9], hiddenSize: 9 } },
      'model.hiddenSize',
      'hiddenSize 9, but layerSizes begins with 8',
    ],
    [
      'a forget bias without biases',
      { model: { forgetBias: 1, bias: false } },
      'model.forgetBias',
      'the layers have no biases',
    ],
    [
      'a warm-up longer than the training',
      { training: { epochs: 2, batchSize: 64, schedule: { warmupSteps: 500 } } },
      'training.schedule.warmupSteps',
      'warmupSteps 500 > 10 steps of the whole training',
    ],
    [
      'accumulation of what is the whole already',
      { training: { optimizer: 'gd', accumulationSteps: 4 } },
      'training.accumulationSteps',
      'gd takes one step on the whole training split already',
    ],
    ['another input size', { model: { inputSize: 28 } }, 'model.inputSize', 'inputSize 28, but the data has'],
  ])('%s', async (_, wanted, path, message) => {
    const problems = await problemsOf(weather, wanted);
    expect(problems.map((problem) => problem.path)).toEqual([path]);
    expect(problems[0]?.message).toContain(message);
  });

  test('what pools or drops where there is nothing for it to work on', async () => {
    const ofText = (model: Config['model']) => problemsOf(text, { model }, '.txt');
    const vectors = { embeddingSize: 8, inputDropout: 0.2, outputDropout: 0.2 };
    expect(await ofText({ pool: 'max' })).toEqual([
      {
        path: 'model.pool',
        message: 'pool max makes one vector of all steps, and this network predicts at every step; leave it out',
      },
    ]);
    expect(await ofText({ inputDropout: 0.2 })).toEqual([
      {
        path: 'model.inputDropout',
        message:
          'inputDropout 0.2 drops values of symbol vectors, and these symbols have none; set model.embeddingSize, or leave it out',
      },
    ]);
    expect(await ofText({ ...vectors, pool: 'last' })).toEqual([]);
    expect(await problemsOf(weather, { model: { pool: 'attention', inputDropout: 0.1 } })).toEqual([]);
    expect((await complete(weather)).config.model).toMatchObject({ pool: 'last', inputDropout: 0, outputDropout: 0 });
  });

  test('a constant target and one without values', async () => {
    const table = `x,y,z\n${lines(50, (row) => `5,${noise(row)},`)}`;
    expect(await problemsOf(table, { data: { targets: ['x'] } })).toEqual([
      { path: 'data.targets', message: "'x' is 5 in every row; there is nothing to learn" },
    ]);
    expect((await problemsOf(table, { data: { targets: ['z'] } }))[0]?.message).toContain(
      "'z' has no value in any row",
    );
    expect((await complete(table)).config.data).toMatchObject({ targets: ['z'] });
  });

  test('several at once are all told', async () => {
    const problems = await problemsOf(weather, {
      data: { targets: ['nope'], season: 999 },
      training: { loss: 'crossEntropy' },
    });
    expect(problems.map(({ path }) => path).sort()).toEqual(['data.season', 'data.targets', 'training.loss']);
  });

  test('too few rows for three splits', async () => {
    expect(await problemsOf('x\n1\n2\n')).toEqual([
      { path: 'data.split', message: '2 rows are too few for training, validation and test; add rows' },
    ]);
  });

  test('a table without numbers cannot be forecast', async () => {
    await expect(complete('a,b\nx,y\nz,w\n', { task: 'forecast' })).rejects.toThrow(
      'has no column of numbers to forecast',
    );
  });

  test('a cell that is no number stops with its place when its column is used, and only then', async () => {
    const table = `date,x,y\n${lines(100, (row) => `${day(row)},${row === 15 ? 'n/a' : noise(row)},${noise(row + 3)}`)}`;
    const message = `:17:12: 'n/a' is not a number in column x; correct the cell or add "n/a" to data.missingValues`;
    await expect(complete(table)).rejects.toThrow(message);
    await expect(complete(table, { data: { targets: ['x'], inputs: ['y'] } })).rejects.toThrow(message);
    expect(await problemsOf(table, { data: { targets: ['y'], inputs: ['y'] } })).toEqual([]);
    expect(await problemsOf(table, { data: { missingValues: ['n/a'] } })).toEqual([]);
  });

  test('timestamps out of order stop with the line and the way out', async () => {
    const table = `date,x\n${lines(100, (row) => `${day(row === 40 ? 3 : row)},${noise(row)}`)}`;
    await expect(complete(table)).rejects.toThrow(
      ':42: the time in column date is before that of the row above; sort the file by date',
    );
    expect(await problemsOf(table, { data: { time: null } })).toEqual([]);
  });
});

describe('problems of a classification', () => {
  test.each<[string, Config, string, string]>([
    ['unknown label', { data: { label: 'clumn65' } }, 'data.label', "did you mean 'column65'?"],
    [
      'label among the inputs',
      { data: { label: 'column65', inputs: ['column1', 'column65'], stepSize: 1 } },
      'data.inputs',
      "'column65' is the label",
    ],
    [
      'steps that do not fit',
      { data: { stepSize: 7 } },
      'data.stepSize',
      '64 inputs cannot be cut into steps of 7; use a divisor such as 8',
    ],
    ['gaussian', { training: { loss: 'gaussian' } }, 'training.loss', 'takes crossEntropy or mse'],
    [
      'sigmoid under cross-entropy',
      { model: { outputActivation: 'sigmoid' } },
      'model.outputActivation',
      'crossEntropy works on softmax',
    ],
  ])('%s', async (_, wanted, path, message) => {
    const problems = await problemsOf(digits, { task: 'classification', ...wanted });
    expect(problems.map((problem) => problem.path)).toEqual([path]);
    expect(problems[0]?.message).toContain(message);
  });

  test('one class only, and no label at all', async () => {
    const one = `a,b,c,d,label\n${lines(30, (row) => `${noise(row)},1,2,${row % 3},yes`)}`;
    expect(await problemsOf(one, { task: 'classification' })).toEqual([
      { path: 'data.label', message: "'label' has one class only, 'yes'; there is nothing to tell apart" },
    ]);
    const none = `a,b\n${lines(30, (row) => `${noise(row)},${noise(row * 2)}`)}`;
    expect((await problemsOf(none, { task: 'classification' }))[0]).toMatchObject({ path: 'data.label' });
  });
});

describe('truncated back-propagation of a text', () => {
  test('reads a window between updates and carries the state, unless something else is wanted', async () => {
    const dataOf = async (data: Config['data']) => (await complete(text, { data }, '.txt')).config.data;
    expect(await dataOf({ seqLength: 40 })).toMatchObject({ stepLength: 40, carryState: true });
    const wanted = { seqLength: 40, stepLength: 10, carryState: false };
    expect(await dataOf(wanted)).toMatchObject(wanted);
  });

  test('updates four times as often with a quarter of the symbols between updates', async () => {
    const warmupOf = async (stepLength: number): Promise<number> => {
      const data = { seqLength: 40, stepLength };
      const training = { epochs: 10, batchSize: 1, schedule: { kind: 'oneCycle' } } as const;
      return (await complete(text, { data, training }, '.txt')).config.training.schedule.warmupSteps;
    };
    expect(await warmupOf(10)).toBe(4 * (await warmupOf(40)));
  });
});

describe('problems of a text', () => {
  test('more new symbols than the window holds', async () => {
    expect(await problemsOf(text, { data: { seqLength: 40, stepLength: 41 } }, '.txt')).toEqual([
      {
        path: 'data.stepLength',
        message: 'stepLength 41 > seqLength 40: symbols would be left out; use at most 40',
      },
    ]);
  });

  test('options that would let a text be read ahead, or its state begin twice, are refused', async () => {
    const text = 'abcab '.repeat(100);
    const problems = await problemsOf(text, { model: { bidirectional: true, initialState: 'learned' } }, '.txt');
    expect(problems.map(({ path }) => path)).toEqual(['model.bidirectional', 'model.initialState']);
    expect(await problemsOf(text, { model: { initialState: 'learned' }, data: { carryState: false } }, '.txt')).toEqual(
      [],
    );
  });

  test('sizes of the layers give their number and the first one', async () => {
    const { config, choices } = await complete(weather, { model: { layerSizes: [32, 16] } });
    expect(config.model).toMatchObject({ layerSizes: [32, 16], hiddenSize: 32, numLayers: 2 });
    expect(choices.join()).toContain('with 32 + 16 units');
  });

  test('a single symbol, and a split shorter than a sequence', async () => {
    expect((await problemsOf('a'.repeat(1000), {}, '.txt'))[0]?.message).toContain('a single symbol');
    expect(await problemsOf(text, { data: { seqLength: 300 } }, '.txt')).toEqual([
      {
        path: 'data.seqLength',
        message: 'seqLength 300 + 1 > 200 characters of the validation split; use at most 199',
      },
    ]);
    expect((await problemsOf('ab', {}, '.txt')).map(({ path }) => path)).toContain('data.seqLength');
  });

  test('a table task on what was read as text is said', async () => {
    const file = await new OpenedFiles().open(temporaryFile(text, '.txt'));
    const inspected = await inspectOpened(file, {});
    expect(() => completeConfig({ task: 'forecast' }, inspected)).toThrow('is read as a text');
  });
});
