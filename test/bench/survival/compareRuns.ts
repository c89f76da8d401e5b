import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { RunRecord } from '../../../engine/protocol.ts';
import { readSafetensors } from '../../../engine/runs/safetensors.ts';
import { compareJournals } from './compareJournals.ts';
import { findDifferences } from './findDifferences.ts';

/** All by which an ended run differs from an undisturbed one of the same config; nothing where it was disturbed without loss. */
export const compareRuns = async (run: string, reference: string): Promise<string[]> => [
  ...(await compareNames(run, reference)),
  ...(await compareModels(run, reference, 'best.safetensors')),
  ...(await compareModels(run, reference, 'last.safetensors')),
  ...(await compareRecords(run, reference)),
  ...(await compareJournals(run, reference)),
  ...(await compareForecasts(run, reference)),
];

const compareNames = async (run: string, reference: string): Promise<string[]> => {
  const [ours, theirs] = await Promise.all([run, reference].map(namesIn));
  return findDifferences(ours, theirs).map((problem) => `files: ${problem}`);
};

/**
 * How often a run was held is told by the number of the file that says that nobody holds it now. A process that is
 * killed after the end leaves its lock, which died with it.
 */
const namesIn = async (run: string): Promise<Record<string, string>> =>
  Object.fromEntries(
    (await readdir(run)).map((name) => [name.replace(/^(free|lock)-\d+\.json$/, 'free.json'), 'there']),
  );

/** Every tensor by its bits, and what is said of them. */
const compareModels = async (run: string, reference: string, name: string): Promise<string[]> => {
  const [ours, theirs] = await Promise.all(
    [run, reference].map((folder) => readFile(join(folder, name)).catch(absent)),
  );
  if (!ours || !theirs) return [`${name}: cannot be read`];
  if (ours.equals(theirs)) return [];
  try {
    const [our, their] = [await readSafetensors(join(run, name)), await readSafetensors(join(reference, name))];
    const tensors = [...their.tensors.keys()].filter(
      (tensor) =>
        !isDeepStrictEqual(bitsOf(our.tensors.get(tensor)?.values), bitsOf(their.tensors.get(tensor)?.values)),
    );
    const problems = [
      ...tensors.map((tensor) => `other bits in ${tensor}`),
      ...findDifferences(parseAll(our.metadata), parseAll(their.metadata)),
    ];
    return problems.map((problem) => `${name}: ${problem}`);
  } catch (error) {
    return [`${name}: ${String(error)}`];
  }
};

const parseAll = (metadata: Readonly<Record<string, string>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(metadata).map(([key, text]) => [key, text.startsWith('{') ? JSON.parse(text) : text]),
  );

const absent = (): undefined => undefined;

/** NaN, too, is compared by its bits. */
const bitsOf = (values: Float32Array | undefined): Uint32Array | undefined =>
  values && new Uint32Array(values.slice().buffer);

const compareRecords = async (run: string, reference: string): Promise<string[]> => {
  const [ours, theirs] = await Promise.all([run, reference].map(readRecord));
  if (!ours || !theirs) return ['run.json: cannot be read'];
  const of = (record: RunRecord): object => {
    // Of a run that went on by itself it says so.
    const { id, created, updated, pid, seconds, recovered, ...rest } = record as RunRecord & { recovered?: unknown };
    return rest;
  };
  return findDifferences(of(ours), of(theirs)).map((problem) => `run.json: ${problem}`);
};

/** Undefined where there is no `run.json`, or none that could be read. */
export const readRecord = async (run: string): Promise<RunRecord | undefined> => {
  try {
    return JSON.parse(await readFile(join(run, 'run.json'), 'utf8')) as RunRecord;
  } catch {
    return undefined;
  }
};

const compareForecasts = async (run: string, reference: string): Promise<string[]> => {
  const [ours, theirs] = await Promise.all(
    [run, reference].map((folder) => readFile(join(folder, 'forecast.json'), 'utf8').catch(absent)),
  );
  return ours === theirs ? [] : ['forecast.json: shows something else'];
};
