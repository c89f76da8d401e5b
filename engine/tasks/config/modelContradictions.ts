import type { Config, RunConfig } from '../../config.ts';
import type { CellOption } from '../../network/cells/cellSpec.ts';
import { cellSpecs, specOf } from '../../network/cells/findCell.ts';
import { anyOf } from '../../words/anyOf.ts';
import type { ConfigProblem } from './completion.ts';

/** What of the recurrent layers' options cannot go together. */
export const findModelContradictions = (wanted: Config, { model }: RunConfig): ConfigProblem[] => {
  const { cell, activation, initializer, forgetBias, projSize, layerSizes } = model;
  const spec = specOf(model);
  const reads = (option: CellOption): boolean => spec.reads.includes(option);
  const problems: ConfigProblem[] = [];
  const refuse = (isWrong: boolean, option: keyof typeof model, message: string): void => {
    if (isWrong) problems.push({ path: `model.${option}`, message });
  };
  const units = layerSizes ?? [model.hiddenSize];
  const { hiddenSize, numLayers } = wanted.model ?? {};
  refuse(
    initializer === 'irnn' && !spec.keepsIdentity?.(model),
    'initializer',
    `irnn is for relu units of the rnn cell, not for ${reads('activation') ? activation : cell}`,
  );
  refuse(
    forgetBias !== undefined && !reads('forgetBias'),
    'forgetBias',
    `${cell} has no forget gate; leave it out, or use ${cellsThatRead('forgetBias')}`,
  );
  refuse(forgetBias !== undefined && !model.bias, 'forgetBias', 'the layers have no biases; leave it out, or set bias');
  refuse(
    projSize > 0 && !reads('projSize'),
    'projSize',
    `only ${cellsThatRead('projSize')} projects its hidden state, ${cell} does not; leave projSize out, or use ${cellsThatRead('projSize')}`,
  );
  refuse(
    projSize > 0 && reads('projSize') && projSize >= Math.min(...units),
    'projSize',
    `projSize ${projSize} >= hiddenSize ${Math.min(...units)}: a projection makes the state shorter`,
  );
  refuse(
    model.gruReset === 'before' && !reads('gruReset'),
    'gruReset',
    `${cell} has no reset gate; leave gruReset out, or use ${cellsThatRead('gruReset')}`,
  );
  refuse(
    model.candidate === 'positive' && !reads('candidate'),
    'candidate',
    `the units of ${cell} are ${spec.units(model)}; leave candidate out, or use ${cellsThatRead('candidate')}`,
  );
  refuse(
    model.recurrentDropout > 0 && !reads('recurrentDropout'),
    'recurrentDropout',
    `${cell} multiplies nothing by its state; leave recurrentDropout out, or use ${cellsThatRead('recurrentDropout')}`,
  );
  refuse(
    model.weightDropout > 0 && !spec.isRecurrent,
    'weightDropout',
    `${cell} has no weights of its state to drop; leave weightDropout out, or use ${anyOf(recurrentCells())}`,
  );
  const { dropout, inputDropout, outputDropout } = model;
  refuse(
    model.lockedDropout && (dropout === 0 || model.numLayers === 1) && inputDropout === 0 && outputDropout === 0,
    'lockedDropout',
    'lockedDropout says how dropout, inputDropout and outputDropout drop, and none does; set one of them, or leave it out',
  );
  refuse(
    initializer === 'tf1' && !spec.tensorflow,
    'initializer',
    `TensorFlow 1 has no ${cell} whose first weights it could have; use pytorch or keras`,
  );
  refuse(
    initializer === 'orthogonal' && !spec.isRecurrent,
    'initializer',
    `orthogonal is for recurrent weights, which ${cell} has not; use keras, which draws the others likewise`,
  );
  refuse(
    model.layerNorm && !reads('layerNorm'),
    'layerNorm',
    spec.refuses?.layerNorm ??
      `${cell} adds nothing of its state to its gates; leave layerNorm out, or use ${cellsThatRead('layerNorm')}`,
  );
  refuse(
    model.layerNorm && reads('layerNorm') && spec.gates(model).length === 1 && units.includes(1),
    'layerNorm',
    `what a single ${cell} unit gets is always 0 once it is normalised; use two or more units, or leave it out`,
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
    model.inputFeeding && model.attention === 'none',
    'inputFeeding',
    'there is no attention that could feed anything; leave it out, or set model.attention',
  );
  refuse(
    model.inputFeeding && !spec.isRecurrent,
    'inputFeeding',
    `${cell} has its gates of all steps at once, and what is fed comes step by step; leave it out, or use ${anyOf(cellSpecs.flatMap(({ name, isRecurrent }) => (isRecurrent ? [name] : [])))}`,
  );
  refuse(
    model.inputFeeding && model.layerNorm,
    'inputFeeding',
    'products that are normalised are made of all steps at once, and what is fed comes step by step; leave it or layerNorm out',
  );
  refuse(
    model.inputFeeding && model.weightDropout > 0,
    'inputFeeding',
    'dropped weights are made ready for all steps at once, and what is fed comes step by step; leave it or weightDropout out',
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

const recurrentCells = (): string[] => [
  ...new Set(cellSpecs.flatMap(({ name, isRecurrent }) => (isRecurrent ? [name] : []))),
];

const cellsThatRead = (option: CellOption): string =>
  anyOf([...new Set(cellSpecs.flatMap(({ name, reads }) => (reads.includes(option) ? [name] : [])))]);
