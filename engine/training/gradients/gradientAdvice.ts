import { anyOf } from '../../words/anyOf.ts';
import type { RunConfig } from '../../config.ts';
import { specOf } from '../../network/cells/findCell.ts';
import type { Verdict } from '../../protocol.ts';
import { taskOf } from '../../tasks/findTask.ts';

type Advised = Exclude<Verdict['kind'], 'healthy'>;

/** What to do, of all that can be done what the config has not got yet: `use lstm or gru, or a shorter data.window`. */
export const adviceFor = (kind: Advised, config: RunConfig): string => {
  const ways = waysOut[kind](config);
  const last = ways.at(-1) ?? '';
  if (ways.length < 3) return ways.join(' or ');
  return `${ways.slice(0, -1).join(', ')}, or ${last}`;
};

const waysOut: Record<Advised, (config: RunConfig) => readonly string[]> = {
  vanishing: (config) => {
    const { activation, initializer } = config.model;
    const { reads, isRecurrent } = specOf(config.model);
    const isIdentity = initializer === 'irnn';
    return [
      ...otherCells(config),
      ...(reads.includes('activation') && activation === 'sigmoid' ? ['model.activation tanh'] : []),
      ...(reads.includes('forgetBias') && forgetBiasOf(config) < 1 ? ['set model.forgetBias 1'] : []),
      ...(initializer === 'orthogonal' || isIdentity || !isRecurrent
        ? []
        : ['orthogonal initialisation (model.initializer)']),
      ...shorterWay(config),
    ];
  },
  exploding: (config) => {
    const { activation } = config.model;
    const { reads } = specOf(config.model);
    return [
      ...(config.training.gradClip > 0 ? [] : ['set training.gradClip 1']),
      lowerRate(config),
      ...otherCells(config),
      ...(reads.includes('activation') && activation === 'relu' ? ['model.activation tanh'] : []),
      ...shorterWay(config),
    ];
  },
  dead: (config) => [lowerRate(config), 'model.activation tanh', ...otherCells(config)],
  saturated: (config) => {
    const canNormalise = !config.model.layerNorm && specOf(config.model).reads.includes('layerNorm');
    const isUnscaled = 'scaling' in config.data && config.data.scaling === 'none';
    return [
      ...(isUnscaled ? ['set data.scaling standard'] : []),
      lowerRate(config),
      ...(canNormalise ? ['set model.layerNorm'] : []),
      ...(config.training.weightDecay > 0 ? [] : ['set training.weightDecay 0.01']),
    ];
  },
  unstable: (config) => [lowerRate(config)],
  frozen: ({ training }) => [
    `try training.learningRate ${digits(training.learningRate * 10)}`,
    ...(training.optimizer === 'adam' || training.optimizer === 'adamw' ? [] : ['training.optimizer adam']),
  ],
  clipped: (config) => {
    const { gradClip, clipValue } = config.training;
    const [name, limit] = gradClip > 0 ? ['gradClip', gradClip] : ['clipValue', clipValue];
    return [`raise training.${name} to ${digits(limit * 5)}`, lowerRate(config)];
  },
};

/** Cells that lose less of the gradient on its way back. */
const otherCells = ({ model }: RunConfig): readonly string[] => {
  const { steadier } = specOf(model);
  return steadier ? [`use ${anyOf(steadier)}`] : [];
};

/** What the initialisers begin with, where the config does not say. */
const forgetBiasOf = ({ model }: RunConfig): number =>
  model.forgetBias ?? (model.initializer === 'keras' || model.initializer === 'tf1' ? 1 : 0);

/** Fewer steps to go back over. */
const shorterWay = (config: RunConfig): readonly string[] => [taskOf(config).shorterWay];

const lowerRate = ({ training }: RunConfig): string =>
  `try training.learningRate ${digits(training.learningRate / 10)}`;

const digits = (value: number): string => String(Number(value.toPrecision(2)));
