import { describe, expect, test } from 'vitest';
import { applyEdits, readPath, unconfirmed, writePath } from '../../../../webview/form/configPatch.ts';

describe('writePath', () => {
  test('sets a field three levels deep and leaves the original alone', () => {
    const config = { training: { epochs: 3 } };
    expect(writePath(config, 'training.schedule.kind', 'cosine')).toEqual({
      training: { epochs: 3, schedule: { kind: 'cosine' } },
    });
    expect(config).toEqual({ training: { epochs: 3 } });
  });

  test('takes a field away, and its section when nothing is left in it', () => {
    expect(writePath({ model: { hiddenSize: 8, cell: 'gru' } }, 'model.hiddenSize', undefined)).toEqual({
      model: { cell: 'gru' },
    });
    expect(writePath({ task: 'forecast', model: { hiddenSize: 8 } }, 'model.hiddenSize', undefined)).toEqual({
      task: 'forecast',
    });
  });
});

describe('readPath', () => {
  test('reads a value and finds nothing where a section is missing', () => {
    expect(readPath({ model: { hiddenSize: 8 } }, 'model.hiddenSize')).toBe(8);
    expect(readPath({}, 'training.schedule.kind')).toBeUndefined();
    expect(readPath(undefined, 'task')).toBeUndefined();
  });
});

describe('edits', () => {
  test('puts in what can be sent and holds back what has a problem', () => {
    const edits = {
      'model.hiddenSize': { value: 32 },
      'data.window': { value: undefined, problem: "'abc' is not a number" },
    };
    expect(applyEdits({ data: { window: 30 } }, edits)).toEqual({ data: { window: 30 }, model: { hiddenSize: 32 } });
  });

  test('are confirmed by the same value from the host and kept against any other', () => {
    const edits = { 'model.hiddenSize': { value: 32 }, 'data.targets': { value: ['a', 'b'] } };
    const config = { model: { hiddenSize: 16 }, data: { targets: ['a', 'b'] } };
    expect(unconfirmed(edits, config)).toEqual({ 'model.hiddenSize': { value: 32 } });
  });

  test('with a problem stay whatever the host says', () => {
    const edits = { 'data.window': { value: undefined, problem: 'Must be 1 or more' } };
    expect(unconfirmed(edits, {})).toEqual(edits);
  });
});
