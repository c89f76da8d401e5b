import * as z from 'zod';

/** Fields of `data` of tasks that read columns of numbers. */
export const columnFields = {
  inputs: z.array(z.string()).min(1).describe('The columns the network reads; categories become one-hot.'),
  scaling: z.enum(['standard', 'minmax', 'none']).describe('Fitted on the training split only.'),
};

export type Scaling = z.infer<typeof columnFields.scaling>;
