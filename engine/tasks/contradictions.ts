import type { Config, RunConfig } from '../config.ts';
import type { Completion, ConfigProblem } from './completion.ts';
import { findFieldsOfOtherTasks } from './fieldsOfTasks.ts';
import { findModelContradictions } from './modelContradictions.ts';
import { countUpdates, inputSizeOf } from './networkDefaults.ts';

/** What of model and training cannot go together, or not with the task. */
export const findContradictions = (
  wanted: Config,
  config: RunConfig,
  part: Pick<Completion<unknown>, 'shape' | 'examples' | 'overlap'>,
): ConfigProblem[] => {
  const { shape } = part;
  const { task, model, training } = config;
  const { loss } = training;
  const problems = [...findFieldsOfOtherTasks(wanted, task), ...findModelContradictions(wanted, config)];
  if (task === 'forecast' && loss === 'crossEntropy') {
    problems.push({
      path: 'training.loss',
      message: 'crossEntropy is for classes and symbols; a forecast takes mse, huber or gaussian',
    });
  }
  if (task !== 'forecast' && (loss === 'huber' || loss === 'gaussian')) {
    problems.push({ path: 'training.loss', message: `${loss} is for forecasts; ${task} takes crossEntropy or mse` });
  }
  const { outputActivation } = model;
  if (loss === 'gaussian' && outputActivation !== 'none') {
    problems.push({
      path: 'model.outputActivation',
      message: `${outputActivation} would bound the means and variances of the gaussian loss; use none`,
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
  if (task === 'forecast' && config.data.time === null && wanted.data?.calendar && !wanted.data.time) {
    problems.push({
      path: 'data.calendar',
      message: 'there is no timestamp to take the calendar from; leave it out, or name a column in data.time',
    });
  }
  const inputSize = inputSizeOf(shape);
  const wish = wanted.model?.inputSize;
  if (wish !== undefined && wish !== inputSize) {
    problems.push({
      path: 'model.inputSize',
      message: `inputSize ${wish}, but the data has ${inputSize} values a step; leave it out, or choose other inputs`,
    });
  }
  return problems;
};
