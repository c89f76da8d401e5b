import * as z from 'zod';
import type { RunConfig } from '../../config.ts';
import { runModelSchema, runTrainingSchema } from '../../anyRunConfigSchema.ts';
import { withPresentNames } from './configSchema.ts';
import { tasks } from '../registry.ts';
import type { Task } from '../task.ts';

const schemaOf = ({ name, dataSchema, losses }: Task) =>
  z
    .strictObject({ task: z.literal(name), data: dataSchema, model: runModelSchema, training: runTrainingSchema })
    // Others would read targets that are not there.
    .refine(({ training }) => losses.includes(training.loss), {
      path: ['training', 'loss'],
      error: 'the task is not trained with it',
    });

/** The config of a run or a model, checked by its task and with every field that was added later. */
export const runConfigSchema: z.ZodType<RunConfig> = z.preprocess(
  withPresentNames,
  // Made when the first config of a run is read: many processes read none.
  z.lazy(() => z.discriminatedUnion('task', tasks.map(schemaOf) as [ReturnType<typeof schemaOf>])),
);
