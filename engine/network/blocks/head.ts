import { activationCodes } from '../../compute/kernelFunctions.ts';
import { panelsOf } from '../../compute/kernels.ts';
import { recordBytes } from '../../compute/sharedRecord.ts';
import { InputError } from '../../errors.ts';
import type { HeadSpec } from '../networkSpec.ts';
import { matrix, packedRows, vector } from '../parameterLayout.ts';
import type { BlockKind, Flow, ParameterPlan } from './block.ts';
import { resultFields, type HeadBuffers, type HeadPlan, type LinearPlan } from './headPlan.ts';

/** Rows of outputs that the head works on together, and the most floats of theirs: 16 MB, however large the vocabulary. */
const HEAD_ROWS = 256;
const HEAD_FLOATS = 2 ** 22;

/** How many of T steps of B lanes the head, with `width` outputs, works on together: at least one. */
const headStepsOf = (T: number, B: number, width: number): number =>
  Math.min(T, Math.max(1, Math.floor(Math.min(HEAD_ROWS, HEAD_FLOATS / width) / B)));

/** The output layer: linear, with an activation that losses other than cross-entropy see. */
export const head: BlockKind<HeadSpec, HeadPlan, HeadBuffers> = {
  flow: ({ outputs, groups }, { isEveryStep }) => ({
    ...{ kind: 'vectors', size: groups * outputs, block: outputs, directions: 1, isEveryStep, keepsLast: false },
  }),
  parameters: ({ name, outputs, groups, sharesEmbedding, isGiven }, { size, block }) => {
    if (isGiven) return [];
    return [
      ...(sharesEmbedding
        ? []
        : [matrix({ name: `${name}.weight`, role: 'linear', fan: size }, groups, outputs, size, block)]),
      vector({ name: `${name}.bias`, role: 'linearBias', fan: size }, groups, outputs),
    ];
  },
  products: ({ outputs }, { size, isEveryStep }) => (isEveryStep ? outputs * size : 0),
  plan: (spec, input, parameters) => {
    const { outputs, groups, activation } = spec;
    const { panel, parameterOf } = parameters;
    return {
      ...{ outputs, groups, activation: activationCodes[activation], isEveryStep: input.isEveryStep, hasUnits: false },
      inputRows: packedRows(input.size, input.block, panel),
      panels: groups * panelsOf(outputs, panel),
      linear: spec.isGiven
        ? undefined
        : { bias: parameterOf(`${spec.name}.bias`), ...planWeight(spec, input, parameters) },
    };
  },
  buffers: ({ outputs, panels, isEveryStep, hasUnits, linear }, room) => {
    const { panel, lanes, gradientShift, sequence, numbers, bytes } = room;
    const steps = isEveryStep ? headStepsOf(room.steps, lanes, panels * panel) : 1;
    return {
      ...{ gradientShift, steps },
      targetIds: numbers(room.steps),
      targets: sequence(steps, panels * panel),
      units: hasUnits ? sequence(steps, outputs) : undefined,
      outputs: sequence(steps, panels * panel),
      outputGradient: sequence(steps, panels * panel),
      clean: linear?.shared && sequence(steps, linear.shared.width),
      result: bytes(recordBytes(resultFields), 'A batch'),
    };
  },
};

/** The weight's own place, or the embedding's: its transpose multiplies, and it is the transpose of that. */
const planWeight = (
  { name, outputs, groups, sharesEmbedding }: HeadSpec,
  input: Flow,
  { panel, parameterOf, addTranspose, embedding }: ParameterPlan,
): Omit<LinearPlan, 'bias'> => {
  if (!sharesEmbedding) {
    const weight = parameterOf(`${name}.weight`);
    const inputRows = packedRows(input.size, input.block, panel);
    return {
      weight,
      transposed: addTranspose(weight, inputRows, groups * panelsOf(outputs, panel)),
      shared: undefined,
    };
  }
  if (embedding === undefined) throw new Error('The network has no embedding to share.');
  const weight = addTranspose(embedding, outputs, panelsOf(input.size, panel));
  return { weight, transposed: embedding, shared: { embedding, width: input.size } };
};

/** Throws an `InputError` where an output layer cannot have the embedding's weight. */
export const checkShared = ({ groups, sharesEmbedding }: HeadSpec, input: Flow, embedded: Flow | undefined): void => {
  if (!sharesEmbedding) return;
  if (!embedded || groups !== 1) {
    throw new InputError('An output layer shares the weight of an embedding, and the network has none to share.');
  }
  if (embedded.size !== input.size || input.directions !== 1) {
    throw new InputError(
      `The output layer reads ${input.size} values and shares the weight of an embedding of ${embedded.size}: ` +
        'make both alike, or project to that size.',
    );
  }
};
