import type { CellOptions } from './cells/cellSpec.ts';
import { gatesOf, specOf } from './cells/registry.ts';
import { directionSuffixes, layerSizesOf, type SizedModel } from './layers/layerSizes.ts';
import { panelsOf } from '../compute/kernels.ts';
import type { Tensor } from '../compute/tensor.ts';
import type { ModelConfig } from '../config.ts';

/** Where a parameter lies among the packed parameters, and how it is packed (`engine/kernels/kernels.h`). */
export interface ParameterPlace {
  readonly name: string;
  /** As in PyTorch's `state_dict`. */
  readonly shape: readonly number[];
  /** Row-major (inputs, outputs) as an embedding is, instead of (outputs, inputs) as weights are. */
  readonly inputsFirst: boolean;
  readonly gates: number;
  /** Outputs per gate. */
  readonly outputs: number;
  /** 1 for a bias. */
  readonly inputs: number;
  /** Inputs that lie together: of several blocks, each begins a panel of its own. */
  readonly inputBlock: number;
  /** Floats in a panel. */
  readonly panel: number;
  /** First float and floats with padding, from the beginning of the packed parameters. */
  readonly start: number;
  readonly count: number;
}

export interface NetworkSize {
  /** Floats in a panel. */
  readonly panel: number;
  readonly model: SizedModel & CellOptions & Pick<ModelConfig, 'bias' | 'layerNorm' | 'initialState'>;
  /** 0 for none. */
  readonly embeddingSize: number;
  /** Columns of a step, or symbols of the vocabulary. */
  readonly inputSize: number;
  readonly outputSize: number;
  /** Blocks of `outputSize` that the head puts out: 2 with the gaussian loss, else 1. */
  readonly outputGroups: number;
}

/**
 * All parameters: PyTorch's in its order, of each direction of a layer (`torch.nn.RNNBase`), then those it does not
 * know: gains of the normalised products `norm_ih` and `norm_hh` (G*H), first states `h0` (S) and `c0` (H).
 * A cell without a recurrent product has no `hh`.
 */
export const layOutParameters = (size: NetworkSize): readonly ParameterPlace[] => {
  const { panel, model, embeddingSize: E, outputSize, outputGroups } = size;
  const { isRecurrent, states } = specOf(model);
  const G = gatesOf(model).length;
  const places: ParameterPlace[] = [];
  let start = 0;
  const add = (place: Omit<ParameterPlace, 'panel' | 'start' | 'count'>): void => {
    const { gates, outputs, inputs, inputBlock } = place;
    const count = gates * panelsOf(outputs, panel) * panel * packedRows(inputs, inputBlock, panel);
    places.push({ ...place, panel, start, count });
    start += Math.ceil(count / 16) * 16;
  };
  const addMatrix = (name: string, gates: number, outputs: number, inputs: number, inputBlock = inputs): void => {
    add({ name, shape: [gates * outputs, inputs], inputsFirst: false, gates, outputs, inputs, inputBlock });
  };
  const addVector = (name: string, gates: number, outputs: number): void => {
    add({ name, shape: [gates * outputs], inputsFirst: false, gates, outputs, inputs: 1, inputBlock: 1 });
  };
  if (E > 0) {
    const inputs = size.inputSize;
    const shape = [inputs, E];
    add({ name: 'embedding.weight', shape, inputsFirst: true, gates: 1, outputs: E, inputs, inputBlock: inputs });
  }
  const layers = layerSizesOf(model, E || size.inputSize);
  layers.forEach(({ hiddenSize: H, stateSize: S, inputSize, inputBlock, directions }, layer) => {
    for (const suffix of directionSuffixes.slice(0, directions)) {
      const end = `_l${layer}${suffix}`;
      addMatrix(`rnn.weight_ih${end}`, G, H, inputSize, inputBlock);
      if (isRecurrent) addMatrix(`rnn.weight_hh${end}`, G, H, S);
      if (model.bias) addVector(`rnn.bias_ih${end}`, G, H);
      if (model.bias && isRecurrent) addVector(`rnn.bias_hh${end}`, G, H);
      if (model.projSize > 0) addMatrix(`rnn.weight_hr${end}`, 1, S, H);
      if (model.layerNorm) {
        addVector(`rnn.norm_ih${end}`, G, H);
        addVector(`rnn.norm_hh${end}`, G, H);
      }
      if (model.initialState === 'learned') {
        for (const state of states) addVector(`rnn.${state}0${end}`, 1, state === 'h' ? S : H);
      }
    }
  });
  const top = layers.at(-1);
  if (!top) throw new Error('A network has at least one layer.');
  addMatrix('head.weight', outputGroups, outputSize, top.directions * top.stateSize, top.stateSize);
  addVector('head.bias', outputGroups, outputSize);
  return places;
};

/** Rows of a packed weight: of several blocks each is padded to whole panels, as the outputs of a layer are. */
export const packedRows = (inputs: number, inputBlock: number, panel: number): number =>
  inputs > inputBlock ? (inputs / inputBlock) * panelsOf(inputBlock, panel) * panel : inputs;

export const findPlace = (places: readonly ParameterPlace[], name: string): ParameterPlace => {
  const place = places.find((candidate) => candidate.name === name);
  if (!place) throw new Error(`The network has no parameter ${name}.`);
  return place;
};

/** Calls `visit(index in the tensor, index among the packed parameters)` for every value. */
const eachValue = (place: ParameterPlace, visit: (plain: number, packed: number) => void): void => {
  const { gates, outputs, inputs, inputBlock, inputsFirst, panel: width, start } = place;
  const rows = packedRows(inputs, inputBlock, width);
  const blockRows = panelsOf(inputBlock, width) * width;
  for (let gate = 0; gate < gates; gate++) {
    for (let output = 0; output < outputs; output++) {
      const panel = Math.floor(output / width) * gates + gate;
      const row = gate * outputs + output;
      for (let input = 0; input < inputs; input++) {
        const plain = inputsFirst ? input * outputs + row : row * inputs + input;
        const packedRow = Math.floor(input / inputBlock) * blockRows + (input % inputBlock);
        visit(plain, start + (panel * rows + packedRow) * width + (output % width));
      }
    }
  }
};

/** A copy of the parameter, as PyTorch lays it out. */
export const unpackTensor = (place: ParameterPlace, packed: Float32Array): Tensor => {
  const values = new Float32Array(place.shape.reduce((product, n) => product * n, 1));
  eachValue(place, (plain, at) => {
    values[plain] = packed[at] ?? NaN;
  });
  return { shape: place.shape, values };
};

export const packTensor = (place: ParameterPlace, packed: Float32Array, values: Float32Array): void => {
  eachValue(place, (plain, at) => {
    packed[at] = values[plain] ?? NaN;
  });
};
