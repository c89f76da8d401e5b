import { panelsOf } from './kernels.ts';
import type { Tensor } from './tensor.ts';

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
  /** Floats in a panel. */
  readonly panel: number;
  /** First float and floats with padding, from the beginning of the packed parameters. */
  readonly start: number;
  readonly count: number;
}

/** Cells' gates, in PyTorch's order. */
export const gateCounts = { rnn: 1, lstm: 4, gru: 3 } as const;

export interface NetworkSize {
  /** Floats in a panel. */
  readonly panel: number;
  readonly cell: keyof typeof gateCounts;
  readonly hiddenSize: number;
  readonly numLayers: number;
  /** 0 for none. */
  readonly embeddingSize: number;
  /** Columns of a step, or symbols of the vocabulary. */
  readonly inputSize: number;
  readonly outputSize: number;
  /** Blocks of `outputSize` that the head puts out: 2 with the gaussian loss, else 1. */
  readonly outputGroups: number;
}

/** All parameters in PyTorch's order. */
export const layOutParameters = (size: NetworkSize): readonly ParameterPlace[] => {
  const { panel, hiddenSize: H, embeddingSize: E, outputSize, outputGroups } = size;
  const G = gateCounts[size.cell];
  const places: ParameterPlace[] = [];
  let start = 0;
  const add = (name: string, gates: number, outputs: number, inputs: number | 'bias', inputsFirst = false): void => {
    const rows = inputs === 'bias' ? 1 : inputs;
    const count = gates * panelsOf(outputs, panel) * panel * rows;
    const shape = inputs === 'bias' ? [gates * outputs] : [gates * outputs, rows];
    if (inputsFirst) shape.reverse();
    places.push({ name, shape, inputsFirst, gates, outputs, inputs: rows, panel, start, count });
    start += Math.ceil(count / 16) * 16;
  };
  if (E > 0) add('embedding.weight', 1, E, size.inputSize, true);
  for (let layer = 0; layer < size.numLayers; layer++) {
    const inputs = layer > 0 ? H : E > 0 ? E : size.inputSize;
    add(`rnn.weight_ih_l${layer}`, G, H, inputs);
    add(`rnn.weight_hh_l${layer}`, G, H, H);
    add(`rnn.bias_ih_l${layer}`, G, H, 'bias');
    add(`rnn.bias_hh_l${layer}`, G, H, 'bias');
  }
  add('head.weight', outputGroups, outputSize, H);
  add('head.bias', outputGroups, outputSize, 'bias');
  return places;
};

export const findPlace = (places: readonly ParameterPlace[], name: string): ParameterPlace => {
  const place = places.find((candidate) => candidate.name === name);
  if (!place) throw new Error(`The network has no parameter ${name}.`);
  return place;
};

/** Calls `visit(index in the tensor, index among the packed parameters)` for every value. */
const eachValue = (place: ParameterPlace, visit: (plain: number, packed: number) => void): void => {
  const { gates, outputs, inputs, inputsFirst, panel: width, start } = place;
  for (let gate = 0; gate < gates; gate++) {
    for (let output = 0; output < outputs; output++) {
      const panel = Math.floor(output / width) * gates + gate;
      const row = gate * outputs + output;
      for (let input = 0; input < inputs; input++) {
        const plain = inputsFirst ? input * outputs + row : row * inputs + input;
        visit(plain, start + (panel * inputs + input) * width + (output % width));
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
