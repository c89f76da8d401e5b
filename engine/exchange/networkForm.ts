import type { ModelConfig } from '../config.ts';
import type { CellSpec } from '../network/cells/cellSpec.ts';
import type { NetworkSpec, ProjectSpec } from '../network/networkSpec.ts';
import { specOf } from '../network/cells/findCell.ts';

/** What decides which other program can hold a network. */
export type NetworkForm = Pick<
  ModelConfig,
  'cell' | 'activation' | 'gruReset' | 'projSize' | 'layerSizes' | 'layerNorm' | 'residual' | 'initialState' | 'pool'
>;

/** Why PyTorch's modules cannot hold the network exactly; empty when they can. */
export const pytorchObstacles = (form: NetworkForm): string[] => [
  ...sharedObstacles(form),
  ...cellObstacles(specOf(form).pytorch, form),
  ...(new Set(form.layerSizes).size > 1
    ? ['its layers differ in width, which needs a module each, with names of its own']
    : []),
];

/** Why Keras's layers cannot hold the network exactly; empty when they can. */
export const kerasObstacles = (form: NetworkForm): string[] => [
  ...sharedObstacles(form),
  ...cellObstacles(specOf(form).keras, form),
  ...(form.projSize > 0 ? ['its lstm has a projection, which Keras has not'] : []),
];

/** Of what another program has of the cell, or why it has it not. */
const cellObstacles = (other: CellSpec['pytorch'] | CellSpec['keras'], form: NetworkForm): string[] => {
  const obstacle = typeof other === 'string' ? other : 'obstacle' in other ? other.obstacle?.(form) : undefined;
  return obstacle === undefined ? [] : [obstacle];
};

const sharedObstacles = ({ layerNorm, residual, initialState, pool }: NetworkForm): string[] => [
  ...(layerNorm ? ['its cells normalise within, which the other cells do not'] : []),
  ...(residual ? ['its layers are residual, which a stack of the other layers is not'] : []),
  ...(initialState === 'learned' ? ['its initial state is learned, which is no weight of the other layers'] : []),
  ...(pool === 'last' ? [] : [`its output layer reads the ${pool} of all steps, which the other layers do not make`]),
];

/** Of blocks that the code for another program knows nothing of: PyTorch's shares the weight of an embedding, Keras's does not. */
export const blockObstacles = ({ encoder, decoder, head }: NetworkSpec, program: 'PyTorch' | 'Keras'): string[] => [
  ...(encoder.some(({ block }) => block === 'spell')
    ? ['it reads words by their letters too, which needs code of its own']
    : []),
  ...(encoder.some(({ block }) => block === 'label')
    ? ['it is told a label at every step, which needs code of its own']
    : []),
  ...(encoder.some(({ block }) => block === 'segments')
    ? ['it reads windows by segments, which needs code of its own']
    : []),
  ...(encoder.some(({ block }) => block === 'normalise')
    ? ['it takes the level off each window and gives it back, which needs code of its own']
    : []),
  ...(encoder.some(({ block }) => block === 'foresee')
    ? ['it reads what is known of the steps ahead, which needs code of its own']
    : []),
  ...(encoder.some(({ block }) => block === 'mark')
    ? ['it has a vector of what kind of series it reads, which needs code of its own']
    : []),
  ...(decoder ? ['it has a decoder, which needs code of its own'] : []),
  ...(encoder.some((spec, index) => spec.block === 'project' && !isTie(spec, encoder.slice(0, index), head)) ||
  encoder.filter(({ block }) => block === 'recur').length > 1
    ? ['it has more blocks than an embedding, recurrent layers and an output layer']
    : []),
  ...(head.sharesEmbedding && program === 'Keras'
    ? ["its output layer has the embedding's weight, which Keras's Dense cannot share"]
    : []),
];

/** Whether the block is what brings the layers below it to the width of vectors that the output layer shares. */
const isTie = (
  { name, activation }: ProjectSpec,
  below: NetworkSpec['encoder'],
  { sharesEmbedding }: NetworkSpec['head'],
): boolean =>
  name === 'project' &&
  activation === 'none' &&
  sharesEmbedding === true &&
  below.some(({ block }) => block === 'recur');
