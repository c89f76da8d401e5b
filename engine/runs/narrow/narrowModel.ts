import { areFinite } from '../../areFinite.ts';
import type { Tensor } from '../../compute/tensor.ts';
import { InputError } from '../../errors.ts';
import type { NarrowType } from '../../protocol.ts';
import type { Model } from '../../tasks/model.ts';
import { floatTypes } from '../floatTypes.ts';
import { encodeModel } from '../modelFile.ts';
import { encodeSafetensors, encodeStored, storeFloats, type StoredTensor } from '../safetensors.ts';
import { describeWeight } from '../tooLarge.ts';
import { toBfloat16, toHalves } from './halfBits.ts';
import { describeScales, scaleRows } from './rowScales.ts';

/** A model as a file of fewer bytes. */
export interface NarrowFile {
  readonly pieces: readonly Uint8Array[];
  readonly bytes: number;
  /** Of the same model in floats. */
  readonly bytesBefore: number;
}

/**
 * A model whose matrices are of a smaller type, rounded to nearest even; vectors, which are few numbers, stay floats. The
 * file is a model like any other. Throws an `InputError` that names the first weight that is too large for the type.
 * @param file what the model was read from
 */
export const narrowModel = (model: Model, type: NarrowType, file: string): NarrowFile => {
  const { tensors, metadata } = encodeModel(model);
  const stored = new Map<string, StoredTensor>();
  const scaleNames = new Map<string, string>();
  for (const [name, tensor] of tensors) {
    if (tensor.shape.length < 2) stored.set(name, storeFloats(tensor));
    else if (type === 'int8') {
      const { wholes, scales } = scaleRows(tensor);
      const scaleName = `${name}.scale`;
      stored.set(name, { dtype: 'I8', shape: tensor.shape, bytes: new Uint8Array(wholes.buffer) });
      stored.set(scaleName, storeFloats({ shape: [scales.length], values: scales }));
      scaleNames.set(name, scaleName);
    } else stored.set(name, storeHalves(name, tensor, type, file));
  }
  const pieces = encodeStored(stored, { ...metadata, ...describeScales(scaleNames) });
  return { pieces, bytes: sizeOf(pieces), bytesBefore: sizeOf(encodeSafetensors({ tensors, metadata })) };
};

const halfTypes = {
  float16: { dtype: 'F16', round: toHalves, most: '65504', way: 'take bfloat16 or int8' },
  bfloat16: { dtype: 'BF16', round: toBfloat16, most: '3.39e+38', way: 'take int8' },
} as const;

const storeHalves = (
  name: string,
  { shape, values }: Tensor,
  type: keyof typeof halfTypes,
  file: string,
): StoredTensor => {
  const { dtype, round, most, way } = halfTypes[type];
  const bytes = new Uint8Array(round(values).buffer);
  const read = floatTypes[dtype]?.decode(bytes) ?? values;
  if (!areFinite(read)) {
    const at = read.findIndex((value) => !Number.isFinite(value));
    const problem = `${describeWeight(name, shape, at)} is ${values[at]}, too large for ${type}, which ends at ${most}`;
    throw new InputError(`${problem}; ${way}`, { file });
  }
  return { dtype, shape, bytes };
};

const sizeOf = (pieces: readonly Uint8Array[]): number => pieces.reduce((sum, { length }) => sum + length, 0);
