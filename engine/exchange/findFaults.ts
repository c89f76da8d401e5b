import type { Tensor } from '../compute/tensor.ts';
import { cellSpecs, gatesOf, specOf } from '../network/cells/findCell.ts';
import type { NamedTensors } from './cellWeights.ts';
import { type InFile, formatInFile } from './fileTensor.ts';
import { type NetworkGuess, layerOf, shapesOf } from './guessNetworks.ts';

/** A tensor that is not `wanted` in its shape, is missing (no `tensor`) or too many (nothing `wanted`). */
export interface Fault {
  readonly name: string;
  readonly tensor: Tensor | undefined;
  readonly wanted: readonly number[] | undefined;
}

/** In the order of a `state_dict`, what is too many last. */
export const findFaults = (recurrent: NamedTensors, guess: NetworkGuess): Fault[] => {
  const shapes = shapesOf(guess);
  const all = new Set([...shapes.keys(), ...recurrent.keys()]);
  return [...all]
    .map((name): Fault => ({ name, tensor: recurrent.get(name), wanted: shapes.get(name) }))
    .filter(({ tensor, wanted }) => tensor?.shape.join() !== wanted?.join());
};

/** Sizes that would have to be others. */
export const countWrongSizes = (faults: readonly Fault[]): number =>
  faults.reduce((sum, { tensor, wanted = [] }) => {
    const isRankRight = tensor?.shape.length === wanted.length;
    return sum + (isRankRight ? wanted.filter((size, axis) => size !== tensor.shape[axis]).length : 2);
  }, 0);

/** In words; `others` are networks that the tensors might as well be of but for the same one. */
export const describeFault = (
  { name, tensor, wanted }: Fault,
  guess: NetworkGuess,
  others: readonly NetworkGuess[],
  recurrent: NamedTensors,
  inFile: InFile,
): string => {
  const shown = inFile(name);
  if (!tensor) return `has no tensor ${shown.name}, which ${callerOf(name, recurrent, inFile)}`;
  const found = formatInFile(shown, tensor.shape);
  if (!wanted) return `tensor ${shown.name} ${found} ${describeExtra(name, guess)}`;
  const should = (network: NetworkGuess): string =>
    formatInFile(
      shown,
      (shapesOf(network).get(name) ?? []).map((size) => size || 'inputs'),
    );
  const choices = new Set([guess, ...others].map((network) => `${should(network)} of ${article(network)}`));
  if (choices.size > 1) return `tensor ${shown.name} is ${found} and should be ${[...choices].join(' or ')}`;
  return `tensor ${shown.name} is ${found} and should be ${should(guess)}, for ${describeSizes(name, guess)}`;
};

/** Parts that a cell has both of or neither. */
const partners: readonly (readonly [string, string])[] = [
  ['bias_ih', 'bias_hh'],
  ['norm_ih', 'norm_hh'],
  ['h0', 'c0'],
];

const callerOf = (name: string, recurrent: NamedTensors, inFile: InFile): string => {
  const pair = partners.find((parts) => parts.some((part) => name.startsWith(`rnn.${part}_`)));
  const [one = '', other = ''] = pair ?? [];
  const partner = name.includes(`.${one}_`) ? name.replace(one, other) : name.replace(other, one);
  return pair && recurrent.has(partner) ? `${inFile(partner).name} calls for` : 'the others call for';
};

const describeExtra = (name: string, { model, layerSizes }: NetworkGuess): string => {
  const { bidirectional } = model;
  if (name.startsWith('rnn.weight_hr') && !specOf(model).reads.includes('projSize')) {
    return `is a projection, which only ${projecting} has; the others are of ${article({ model })}`;
  }
  const form = [
    `${layerSizes.length} ${layerSizes.length === 1 ? 'layer' : 'layers'}`,
    ...(name.endsWith('_reverse') && !bidirectional ? ['one direction'] : []),
    ...(name.startsWith('rnn.bias_') && !model.bias ? ['no bias'] : []),
    ...(name.startsWith('rnn.weight_hr') && model.projSize === 0 ? ['no projection'] : []),
  ];
  return `has no place: the others are of ${article({ model })} with ${form.join(', ')}; export the rest without it`;
};

/** By the name of its first letter: an lstm, a gru. */
const article = ({ model: { cell } }: Pick<NetworkGuess, 'model'>): string =>
  `${/^[aefhilmnorsx]/.test(cell) ? 'an' : 'a'} ${cell}`;

const projecting = cellSpecs.flatMap(({ name, reads }) => (reads.includes('projSize') ? [name] : [])).join(' or ');

/** What a tensor's shape follows from. */
const describeSizes = (name: string, { model, layerSizes, inputSize }: NetworkGuess): string => {
  const layer = layerOf(name) ?? 0;
  const gates = gatesOf(model).length;
  const units = `${layerSizes[layer] ?? 0} units of ${gates} ${gates === 1 ? 'gate' : 'gates'}`;
  const below = (model.projSize || (layerSizes[layer - 1] ?? 0)) * (model.bidirectional ? 2 : 1);
  const inputs = layer === 0 ? inputSize : below;
  return name.startsWith('rnn.weight_ih') && inputs > 0 ? `${units} and ${inputs} inputs` : units;
};
