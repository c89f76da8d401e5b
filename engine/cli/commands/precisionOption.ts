import type { TrainingConfig } from '../../config.ts';
import { InputError } from '../../errors.ts';
import type { Arguments } from '../arguments.ts';
import type { Options } from '../command.ts';

/** Of commands that compute with a model. */
export const precisionOption: Options = {
  precision: {
    type: 'string',
    value: 'PRECISION',
    help: 'of the products: float32, bfloat16 where the processor has it, or auto, the faster of them (float32)',
  },
};

const precisions = ['float32', 'bfloat16', 'auto'] as const;

/** What the option says, as a part of a request. */
export const readPrecision = (args: Arguments): { readonly precision?: TrainingConfig['precision'] } => {
  const name = args.text('precision');
  const precision = precisions.find((each) => each === name);
  if (precision === undefined && name !== undefined) {
    throw new InputError(`--precision '${name}' is not one of ${precisions.join(', ')}`);
  }
  return precision ? { precision } : {};
};
