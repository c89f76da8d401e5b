import { InputError } from '../errors.ts';
import { sequenceBytes } from '../compute/kernels.ts';
import type { SharedMemory } from '../compute/memory.ts';
import type { Offset } from '../compute/offset.ts';
import { momentNames } from '../compute/optimizer.ts';
import type { NetworkPlan } from './networkPlan.ts';
import { packTensor, unpackTensor, type PackedPlace } from './parameterLayout.ts';
import type { Tensor } from '../compute/tensor.ts';

/** A tensor in shared memory: `place` lays it out from `offset` on. */
export interface PackedTensor {
  readonly name: string;
  readonly place: PackedPlace;
  readonly offset: Offset;
}

export const parameterTensors = (plan: NetworkPlan): readonly PackedTensor[] =>
  plan.places.map((place) => ({ name: place.name, place, offset: plan.parameters }));

/** The optimiser's moments, the average of the parameters and the carried state of the lanes. */
export const trainingTensors = (plan: NetworkPlan): readonly PackedTensor[] => {
  const copies = (kind: string, offset: Offset | undefined): readonly PackedTensor[] =>
    offset === undefined ? [] : plan.places.map((place) => ({ name: `${kind}.${place.name}`, place, offset }));
  const moments = momentNames[plan.optimizer].flatMap((moment, i) => copies(`optimizer.${moment}`, plan.moments[i]));
  const { lanes } = plan.trainStates;
  const states = plan.trainStates.states.map(({ name, offset, size }): PackedTensor => {
    const tensor = `state.${name}`;
    const count = sequenceBytes(1, lanes, size, plan.panel) / 4;
    return {
      name: tensor,
      offset,
      place: {
        name: tensor,
        shape: [lanes, size],
        inputsFirst: true,
        gates: 1,
        outputs: size,
        inputs: lanes,
        inputBlock: lanes,
        panel: plan.panel,
        start: 0,
        count,
      },
    };
  });
  return [...moments, ...copies('average', plan.average), ...states];
};

const packedValues = (memory: SharedMemory, { place, offset }: PackedTensor): Float32Array =>
  memory.floats(offset, place.start + place.count);

/** Copies. */
export const readTensors = (memory: SharedMemory, tensors: readonly PackedTensor[]): Map<string, Tensor> =>
  new Map(tensors.map((tensor) => [tensor.name, unpackTensor(tensor.place, packedValues(memory, tensor))]));

/** All or nothing: throws an `InputError` naming a missing, extra or wrongly shaped tensor. */
export const writeTensors = (
  memory: SharedMemory,
  tensors: readonly PackedTensor[],
  values: ReadonlyMap<string, Tensor>,
): void => {
  const names = new Set(tensors.map(({ name }) => name));
  for (const name of values.keys()) {
    if (!names.has(name)) throw new InputError(`The network has no tensor ${name}, the model file has.`);
  }
  const found = tensors.map((tensor) => {
    const { name, place } = tensor;
    const value = values.get(name);
    if (!value) throw new InputError(`The model file has no tensor ${name}, which the network needs.`);
    if (value.shape.join() !== place.shape.join()) {
      throw new InputError(
        `Tensor ${name} is (${value.shape.join(', ')}) in the model file and (${place.shape.join(', ')}) in the network.`,
      );
    }
    return { tensor, value };
  });
  for (const { tensor, value } of found) packTensor(tensor.place, packedValues(memory, tensor), value.values);
};
