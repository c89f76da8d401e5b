import { describe, expect, test } from 'vitest';
import { applySettings, applyTask } from '../../../../engine/cli/applySettings.ts';

const apply = (...settings: readonly string[]): object => applySettings({}, settings);

describe('--set', () => {
  test('values are JSON where the field wants it, else text', () => {
    expect(apply('model.hiddenSize=64', 'data.calendar=true', 'data.time=null', 'model.cell=gru')).toEqual({
      model: { hiddenSize: 64, cell: 'gru' },
      data: { calendar: true, time: null },
    });
  });

  test('lists are JSON or separated by commas, and columns may be called 2020 or true', () => {
    expect(apply('data.targets=2020,true', 'data.inputs=["a,b","c"]', 'data.label=2020')).toEqual({
      data: { targets: ['2020', 'true'], inputs: ['a,b', 'c'], label: '2020' },
    });
  });

  test('the items of a list of numbers are numbers, also when there is only one', () => {
    expect(apply('model.layerSizes=16,8')).toEqual({ model: { layerSizes: [16, 8] } });
    expect(apply('model.layerSizes=16, 8')).toEqual({ model: { layerSizes: [16, 8] } });
    expect(apply('model.layerSizes=16')).toEqual({ model: { layerSizes: [16] } });
    expect(apply('model.layerSizes=[16,8]')).toEqual({ model: { layerSizes: [16, 8] } });
  });

  test.each([
    ['training.gradClip=1e400', 'Infinity is not valid'],
    ['training.weightDecay=1e30', '1e+30 is not valid: too big: expected number to be <=1000'],
    ['model.forgetBias=-1e300', '-1e+300 is not valid: too small: expected number to be >=-1000'],
    ['data.footerRows=-1', '-1 is not valid: too small'],
    ['data.encoding=utf8', '"utf8" is not one of utf-8, utf-16le'],
  ])('nonsense such as %s is refused with what it says', (setting, message) => {
    expect(() => apply(setting)).toThrow(message);
  });

  test('whole objects, a later setting and an earlier config are put together', () => {
    const config = { data: { window: 3 }, training: { schedule: { kind: 'step', factor: 0.1 } } } as const;
    expect(applySettings(config, ['training.schedule.factor=0.5', 'data={"season":7}', 'data.window=9'])).toEqual({
      data: { season: 7, window: 9 },
      training: { schedule: { kind: 'step', factor: 0.5 } },
    });
    expect(config.data.window).toBe(3);
  });

  test.each([
    ['model.hidenSize=3', "--set model.hidenSize=3: unknown key 'hidenSize'; did you mean 'hiddenSize'?"],
    ['hiddenSize=3', "--set hiddenSize=3: unknown key 'hiddenSize'; did you mean 'model.hiddenSize'?"],
    ['model.hiddenSize=big', '--set model.hiddenSize=big: "big" is not valid: expected number'],
    ['model.layerSizes=16,big', '--set model.layerSizes=16,big: "big" is not valid: expected number'],
    ['model.layerSizes=16,', '--set model.layerSizes=16,: "" is not valid: expected number'],
    ['model.hiddenSize=0', '--set model.hiddenSize=0: 0 is not valid: too small'],
    [
      'model.cell=ltsm',
      `--set model.cell=ltsm: "ltsm" is not one of rnn, lstm, gru, minGru, minLstm; did you mean 'lstm'?`,
    ],
    ['model.hiddenSize', '--set model.hiddenSize: write --set field=value'],
    ['__proto__.x=1', "unknown key '__proto__'"],
    ['=3', '--set =3: write --set field=value'],
  ])('%s is refused by its own name', (setting, message) => {
    expect(() => apply(setting)).toThrow(message);
  });

  test('--task is held against the tasks there are', () => {
    expect(applyTask({}, 'forecast')).toEqual({ task: 'forecast' });
    expect(() => applyTask({}, 'forcast')).toThrow(`--task forcast: "forcast" is not one of forecast, `);
  });
});
