import * as z from 'zod';
import { measuredOrNaN } from '../measured.ts';
import { metricsSchema } from '../metricsSchema.ts';
import { mostNetworks } from '../fields/trainingSchema.ts';
import { networkSchema } from '../network/networkSchema.ts';
import type { ModelInfo } from '../tasks/model.ts';
import { blendSchema } from '../tasks/simple/blend.ts';
import { taskOf } from '../tasks/findTask.ts';
import { runConfigSchema } from '../tasks/config/runConfigSchema.ts';
import type { TrainingPosition } from './trainingPosition.ts';

// What a model file says of its network beside the weights, as JSON text under `__metadata__`.

/** See `Refit`. */
const refitSchema = z.object({ epochs: z.number().int().min(1), examples: z.number().int().min(1) });

const count = z.number().int().min(0);

const intervalFields = {
  intervals: z.array(measuredOrNaN).optional(),
  otherIntervals: z.array(z.object({ share: z.number().gt(0).lt(1), widths: z.array(measuredOrNaN) })).optional(),
};

/** The task knows what is stored of its data. */
export const modelInfoSchema: z.ZodType<ModelInfo> = z
  .object({
    version: z.literal(1),
    config: runConfigSchema,
    codec: z.looseObject({ kind: z.string() }),
    network: networkSchema.optional(),
    networks: z.number().int().min(2).max(mostNetworks).optional(),
    ...intervalFields,
    drawn: z.object(intervalFields).optional(),
    spread: z.enum(['network', 'recent']).optional(),
    residualRanks: z.array(z.array(z.number().int())).min(1).optional(),
    blend: blendSchema.optional(),
    epoch: count,
    validLoss: measuredOrNaN,
    metrics: metricsSchema,
    refit: refitSchema.optional(),
  })
  .transform((info, context) => {
    const codec = taskOf(info.config).codecSchema.safeParse(info.codec);
    if (codec.success) return { ...info, codec: codec.data };
    for (const issue of codec.error.issues) {
      context.issues.push({ ...issue, input: info.codec, path: ['codec', ...issue.path] } as z.core.$ZodRawIssue);
    }
    return z.NEVER;
  });

/** What a checkpoint of before some fields does not know is as at the start. */
export const positionSchema = z
  .object({
    epoch: count,
    step: count,
    batch: count,
    lossSum: z.number(),
    // Where classes have weights, their sum.
    terms: z.number().min(0),
    best: z.object({ epoch: count, validLoss: measuredOrNaN, metrics: metricsSchema }).optional(),
    badEpochs: count,
    plateauScale: z.number().min(0).max(1).default(1),
    plateauEpochs: count.default(0),
    undiagnosed: count.default(0),
    clipped: count.default(0),
  })
  .refine(({ best, epoch }) => best === undefined || best.epoch <= epoch, {
    path: ['best', 'epoch'],
    error: 'it is after the epochs that are done',
  })
  .refine(({ badEpochs, epoch }) => badEpochs <= epoch, {
    path: ['badEpochs'],
    error: 'there are more than epochs that are done',
  })
  .refine(({ clipped, undiagnosed }) => clipped <= undiagnosed, {
    path: ['clipped'],
    error: 'there are more than updates that were done',
  })
  .transform((position): TrainingPosition => ({ ...position, best: position.best }));
