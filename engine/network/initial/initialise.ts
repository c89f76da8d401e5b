import type { CellOptions, TensorflowForm } from '../cells/cellSpec.ts';
import { gatesOf, specOf } from '../cells/findCell.ts';
import { type FirstVectors, putFirstVectors } from './firstVectors.ts';
import type { NetworkPlan } from '../networkPlan.ts';
import { countValues, findPlace, packTensor, type ParameterPlace } from '../parameterLayout.ts';
import type { Random } from '../../compute/random.ts';
import type { ModelConfig } from '../../config.ts';
import { orthonormalRows } from './orthonormalRows.ts';

type Initialisation = CellOptions & Pick<ModelConfig, 'initializer' | 'forgetBias'>;
type Place = Pick<ParameterPlace, 'name' | 'role' | 'fan' | 'shape' | 'outputs' | 'inputs' | 'padding'>;

/** First values of all parameters, each by the cell of the layers that it belongs to. `vectors`: of the symbols that are read. */
export const initialiseParameters = (
  { network, places }: Pick<NetworkPlan, 'network' | 'places'>,
  packed: Float32Array,
  model: Initialisation,
  random: Random,
  vectors?: FirstVectors,
): void => {
  const embedding = places.find(({ role }) => role === 'embedding');
  const blocks = [...network.encoder, ...(network.decoder?.blocks ?? [])];
  const stacks = blocks.filter((spec) => spec.block === 'recur');
  for (const place of places) {
    const cell = stacks.find(({ name }) => place.name.startsWith(`${name}.`))?.cell;
    const values = initialValues(place, places, { ...model, ...cell }, random);
    if (vectors && place === embedding) putFirstVectors(values, place, vectors);
    packTensor(place, packed, values);
  }
};

/** First values of a parameter, in PyTorch's layout, by the rules of the initialiser. `places` are all parameters. */
export const initialValues = (
  place: Place,
  places: readonly ParameterPlace[],
  model: Initialisation,
  random: Random,
): Float32Array => {
  const values = drawValues(place, places, model, random);
  const { padding, outputs } = place;
  return padding === undefined ? values : values.fill(0, padding * outputs, (padding + 1) * outputs);
};

const drawValues = (
  place: Place,
  places: readonly ParameterPlace[],
  model: Initialisation,
  random: Random,
): Float32Array => {
  if (place.role === 'gain') return new Float32Array(countValues(place)).fill(1);
  if (place.role === 'firstState') return new Float32Array(countValues(place));
  if (model.initializer === 'pytorch') return withForgetBias(pytorchValues(place, random), place, model);
  if (place.role === 'gateBias' || place.role === 'linearBias')
    return withForgetBias(firstBias(place, model), place, model);
  switch (model.initializer) {
    case 'keras':
      return kerasValues(place, random);
    case 'tf1':
      return tensorflowValues(place, places, model, random);
    case 'irnn':
      return identityValues(place, random);
    case 'orthogonal':
      return orthogonalValues(place, model, random);
  }
};

/**
 * Uniform within 1/sqrt(H), biases included; of linear layers within one over the root of their inputs. Normal for the
 * embedding. (torch.nn.RNN.reset_parameters, Linear, Embedding)
 */
const pytorchValues = (place: Place, random: Random): Float32Array =>
  place.role === 'embedding' ? normal(place, 1, random) : uniform(place, 1 / Math.sqrt(place.fan), random);

/** Keras 3: Glorot kernels, one orthogonal recurrent kernel (H, G*H) over all gates. */
const kerasValues = (place: Place, random: Random): Float32Array => {
  if (place.role === 'embedding') return uniform(place, 0.05, random);
  if (place.role !== 'recurrent') return glorot(place, random);
  const [gated, S] = sides(place);
  return Float32Array.from(transposed(orthonormalRows(S, gated, random), gated));
};

