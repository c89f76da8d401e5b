import { panelsOf } from '../../compute/kernels.ts';
import type { SharedMemory } from '../../compute/memory.ts';
import { shift, type Offset } from '../../compute/offset.ts';
import type { Transpose } from '../networkPlan.ts';
import { packedRows, type ParameterPlace } from '../parameterLayout.ts';

/** A weight, or the transpose of one, with its copy in bfloat16: made anew after each update (`round_pairs`). */
export interface RoundedWeight {
  /** The panel matrix of floats. */
  readonly weight: Offset;
  /** The pair matrix. */
  readonly pairs: Offset;
  readonly rows: number;
  readonly panels: number;
}

/** What products in bfloat16 need, as all threads share it. */
export interface RoundingPlan {
  /** Of parameters. */
  readonly weights: readonly RoundedWeight[];
  /** Of transposes, in their order. */
  readonly transposes: readonly RoundedWeight[];
  /** Bytes of each thread's room for rounded factors. */
  readonly scratchBytes: number;
}

/** Floats that the products of whole sequences ask for, see `denseBfloat16.c`. */
const denseScratch = (512 + 32) * 256;

/**
 * Room for the copies of all weights that products are made with. `read` are the weights of which single rows are read
 * instead, `lanes` the most of a thread.
 */
export const planRounding = (
  memory: SharedMemory,
  panel: number,
  { places, parameters, transposes }: RoundedParts,
  read: readonly Offset[],
  lanes: number,
): RoundingPlan => {
  const roundedOf = (weight: Offset, rows: number, panels: number): RoundedWeight => {
    const bytes = Math.ceil(rows / 2) * panels * panel * 4;
    return { weight, pairs: memory.allocate(bytes, 'The network'), rows, panels };
  };
  const panelsOfPlace = ({ gates, outputs }: ParameterPlace): number => gates * panelsOf(outputs, panel);
  const weights = places.flatMap((place) => {
    const weight = shift(parameters, place.start * 4);
    if (!multiplied.has(place.role) || read.includes(weight)) return [];
    const { inputs, inputBlock } = place;
    return [roundedOf(weight, packedRows(inputs, inputBlock, panel), panelsOfPlace(place))];
  });
  const widest = Math.max(0, ...places.filter(({ role }) => role === 'recurrent').map(panelsOfPlace)) * panel;
  return {
    weights,
    transposes: transposes.map(({ transposed, inputs, panels }) =>
      roundedOf(transposed, panels * panel, panelsOf(inputs, panel)),
    ),
    scratchBytes: Math.max(denseScratch, lanes * widest) * 4,
  };
};

interface RoundedParts {
  readonly places: readonly ParameterPlace[];
  readonly parameters: Offset;
  readonly transposes: readonly Transpose[];
}

const multiplied: ReadonlySet<ParameterPlace['role']> = new Set(['input', 'recurrent', 'projection', 'linear']);
