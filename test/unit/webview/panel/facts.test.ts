import { expect, test } from 'vitest';
import type { RunConfig } from '../../../../engine/config.ts';
import { describeTask } from '../../../../engine/tasks/describeTask.ts';
import { taskOf } from '../../../../engine/tasks/findTask.ts';
import { factsOf } from '../../../../webview/panel/facts.ts';

const config = (data: object) => ({ data }) as unknown as RunConfig;

test('tells columns, sizes and what is missing in the words of the task', () => {
  const data = { targets: ['a', 'b'], inputs: ['a', 'c'], time: null, window: 3000, horizon: 7, scaling: 'minmax' };
  expect(factsOf(config(data), describeTask(taskOf({ task: 'forecast' })))).toEqual([
    ['Targets', 'a, b'],
    ['Inputs', 'a, c'],
    ['Known ahead', 'nothing: the past alone is read'],
    ['Time', 'none: rows are the steps'],
    ['Series', 'one'],
    ['Window', '3,000 steps read'],
    ['Horizon', '7 steps predicted'],
    ['Scaling', 'minmax, fitted on the training split only'],
  ]);
});

test('leaves out what is not there and means nothing by it', () => {
  const languageModel = describeTask(taskOf({ task: 'languageModel' }));
  const text = { unit: 'characters', seqLength: 64 };
  const [unit, length] = [
    ['Cut into', 'characters'],
    ['Symbols per training stretch', '64'],
  ];
  expect(factsOf(config(text), languageModel)).toEqual([unit, length]);
  const ofTable = { ...text, text: 'body', label: 'kind' };
  expect(factsOf(config(ofTable), languageModel)).toEqual([['Text', 'body'], ['Label', 'kind'], unit, length]);
});

test('tells nothing of a task that nothing is known of', () => {
  expect(factsOf(config({ window: 3 }), undefined)).toEqual([]);
});