/** TensorFlow 1: Glorot over each kernel of the cell, which joins input and state. */
const tensorflowValues = (
  place: Place,
  places: readonly ParameterPlace[],
  model: Initialisation,
  random: Random,
): Float32Array => {
  if (place.role !== 'input' && place.role !== 'recurrent') return glorot(place, random);
  const H = place.outputs;
  const sibling = (part: string): ParameterPlace => findPlace(places, place.name.replace(/weight_[ih]h/, part));
  const { inputs } = sibling('weight_ih');
  const { inputs: states } = sibling('weight_hh');
  const [, columns] = sides(place);
  const kernels = tensorflowKernels(model);
  const bounds = gatesOf(model).map((_, gate) => {
    const together = kernels.find(({ gates }) => gates.includes(gate))?.gates.length ?? NaN;
    return Math.sqrt(6 / (inputs + states + together * H));
  });
  const values = uniform(place, 1, random);
  return values.map((value, i) => value * (bounds[Math.floor(i / (H * columns))] ?? NaN));
};

/** Le, Jaitly and Hinton 2015: identity recurrent, all other weights normal with a deviation of 0.001. */
const identityValues = (place: Place, random: Random): Float32Array => {
  if (place.role !== 'recurrent') return normal(place, place.role === 'embedding' ? 1 : 0.001, random);
  const [, H] = sides(place);
  return new Float32Array(H * H).map((_, i) => (i % (H + 1) === 0 ? 1 : 0));
};

/** Every gate's recurrent matrix orthogonal by itself, Glorot for the others. */
const orthogonalValues = (place: Place, model: Initialisation, random: Random): Float32Array => {
  if (place.role === 'embedding') return normal(place, 1, random);
  if (place.role !== 'recurrent') return glorot(place, random);
  const H = place.outputs;
  const [, S] = sides(place);
  const values = new Float32Array(countValues(place));
  for (let gate = 0; gate < gatesOf(model).length; gate++) {
    values.set(transposed(orthonormalRows(S, H, random), H), gate * H * S);
  }
  return values;
};

/** Zero; TensorFlow 1 opens some gates. */
const firstBias = (place: Place, model: Initialisation): Float32Array => {
  const values = new Float32Array(countValues(place));
  if (model.initializer !== 'tf1' || !place.name.includes('bias_ih')) return values;
  const H = place.outputs;
  for (const { gates, firstBias: first } of tensorflowKernels(model)) {
    for (const gate of gates) values.fill(first, gate * H, (gate + 1) * H);
  }
  return values;
};

const tensorflowKernels = (model: Initialisation): TensorflowForm['kernels'] => {
  const { name, tensorflow } = specOf(model);
  if (!tensorflow) throw new Error(`TensorFlow 1 has no ${name} whose first values it could have.`);
  return tensorflow.kernels;
};

/** Keras stores a forget bias of 1, TensorFlow 1 adds it on the way: both come to the same here. */
const usualForgetBias: Readonly<Partial<Record<ModelConfig['initializer'], number>>> = { keras: 1, tf1: 1 };

const withForgetBias = (values: Float32Array, place: Place, model: Initialisation): Float32Array => {
  const { name, role, outputs: H } = place;
  const bias = model.forgetBias ?? usualForgetBias[model.initializer];
  const gate = gatesOf(model).findIndex(({ isForget }) => isForget);
  if (gate >= 0 && bias !== undefined && role === 'gateBias') {
    values.fill(name.includes('bias_ih') ? bias : 0, gate * H, (gate + 1) * H);
  }
  return values;
};

const sides = ({ shape: [rows = 1, columns = 1] }: Pick<Place, 'shape'>): [number, number] => [rows, columns];

const uniform = (place: Place, bound: number, random: Random): Float32Array =>
  Float32Array.from({ length: countValues(place) }, () => (2 * random.next() - 1) * bound);

const normal = (place: Place, deviation: number, random: Random): Float32Array =>
  Float32Array.from({ length: countValues(place) }, () => random.normal() * deviation);

/** Glorot and Bengio 2010. */
const glorot = (place: Place, random: Random): Float32Array => {
  const [rows, columns] = sides(place);
  return uniform(place, Math.sqrt(6 / (rows + columns)), random);
};

/** A matrix of so many columns, row-major, transposed. */
const transposed = (values: Float64Array, columns: number): Float64Array => {
  const rows = values.length / columns;
  return values.map((_, i) => values[(i % rows) * columns + Math.floor(i / rows)] ?? NaN);
};
