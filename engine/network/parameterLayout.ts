import { panelsOf } from '../compute/kernels.ts';
import type { Tensor } from '../compute/tensor.ts';

/** What a parameter is for: initialisers ask it. */
export type ParameterRole =
  | 'embedding'
  | 'input'
  | 'recurrent'
  | 'projection'
  | 'gateBias'
  | 'gain'
  | 'firstState'
  | 'linear'
  | 'linearBias';

/** A parameter as a block asks for it. */
export interface ParameterShape {
  readonly name: string;
  readonly role: ParameterRole;
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
  /** The row of an embedding that is zero. */
  readonly padding?: number | undefined;
  /** PyTorch draws it within one over the root of this; see its reset_parameters. */
  readonly fan: number;
}

/** Where a parameter lies among the packed parameters, and how it is packed (`engine/kernels/kernels.h`). */
export interface ParameterPlace extends ParameterShape {
  /** Floats in a panel. */
  readonly panel: number;
  /** First float and floats with padding, from the beginning of the packed parameters. */
  readonly start: number;
  readonly count: number;
}

/** What packing asks of a place. */
export type PackedPlace = Omit<ParameterPlace, 'role' | 'fan'>;

type Kind = Pick<ParameterShape, 'name' | 'role' | 'fan'>;

/** (gates * outputs, inputs) */
export const matrix = (
  kind: Kind,
  gates: number,
  outputs: number,
  inputs: number,
  inputBlock = inputs,
): ParameterShape => ({
  ...kind,
  ...{ shape: [gates * outputs, inputs], inputsFirst: false, gates, outputs, inputs, inputBlock },
});

/** (gates * outputs) */
export const vector = (kind: Kind, gates: number, outputs: number): ParameterShape => ({
  ...kind,
  ...{ shape: [gates * outputs], inputsFirst: false, gates, outputs, inputs: 1, inputBlock: 1 },
});

/** Numbers of a parameter. */
export const countValues = ({ shape }: Pick<ParameterShape, 'shape'>): number =>
  shape.reduce((count, side) => count * side, 1);

/** One after the other, each from a multiple of 16 floats on. */
export const placeParameters = (shapes: readonly ParameterShape[], panel: number): readonly ParameterPlace[] => {
  let start = 0;
  return shapes.map((shape) => {
    const { gates, outputs, inputs, inputBlock } = shape;
    const count = gates * panelsOf(outputs, panel) * panel * packedRows(inputs, inputBlock, panel);
    const place = { ...shape, panel, start, count };
    start += Math.ceil(count / 16) * 16;
    return place;
  });
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
const eachValue = (place: PackedPlace, visit: (plain: number, packed: number) => void): void => {
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
export const unpackTensor = (place: PackedPlace, packed: Float32Array): Tensor => {
  const values = new Float32Array(countValues(place));
  eachValue(place, (plain, at) => {
    values[plain] = packed[at] ?? NaN;
  });
  return { shape: place.shape, values };
};

export const packTensor = (place: PackedPlace, packed: Float32Array, values: Float32Array): void => {
  eachValue(place, (plain, at) => {
    packed[at] = values[plain] ?? NaN;
  });
};
