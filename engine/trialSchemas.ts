import * as z from 'zod';
import { measured } from './measured.ts';
import type { FoundBy, SearchMeasure, Trial } from './records/searchRecords.ts';

const count = z.number().int().min(0);
const seconds = z.number().min(0);

/** What the trials of a search are compared by. */
export const searchMeasureSchema: z.ZodType<SearchMeasure> = z.object({
  metric: z.string(),
  lowerIsBetter: z.boolean(),
  on: z.string(),
});

export const rungsSchema = z.array(z.number().positive().max(1)).min(1);

/** A line of `trials.jsonl`. */
export const trialSchema: z.ZodType<Trial> = z.object({
  candidate: count,
  changes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  rung: count,
  updates: count,
  value: measured,
  tie: measured.optional(),
  seconds,
  failure: z.string().optional(),
});

/** What a run keeps of the search that its settings come from. */
export const foundBySchema: z.ZodType<FoundBy> = z.object({
  search: z.string(),
  candidate: count,
  measure: searchMeasureSchema,
  rungs: rungsSchema,
  seconds,
  count,
  trials: z.array(trialSchema),
});
