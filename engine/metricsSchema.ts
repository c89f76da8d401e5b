import * as z from 'zod';
import { measured } from './measured.ts';
import type { Metrics } from './records/records.ts';

/** What metrics of runs and models of before were called. */
const formerNames: Readonly<Record<string, string>> = { f1: 'f1Macro' };

/** Figures by name, as runs and models have them. */
export const metricsSchema: z.ZodType<Metrics> = z
  .record(z.string(), measured)
  .transform((metrics) =>
    Object.fromEntries(Object.entries(metrics).map(([name, value]) => [formerNames[name] ?? name, value])),
  );
