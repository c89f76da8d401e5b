import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type * as z from 'zod';
import { plainReason } from '../../engine/errors.ts';
import type { Plot, RunEvent, RunRecord } from '../../engine/protocol.ts';
import { readJournal } from './readJournal.ts';

// A folder can come with a workspace from anywhere, and a run can be cut off at any byte: all that is read is checked by
// the schemas of the engine. They and their library lie in a bundle of their own, loaded when the first run is read, so
// that starting the extension costs nothing for them.
const loadSchemas = () => import('../../engine/runSchemas.ts');

/** `run.json`; undefined when there is none that makes a run (the engine replaces it whole). */
export const readRecord = async (folder: string): Promise<RunRecord | undefined> => {
  const record = parse((await loadSchemas()).runRecordSchema, await readText(join(folder, 'run.json')));
  return record?.error ? { ...record, error: withoutStack(record.error) } : record;
};

/**
 * The reports in the folder, samples beside the epochs they belong to, looks at gradients beside the steps. `best` is
 * the epoch of the best model.
 */
export const readEvents = async (folder: string, best?: number): Promise<RunEvent[]> => {
  const { runEventSchema } = await loadSchemas();
  const parseEvent = (line: string): RunEvent | undefined => {
    const event = parse(runEventSchema, line);
    return event?.event === 'error' ? withoutStack(event) : event;
  };
  const [metrics, samples, gradients] = await Promise.all([
    readJournal(join(folder, 'metrics.jsonl'), parseEvent, best),
    readJournal(join(folder, 'samples.jsonl'), parseEvent),
    readJournal(join(folder, 'gradients.jsonl'), parseEvent),
  ]);
  return mergeByEpoch(mergeByStep(metrics, gradients), samples);
};

/** `forecast.json` or `results.json`; undefined when there is none. */
export const readPlot = async (folder: string): Promise<Plot | undefined> => {
  const { forecastPlotSchema, classReportSchema, numberReportSchema } = await loadSchemas();
  const forecast = parse(forecastPlotSchema, await readText(join(folder, 'forecast.json')));
  if (forecast) return forecast;
  const results = await readText(join(folder, 'results.json'));
  return parse(classReportSchema, results) ?? parse(numberReportSchema, results);
};

const parse = <T>(schema: z.ZodType<T>, text: string): T | undefined => {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

/** Engines of before wrote the stack of what they had not foreseen into the message. */
const withoutStack = <T extends { readonly message: string }>(error: T): T =>
  error.message.includes('\n') ? { ...error, message: plainReason(error.message) } : error;

/** Looks at gradients stand after the reports of their step, but before the end of its epoch. Both lists are in order. */
const mergeByStep = (metrics: readonly RunEvent[], gradients: readonly RunEvent[]): RunEvent[] => {
  const merged: RunEvent[] = [];
  let next = 0;
  for (const event of metrics) {
    const end = 'step' in event ? event.step + (event.event === 'epoch' ? 1 : 0) : endOf(event);
    for (; next < gradients.length && stepOf(gradients[next]) < end; next += 1)
      merged.push(...gradients.slice(next, next + 1));
    merged.push(event);
  }
  return [...merged, ...gradients.slice(next)];
};

const stepOf = (event: RunEvent | undefined): number => (event && 'step' in event ? event.step : Infinity);

/** The step before which a report without one stands: the last reports of a run, after all steps. */
const endOf = ({ event }: RunEvent): number => (event === 'done' || event === 'error' ? Infinity : 0);

/** Samples stand after the reports of their epoch. Both lists are in order. */
const mergeByEpoch = (metrics: readonly RunEvent[], samples: readonly RunEvent[]): RunEvent[] => {
  const merged: RunEvent[] = [];
  let next = 0;
  for (const event of metrics) {
    merged.push(event);
    if (event.event !== 'epoch') continue;
    for (; next < samples.length && epochOf(samples[next]) <= event.epoch; next += 1)
      merged.push(...samples.slice(next, next + 1));
  }
  return [...merged, ...samples.slice(next)];
};

const epochOf = (event: RunEvent | undefined): number => (event && 'epoch' in event ? event.epoch : Infinity);

const readText = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return '';
  }
};
