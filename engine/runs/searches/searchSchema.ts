import * as z from 'zod';
import type { Config } from '../../config.ts';
import type { SearchRecord } from '../../records/searchRecords.ts';
import { runRecordSchema } from '../../runSchemas.ts';
import { configSchema, withPresentNames } from '../../tasks/config/configSchema.ts';
import { rungsSchema, searchMeasureSchema } from '../../trialSchemas.ts';

const count = z.number().int().min(0);
const seconds = z.number().min(0);
const config: z.ZodType<Config> = z.preprocess(withPresentNames, configSchema);
const { fingerprint, created, updated } = runRecordSchema.shape;

/** What `search.json` holds. */
export const searchRecordSchema: z.ZodType<SearchRecord> = z.object({
  version: z.literal(1),
  id: z.string().min(1),
  created,
  updated,
  software: z.string(),
  file: z.string().min(1),
  fingerprint,
  config,
  seed: count.max(0xffffffff),
  rungs: rungsSchema,
  budget: seconds,
  seconds,
  measure: searchMeasureSchema,
  underWay: z.object({ candidate: count, rung: count, begun: count }).optional(),
});
