import { describe, expect, test } from 'vitest';
import type { Config } from '../../../../../engine/config.ts';
import { digits, lines, noise, problemsOf } from '../config/completeMade.ts';

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
