import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ForecastPlot, RunEvent, RunRecord } from '../engine/protocol.ts';

/** `run.json`; undefined when there is none that can be read (the engine replaces it whole). */
export const readRecord = async (folder: string): Promise<RunRecord | undefined> => {
  const value = await readJson(join(folder, 'run.json'));
  return isRecord(value) ? value : undefined;
};

/** Every report in the folder, samples beside the epochs they belong to. */
export const readEvents = async (folder: string): Promise<RunEvent[]> => {
  const [metrics, samples] = await Promise.all([
    readLines(join(folder, 'metrics.jsonl')),
    readLines(join(folder, 'samples.jsonl')),
  ]);
  return mergeByEpoch(metrics, samples);
};

/** `forecast.json`; undefined when there is none. */
export const readPlot = async (folder: string): Promise<ForecastPlot | undefined> =>
  // The engine wrote it by the same type.
  (await readJson(join(folder, 'forecast.json'))) as ForecastPlot | undefined;

/** Lines that are whole; the last one may be cut short by a kill. */
const parseEvents = (text: string): RunEvent[] =>
  text.split('\n').flatMap((line) => {
    const value = parseJson(line);
    return isEvent(value) ? [value] : [];
  });

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

const isEvent = (value: unknown): value is RunEvent => typeof value === 'object' && value !== null && 'event' in value;

const isRecord = (value: unknown): value is RunRecord =>
  typeof value === 'object' &&
  value !== null &&
  'version' in value &&
  value.version === 1 &&
  'id' in value &&
  'config' in value &&
  'status' in value;

const readLines = async (file: string): Promise<RunEvent[]> => parseEvents((await readText(file)) ?? '');

const readJson = async (file: string): Promise<unknown> => parseJson((await readText(file)) ?? '');

const readText = async (file: string): Promise<string | undefined> => {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
