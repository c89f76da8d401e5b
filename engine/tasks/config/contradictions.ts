import type { Config, RunConfig } from '../../config.ts';
import { isDistribution } from '../../network/lossGroups.ts';
import type { Completion, ConfigProblem } from './completion.ts';
import { anyOf } from '../../words/anyOf.ts';
import { findFieldsOfOtherTasks } from './fieldsOfTasks.ts';
import { findModelContradictions } from './modelContradictions.ts';
import { countUpdates, inputSizeOf } from './networkDefaults.ts';
import { findSeriesContradictions } from './seriesContradictions.ts';
import { findShapeContradictions } from './shapeContradictions.ts';
import type { Task } from '../task.ts';

/** What of model and training cannot go together, or not with the task. */
export const findContradictions = (
  wanted: Config,
  config: RunConfig,
  part: Pick<Completion<unknown>, 'shape' | 'isShapeEstimated' | 'examples' | 'overlap'>,
  task: Task,
): ConfigProblem[] => {
  const { shape } = part;
  const { model, training } = config;
  const { loss } = training;
  const problems = [
    ...findFieldsOfOtherTasks(wanted, task),
    ...findModelContradictions(wanted, config),
    ...findShapeContradictions(shape, model),
    ...(shape.series ? findSeriesContradictions(wanted, config, shape.series) : []),
    ...(task.contradictions?.(wanted, config) ?? []),
  ];
  if (!task.losses.includes(loss)) {
    problems.push({
      path: 'training.loss',
      message: `${loss} is not for it: a ${task.name} takes ${anyOf(task.losses)}`,
    });
  }
  const { outputActivation } = model;
  if (isDistribution(loss) && outputActivation !== 'none') {
    problems.push({
      path: 'model.outputActivation',
      message: `${outputActivation} would bound what the ${loss} loss has to say of a value; use none`,
    });
  }
  if (loss === 'crossEntropy' && outputActivation !== 'none' && outputActivation !== 'softmax') {
    problems.push({
      path: 'model.outputActivation',
      message: `crossEntropy works on softmax, not on ${outputActivation}; use none or softmax, or the loss mse`,
    });
  }
  if (outputActivation === 'softmax' && shape.outputSize === 1) {
    problems.push({
      path: 'model.outputActivation',
      message: 'the softmax of a single output is always 1; use another activation',
    });
  }
  if (training.optimizer === 'gd' && training.accumulationSteps > 1) {
    problems.push({
      path: 'training.accumulationSteps',
      message: 'gd takes one step on the whole training split already; leave it out, or use sgd',
    });
  }
  if (training.optimizer === 'nesterov' && training.momentum === 0) {
    problems.push({
      path: 'training.momentum',
      message: 'momentum 0 leaves nesterov nothing to look ahead with; use more, or the optimizer sgd',
    });
  }
  const { kind, warmupSteps, minLearningRate } = training.schedule;
  if (kind !== 'constant' && minLearningRate > training.learningRate) {
    problems.push({
      path: 'training.schedule.minLearningRate',
      message: `minLearningRate ${minLearningRate} > learningRate ${training.learningRate}: the rate would never fall; use less`,
    });
  }
  const updates = countUpdates(part, training) * training.epochs;
  if (warmupSteps > updates) {
    problems.push({
      path: 'training.schedule.warmupSteps',
      message: `warmupSteps ${warmupSteps} > ${updates} steps of the whole training: it would never reach its learning rate`,
    });
  }
  const inputSize = inputSizeOf(shape);
  const wish = wanted.model?.inputSize;
  if (wish !== undefined && wish !== inputSize && !part.isShapeEstimated) {
    problems.push({
      path: 'model.inputSize',
      message: `inputSize ${wish}, but the data has ${inputSize} values a step; leave it out, or choose other inputs`,
    });
  }
  return problems;
};
