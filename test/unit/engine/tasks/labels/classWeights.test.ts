import { describe, expect, test } from 'vitest';
import type { LabelCodec } from '../../../../../engine/tasks/labels/labelCodec.ts';
import { findWeightProblems, withClassWeights } from '../../../../../engine/tasks/labels/classWeights.ts';

const codec: LabelCodec = { kind: 'classes', labels: ['ham', 'maybe', 'spam'] };
const source = { labels: Int32Array.of(0, 0, 0, 2, 0, 2, 1), classes: 3 };
const train = Int32Array.of(0, 1, 2, 3, 4);

describe('weights of classes', () => {
  test('are none where all count alike', () => {
    expect(withClassWeights(codec, 'none', source, train)).toBe(codec);
  });

  test('balanced are those of scikit-learn, counted on the training rows; a class without one has 1', () => {
    // compute_class_weight('balanced', …): 5 / (3 · 4), 5 / (3 · 1).
    expect(withClassWeights(codec, 'balanced', source, train).classWeights).toEqual([5 / 12, 1, 5 / 3]);
  });

  test('by name are those given, and 1 for the others, whatever names all objects have', () => {
    expect(withClassWeights(codec, { spam: 4 }, source, train).classWeights).toEqual([1, 1, 4]);
    const odd = { ...codec, labels: ['constructor', 'spam'] };
    expect(withClassWeights(odd, { spam: 4 }, { ...source, classes: 2 }, train).classWeights).toEqual([1, 4]);
  });

  test('of a class that is not there, or with another loss, are problems of the config', () => {
    expect(findWeightProblems({ classWeights: { spam: 2, hams: 3 } }, codec.labels)).toEqual([
      { path: 'training.classWeights', message: "there is no class 'hams'; did you mean 'ham'?" },
    ]);
    expect(findWeightProblems({ classWeights: 'balanced', loss: 'mse' }, codec.labels)).toEqual([
      {
        path: 'training.classWeights',
        message: 'weights of classes are for crossEntropy, not for mse; leave them out, or change training.loss',
      },
    ]);
    expect(findWeightProblems({}, codec.labels)).toEqual([]);
  });
});
