import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Task } from '../engine/config.ts';
import type { ForecastPlot, RunEvent, RunRecord } from '../engine/protocol.ts';
import { readJournal } from './readJournal.ts';

const tasks: ReadonlySet<string> = new Set<Task>(['forecast', 'language-model', 'sequence-classification']);

/** `run.json`; undefined when there is none that makes a run (the engine replaces it whole). */
export const readRecord = async (folder: string): Promise<RunRecord | undefined> => {
  const value = await readJson(join(folder, 'run.json'));
  return isRecord(value) ? value : undefined;
};

/**
 * The reports in the folder, samples beside the epochs they belong to, looks at gradients beside the steps. `best` is
 * the epoch of the best model.
 */
export const readEvents = async (folder: string, best?: number): Promise<RunEvent[]> => {
  const [metrics, samples, gradients] = await Promise.all([
    readJournal(join(folder, 'metrics.jsonl'), best),
    readJournal(join(folder, 'samples.jsonl')),
    readJournal(join(folder, 'gradients.jsonl')),
  ]);
  return mergeByEpoch(mergeByStep(metrics, gradients), samples);
};

/** `forecast.json`; undefined when there is none. */
export const readPlot = async (folder: string): Promise<ForecastPlot | undefined> =>
  // The engine wrote it by the same type.
  (await readJson(join(folder, 'forecast.json'))) as ForecastPlot | undefined;

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

/** A folder can come with a workspace from anywhere: what every list of runs relies on is looked at before it is used. */
const isRecord = (value: unknown): value is RunRecord =>
  isObject(value) &&
  value.version === 1 &&
  ['id', 'file', 'created', 'updated', 'status', 'kernels'].every((name) => typeof value[name] === 'string') &&
  ['pid', 'parameters', 'threads', 'epoch', 'seconds'].every((name) => typeof value[name] === 'number') &&
  isObject(value.headline) &&
  typeof value.headline.metric === 'string' &&
  isTableOfMetrics(value.baselines) &&
  isListOfText(value.choices) &&
  isConfig(value.config) &&
  (value.best === undefined || (isObject(value.best) && isObject(value.best.metrics))) &&
  (value.test === undefined ||
    (isObject(value.test) && isObject(value.test.metrics) && isTableOfMetrics(value.test.baselines))) &&
  (value.error === undefined || (isObject(value.error) && typeof value.error.message === 'string'));

const isConfig = (value: unknown): boolean =>
  isObject(value) &&
  typeof value.task === 'string' &&
  tasks.has(value.task) &&
  isObject(value.data) &&
  isObject(value.model) &&
  typeof value.model.cell === 'string' &&
  typeof value.model.hiddenSize === 'number' &&
  typeof value.model.numLayers === 'number' &&
  isObject(value.training) &&
  typeof value.training.epochs === 'number' &&
  // Tables have both, text has neither.
  (value.data.delimiter === undefined || typeof value.data.delimiter === 'string') &&
  (value.data.missingValues === undefined || isListOfText(value.data.missingValues));

const isTableOfMetrics = (value: unknown): boolean => isObject(value) && Object.values(value).every(isObject);

const isListOfText = (value: unknown): boolean =>
  Array.isArray(value) && value.every((entry) => typeof entry === 'string');

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

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
