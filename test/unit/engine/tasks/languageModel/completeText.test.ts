import { describe, expect, test } from 'vitest';
import type { Config } from '../../../../../engine/config.ts';
import { completeConfig } from '../../../../../engine/tasks/config/completeConfig.ts';
import { inspectOpened } from '../../../../../engine/tasks/inspectFile.ts';
import { OpenedFiles } from '../../../../../engine/tasks/openedFiles.ts';
import { temporaryFile } from '../../files/temporaryFile.ts';
import { complete, problemsOf, text, weather } from '../config/completeMade.ts';

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

  test('what drops or ties where there is nothing to drop or tie is refused', async () => {
    const pathsOf = async (model: Config['model']) =>
      (await problemsOf(text, { model }, '.txt')).map(({ path }) => path);
    expect(await pathsOf({ tiedOutput: true })).toEqual(['model.tiedOutput']);
    expect(await pathsOf({ wordDropout: 0.1 })).toEqual(['model.wordDropout']);
    expect(await pathsOf({ lockedDropout: true, dropout: 0.2, numLayers: 1 })).toEqual(['model.lockedDropout']);
    expect(await pathsOf({ weightDropout: 0.2, cell: 'minGru' })).toEqual(['model.weightDropout']);
    const all = { tiedOutput: true, wordDropout: 0.1, lockedDropout: true, weightDropout: 0.2 };
    expect(await pathsOf({ ...all, embeddingSize: 8, outputDropout: 0.2 })).toEqual([]);
    const ofNumbers = await problemsOf(weather, { model: { tiedOutput: true, wordDropout: 0.1 } });
    expect(ofNumbers.map(({ path }) => path)).toEqual(['model.tiedOutput', 'model.wordDropout']);
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
