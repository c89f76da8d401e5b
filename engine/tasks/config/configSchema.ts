import * as z from 'zod';
import { type Config, commonFields, modelSchema } from '../../config.ts';
import { trainingSchema } from '../../fields/trainingSchema.ts';
import { tasks } from '../registry.ts';

const names = tasks.map(({ name }) => name);

const dataFields = Object.assign({}, commonFields, ...tasks.map(({ fields }) => fields)) as Record<string, z.ZodType>;

/** A run config as a person writes it: every field optional, no unknown keys. */
export const configSchema = z
  .strictObject({
    $schema: z.string(),
    task: z.enum(names).describe('What is learned.'),
    data: z.strictObject(dataFields).partial(),
    model: modelSchema,
    training: trainingSchema,
  })
  .partial();

/** With the names that earlier versions gave to tasks replaced by those of now. */
export const withPresentNames = (config: unknown): unknown => {
  if (typeof config !== 'object' || config === null || !('task' in config)) return config;
  const task = tasks.find(({ formerName }) => formerName !== undefined && formerName === config.task);
  return task ? { ...config, task: task.name } : config;
};

/** What `configSchema` has let through is a config. */
export const asConfig = (checked: z.infer<typeof configSchema>): Config => checked;
