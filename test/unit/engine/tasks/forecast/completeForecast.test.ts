import { describe, expect, test } from 'vitest';
import type { Config } from '../../../../../engine/config.ts';
import type { ForecastData } from '../../../../../engine/tasks/forecast/forecastFields.ts';
import { complete, day, hour, lines, noise, problemsOf, text, wave, weather } from '../config/completeMade.ts';

describe('season', () => {
  const seasonOf = async (rows: string): Promise<number> => ((await complete(rows)).config.data as ForecastData).season;

  test('is 12 for months, 4 for quarters, 24 for hours, 52 for weeks', async () => {
    const month = (row: number, months: number): string =>
      new Date(Date.UTC(1990, row * months)).toISOString().slice(0, 7);
    expect(await seasonOf(`m,x\n${lines(144, (row) => `${month(row, 1)},${wave(row, 12)}`)}`)).toBe(12);
    expect(await seasonOf(`m,x\n${lines(60, (row) => `${month(row, 3)},${wave(row, 4)}`)}`)).toBe(4);
    expect(await seasonOf(`t,x\n${lines(100, (row) => `${hour(row)},${wave(row, 24)}`)}`)).toBe(24);
    expect(await seasonOf(`t,x\n${lines(300, (row) => `${day(row * 7)},${wave(row, 52)}`)}`)).toBe(52);
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

describe('inputs', () => {
  test('are not columns that go one way only: no row to come has what rows before it had', async () => {
    const rows = lines(120, (row) => {
      const [volume, issue, left] = [2000 + Math.floor(row / 12), (row % 12) + 1, 500 - row * row * 0.01];
      return `${volume},${issue},${left.toFixed(2)},${row > 60 ? '' : noise(row)},${wave(row, 12)}`;
    });
    const { config, choices } = await complete(`volume,issue,left,wind,x\n${rows}`);
    expect((config.data as ForecastData).inputs).toEqual(['issue', 'wind', 'x']);
    expect(choices).toContain('Left out as inputs, being constant, text or going one way only: volume, left.');
    const asked = await complete(`volume,issue,left,wind,x\n${rows}`, {
      data: { targets: ['left'], inputs: ['volume', 'left'] },
    });
    expect((asked.config.data as ForecastData).inputs).toEqual(['volume', 'left']);
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
      'a forecast takes huber, mse, gaussian, quantile, studentT, or negativeBinomial',
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
    const table = `date,x,y\n${lines(100, (row) => `${day(row)},${row === 15 ? 'n/o' : noise(row)},${noise(row + 3)}`)}`;
    const message = `:17:12: 'n/o' is not a number in column x; correct the cell or add "n/o" to data.missingValues`;
    await expect(complete(table)).rejects.toThrow(message);
    await expect(complete(table, { data: { targets: ['x'], inputs: ['y'] } })).rejects.toThrow(message);
    expect(await problemsOf(table, { data: { targets: ['y'], inputs: ['y'] } })).toEqual([]);
    expect(await problemsOf(table, { data: { missingValues: ['n/o'] } })).toEqual([]);
  });

  test('timestamps out of order stop with the line and the way out', async () => {
    const table = `date,x\n${lines(100, (row) => `${day(row === 40 ? 3 : row)},${noise(row)}`)}`;
    await expect(complete(table)).rejects.toThrow(
      ':42: the time in column date is before that of the row above; sort the file by date',
    );
    expect(await problemsOf(table, { data: { time: null } })).toEqual([]);
  });
});
