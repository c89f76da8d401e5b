import type { Config, RunConfig } from '../config.ts';
import type { ConfigProblem } from './completion.ts';

/** What of the recurrent layers' options cannot go together. */
export const findModelContradictions = (wanted: Config, { model }: RunConfig): ConfigProblem[] => {
  const { cell, activation, initializer, forgetBias, projSize, layerSizes } = model;
  const problems: ConfigProblem[] = [];
  const refuse = (isWrong: boolean, option: keyof typeof model, message: string): void => {
    if (isWrong) problems.push({ path: `model.${option}`, message });
  };
  const units = layerSizes ?? [model.hiddenSize];
  const { hiddenSize, numLayers } = wanted.model ?? {};
  refuse(
    initializer === 'irnn' && (cell !== 'rnn' || activation !== 'relu'),
    'initializer',
    `irnn is for relu units of the rnn cell, not for ${cell === 'rnn' ? activation : cell}`,
  );
  refuse(
    forgetBias !== undefined && cell !== 'lstm',
    'forgetBias',
    `${cell} has no forget gate; leave it out, or use lstm`,
  );
  refuse(forgetBias !== undefined && !model.bias, 'forgetBias', 'the layers have no biases; leave it out, or set bias');
  refuse(
    projSize > 0 && cell !== 'lstm',
    'projSize',
    `only lstm projects its hidden state, ${cell} does not; leave projSize out, or use lstm`,
  );
  refuse(
    projSize > 0 && cell === 'lstm' && projSize >= Math.min(...units),
    'projSize',
    `projSize ${projSize} >= hiddenSize ${Math.min(...units)}: a projection makes the state shorter`,
  );
  refuse(
    model.gruReset === 'before' && cell !== 'gru',
    'gruReset',
    `${cell} has no reset gate; leave gruReset out, or use gru`,
  );
  refuse(
    model.layerNorm && cell === 'gru' && model.gruReset === 'before',
    'layerNorm',
    'a gru that resets before the product cannot be normalised; set gruReset to after',
  );
  refuse(
    model.layerNorm && cell === 'rnn' && units.includes(1),
    'layerNorm',
    'what a single rnn unit gets is always 0 once it is normalised; use two or more units, or leave it out',
  );
  refuse(
    model.residual && model.numLayers < 2,
    'residual',
    'there is no layer above the first; use two or more layers, or leave it out',
  );
  refuse(
    model.residual && units.some((size) => size !== units[0]),
    'residual',
    `layers of ${units.join(', ')} units cannot be added to each other; make all as wide, or leave it out`,
  );
  refuse(
    layerSizes !== undefined && numLayers !== undefined && numLayers !== layerSizes.length,
    'numLayers',
    `numLayers ${numLayers}, but layerSizes has ${layerSizes?.length}; leave one of them out`,
  );
  refuse(
    layerSizes !== undefined && hiddenSize !== undefined && hiddenSize !== layerSizes[0],
    'hiddenSize',
    `hiddenSize ${hiddenSize}, but layerSizes begins with ${layerSizes?.[0]}; leave one of them out`,
  );
  return problems;
};
