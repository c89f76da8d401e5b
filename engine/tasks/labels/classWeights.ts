import type { Config, TrainingConfig } from '../../config.ts';
import { nearest } from '../../words/nearest.ts';
import type { ConfigProblem } from '../config/completion.ts';
import type { Labelled } from './classScorer.ts';
import type { LabelCodec } from './labelCodec.ts';

type Wanted = TrainingConfig['classWeights'];

/**
 * A codec with what the loss of each class is multiplied with, where they do not count alike. Balanced are
 * rows / (classes · rows of the class), as scikit-learn has it, counted on the training rows; a class without one has 1.
 */
export const withClassWeights = <C extends LabelCodec>(
  codec: C,
  wanted: Wanted,
  { labels }: Labelled,
  train: Int32Array,
): C => {
  if (wanted === 'none') return codec;
  const names = codec.labels;
  if (wanted !== 'balanced') {
    return { ...codec, classWeights: names.map((name) => (Object.hasOwn(wanted, name) ? (wanted[name] ?? 1) : 1)) };
  }
  const counts = names.map(() => 0);
  for (const row of train) counts[labels[row] ?? -1] = (counts[labels[row] ?? -1] ?? 0) + 1;
  const classWeights = counts.map((count) => (count === 0 ? 1 : train.length / (names.length * count)));
  return { ...codec, classWeights };
};

/** What is wrong with the weights that a config gives classes. */
export const findWeightProblems = (
  { classWeights = 'none', loss = 'crossEntropy' }: NonNullable<Config['training']>,
  names: readonly string[],
): ConfigProblem[] => {
  const path = 'training.classWeights';
  if (classWeights === 'none') return [];
  if (loss !== 'crossEntropy') {
    return [
      {
        path,
        message: `weights of classes are for crossEntropy, not for ${loss}; leave them out, or change training.loss`,
      },
    ];
  }
  if (classWeights === 'balanced') return [];
  return Object.keys(classWeights).flatMap((name) => {
    if (names.includes(name)) return [];
    const meant = nearest(name, names);
    const hint = meant === undefined ? `the classes are ${names.slice(0, 10).join(', ')}` : `did you mean '${meant}'?`;
    return [{ path, message: `there is no class '${name}'; ${hint}` }];
  });
};
