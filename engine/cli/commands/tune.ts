import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { InputError } from '../../errors.ts';
import * as protocol from '../../protocol.ts';
import type { Arguments } from '../arguments.ts';
import type { Command, Surroundings } from '../command.ts';
import { tuneCommand } from '../describeRun.ts';
import type { EngineProcess } from '../engineProcess.ts';
import { defaultRuns, searchesBeside } from '../findModel.ts';
import { interruptedExitCode, listenForInterrupts } from '../interrupts.ts';
import { readDuration } from '../readDuration.ts';
import { configOptions, readFileConfig } from '../readFileConfig.ts';
import { searchToTheEnd, searchToken } from '../search/searchToTheEnd.ts';
import { trainToTheEnd } from '../trainToTheEnd.ts';

/** So many of the best are trained as runs, the first in any case, the others where there is time. */
const usualRuns = 3;

export const tune: Command = {
  name: 'tune',
  summary: 'Search settings for a file within a time, and train the best',
  usage: '[FILE…] --budget TIME [options]',
  positionals: [0, Infinity],
  options: {
    ...configOptions,
    budget: {
      type: 'string',
      value: 'TIME',
      help: 'how long it may take, training the best included: 90s, 10m, 1h30m',
    },
    seed: { type: 'string', value: 'N', help: 'another one tries other settings; 1' },
    runs: {
      type: 'string',
      value: 'N',
      help: `train at most so many of the best as runs, the second only where time is left; ${usualRuns}, 0 for none`,
    },
    out: { type: 'string', value: 'DIR', help: 'the folder that holds runs (else .rnn-studio/runs of the workspace)' },
    resume: { type: 'string', value: 'SEARCH', help: 'go on with this search, for what is left or for --budget more' },
  },
  run: async (args, surroundings) => {
    const budget = args.text('budget');
    const seconds = budget === undefined ? undefined : readDuration('budget', budget);
    const most = wholeNumber(args, 'runs') ?? usualRuns;
    const start = args.has('resume') ? startResumed(args, seconds) : await startNew(args, seconds);
    const result = await searchToTheEnd(start, surroundings);
    if ('ranking' in result) return trainBest(result, most, args.text('out'), surroundings);
    if (result.search === undefined) return interruptedExitCode;
    if (!surroundings.isJson) surroundings.output.line(`go on with: ${tuneCommand(result.search)}`);
    return 0;
  },
};

type StartSearch = (engine: EngineProcess) => Promise<protocol.TuneResult>;

const startNew = async (args: Arguments, budget: number | undefined): Promise<StartSearch> => {
  if (budget === undefined) throw new InputError('no budget; say how long the search may take, as in --budget 10m');
  const fileConfig = await readFileConfig(args);
  const out = args.text('out');
  const searches = searchesBeside(out === undefined ? defaultRuns(fileConfig.file) : resolve(out));
  const seed = wholeNumber(args, 'seed');
  const params = { ...fileConfig, token: searchToken, searches, budget, ...(seed !== undefined && { seed }) };
  return (engine) => engine.request(protocol.tune, params);
};

const startResumed = (args: Arguments, budget: number | undefined): StartSearch => {
  const other = ['task', 'config', 'set', 'seed'].find((name) => args.has(name));
  if (other !== undefined) throw new InputError(`--${other} does not go with --resume: a search keeps its settings`);
  if (args.positionals.length > 0) throw new InputError('FILE does not go with --resume: a search keeps its file');
  const search = findSearch(args.text('resume') ?? '', args.text('out'));
  const params = { search, token: searchToken, ...(budget !== undefined && { budget }) };
  return (engine) => engine.request(protocol.resumeTune, params);
};

/** The folder of what a person calls a search: its path, or its id. */
const findSearch = (name: string, out: string | undefined): string => {
  if (existsSync(name)) return resolve(name);
  const searches = searchesBeside(out === undefined ? defaultRuns('') : resolve(out));
  const path = join(searches, name);
  if (existsSync(path)) return path;
  throw new InputError(`no search '${name}' in ${searches}; give the path of its folder`);
};

const trainBest = async (
  { ranking, search, file, budget, seconds }: protocol.TuneResult,
  most: number,
  out: string | undefined,
  surroundings: Surroundings,
): Promise<number> => {
  const runs = out === undefined ? runsOf(search, file) : resolve(out);
  const began = performance.now();
  // Whoever stops a run wants no other one.
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  const stopListening = listenForInterrupts(stop, stop);
  surroundings.output.onClose(stop);
  for (const [place, { config, candidate, wholeSeconds }] of ranking.slice(0, most).entries()) {
    const left = budget - seconds - (performance.now() - began) / 1000;
    if (stopping.signal.aborted || (place > 0 && wholeSeconds > left)) break;
    const params = { file, config, runs, token: 'train', found: { search, candidate } };
    const code = await trainToTheEnd((engine) => engine.request(protocol.train, params), surroundings);
    if (code !== 0) return code;
  }
  stopListening();
  return 0;
};

/** The folder of runs beside that of searches, where it is one of ours. */
const runsOf = (search: string, file: string): string => {
  const runs = join(dirname(search), '..', 'runs');
  return searchesBeside(runs) === dirname(search) ? runs : defaultRuns(file);
};

const wholeNumber = (args: Arguments, name: string): number | undefined => {
  const value = args.number(name);
  if (value === undefined) return undefined;
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff)
    throw new InputError(`--${name}: ${value} is not a whole number from 0 on`);
  return value;
};
