import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { InputError } from '../errors.ts';
import { nearest } from '../words/nearest.ts';

const runsIn = (workspace: string): string => join(workspace, '.rnn-studio', 'runs');

/**
 * Where runs on a file (or on the files of a folder) go when nothing else is said: beside the nearest
 * `.rnn-studio` or `.git` above it, else in the current folder.
 */
export const defaultRuns = (path: string): string => {
  let folder = resolve(path);
  for (;;) {
    if (existsSync(join(folder, '.rnn-studio')) || existsSync(join(folder, '.git'))) return runsIn(folder);
    const parent = dirname(folder);
    if (parent === folder) return runsIn(process.cwd());
    folder = parent;
  }
};

/** The folder of searches beside one of runs: of ours, else in it. */
export const searchesBeside = (runs: string): string =>
  join(basename(dirname(runs)) === '.rnn-studio' ? dirname(runs) : runs, 'searches');

interface Places {
  readonly out?: string | undefined;
  readonly file?: string | undefined;
}

/**
 * The absolute path of what a person calls a model: a run folder, a `.safetensors` file, or a run's id, which is
 * looked up in `out`, in the current folder's runs and beside `file`. Throws an `InputError` with the ids there are.
 */
export const findModel = async (model: string, places: Places = {}): Promise<string> => {
  if (existsSync(model)) return resolve(model);
  const folders = new Set([
    ...(places.out === undefined ? [] : [resolve(places.out)]),
    runsIn(process.cwd()),
    defaultRuns(''),
    ...(places.file === undefined ? [] : [defaultRuns(places.file)]),
  ]);
  if (/[\\/]|\.(safetensors|h5)$/.test(model)) {
    throw new InputError('does not exist; give a run folder, a run id or a .safetensors file', { file: model });
  }
  const ids: string[] = [];
  for (const folder of folders) {
    const path = join(folder, model);
    if (existsSync(path)) return path;
    ids.push(...(await readdir(folder).catch(() => [])));
  }
  const meant = nearest(model, ids);
  const newest = ids.sort().slice(-5);
  const hint =
    meant !== undefined
      ? `did you mean '${meant}'?`
      : newest.length > 0
        ? `runs here are ${newest.join(', ')}`
        : 'give the path of the run folder';
  throw new InputError(`no run '${model}' in ${[...folders].join(' or ')}; ${hint}`);
};

/** As `findModel`, down to the file: of a run its best weights. */
export const findWeights = async (model: string, places: Places): Promise<string> => {
  const path = await findModel(model, places);
  return (await stat(path)).isDirectory() ? join(path, 'best.safetensors') : path;
};
