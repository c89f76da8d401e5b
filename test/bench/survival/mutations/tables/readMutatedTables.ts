import { closeSync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRandom } from '../../../../../engine/compute/random.ts';
import type { RunConfig } from '../../../../../engine/config.ts';
import type { Codec } from '../../../../../engine/encoding/codec.ts';
import { completeConfig } from '../../../../../engine/tasks/config/completeConfig.ts';
import { taskOf } from '../../../../../engine/tasks/findTask.ts';
import { inspectOpened } from '../../../../../engine/tasks/inspectFile.ts';
import { OpenedFiles } from '../../../../../engine/tasks/openedFiles.ts';
import type { PreparedData } from '../../../../../engine/tasks/preparedData.ts';
import type { Rounds } from '../../rounds.ts';
import { judgeError } from '../judgeError.ts';
import { pick } from '../mutateJson.ts';
import { mutateTable } from './mutateTable.ts';
import { watchMemory } from './peakMemory.ts';
import { type PlainTable, plainTables } from './plainTables.ts';

/** Of so many seeds, one is a table of megabytes. */
const largeEvery = 1000;
const megabyte = 1e6;
/** Seconds of the processor that a table may take whatever its size, and those for each of its megabytes. */
const [leastSeconds, secondsPerMegabyte] = [1, 1];
/** What a process takes however small a file is: garbage that is not collected yet, code that is compiled. */
const leastMemory = 256 << 20;
const memoryPerByte = 8;

/** What was trained on a table before it was changed. */
interface Learned {
  readonly config: RunConfig;
  readonly codec: Codec;
}

/**
 * Changed tables go the way of all: they are inspected, a config is completed and what is to be trained on is prepared;
 * then they are read as a model of the unchanged table reads them. Each is taken, or refused with a reason, in time.
 */
export const readMutatedTables = async (folder: string): Promise<Rounds> => {
  const handles = new Map<string, { readonly path: string; readonly handle: number }>();
  const learned = new Map<string, Learned>();
  for (const { name, suffix, content } of plainTables) {
    const path = join(folder, name);
    await writeFile(path, content);
    const data = await prepare(path, new OpenedFiles());
    if (typeof data === 'string') throw new Error(`${name} cannot be learned as it is: ${data}`);
    learned.set(name, data);
    if (!handles.has(suffix)) {
      const changed = join(folder, `changed${suffix}`);
      handles.set(suffix, { path: changed, handle: openSync(changed, 'w') });
    }
  }
  return {
    play: async (seed) => {
      const random = createRandom(seed);
      const table = pick(random, plainTables);
      const file = handles.get(table.suffix);
      const model = learned.get(table.name);
      if (!file || !model) throw new Error(`${table.name} was not learned`);
      const isLarge = seed % largeEvery === 0;
      const { path, handle } = file;
      const changed = isLarge ? largeOf(table, random) : mutateTable(table.content, random, 1500);
      // To write a file anew takes a hundred times as long.
      ftruncateSync(handle, writeSync(handle, changed, 0, changed.length, 0));
      const ways = { isPrepared: isLarge || seed % 4 === 1, isEncoded: isLarge || seed % 4 === 2 };
      const problems = await (isLarge ? watch : read)(path, model, changed.length, ways);
      const shown = isLarge ? `${changed.length} bytes` : changed.toString('base64');
      return problems.map((problem) => `${table.name}, ${problem}; ${shown}`);
    },
    end: async () => {
      for (const { path, handle } of handles.values()) {
        closeSync(handle);
        rmSync(path);
      }
    },
  };
};

/** The rows of a table over and over, with something huge in them. */
const largeOf = ({ content }: PlainTable, random: Parameters<typeof mutateTable>[1]): Buffer => {
  const size = megabyte * (2 + 14 * random.next() ** 2);
  const [longest, times] = [random.integer(4) === 0 ? size : size / 50, Math.ceil(size / content.length)];
  const whole = Buffer.concat(Array.from({ length: times }, () => content));
  return mutateTable(random.integer(4) === 0 ? content : whole, random, longest);
};

const watch = async (path: string, model: Learned, bytes: number, ways: Ways): Promise<string[]> => {
  const grown = watchMemory();
  const problems = await read(path, model, bytes, ways);
  const most = grown();
  if (most > leastMemory + memoryPerByte * bytes) problems.push(`takes ${Math.round(most / megabyte)} MB of memory`);
  return problems;
};

/** Which of the ways of a table it goes: all are inspected, most of the small ones no further. */
interface Ways {
  readonly isPrepared: boolean;
  readonly isEncoded: boolean;
}

const read = async (path: string, model: Learned, bytes: number, ways: Ways): Promise<string[]> => {
  const { user, system } = process.cpuUsage();
  const problems: string[] = [];
  const files = new OpenedFiles();
  const attempt = async (way: () => Promise<readonly string[]>): Promise<void> => {
    try {
      problems.push(...(await way()));
    } catch (error) {
      problems.push(...judgeError(error, [path]));
    }
  };
  await attempt(async () => {
    if (ways.isPrepared) {
      const data = await prepare(path, files);
      return typeof data === 'string' ? [] : faultsOf(data);
    }
    const { inspection } = await inspectOpened(await files.open(path), {});
    return 'rows' in inspection && inspection.rows === 0 ? ['a table without rows'] : [];
  });
  if (ways.isEncoded) await attempt(async () => encode(path, model, files));
  const used = process.cpuUsage({ user, system });
  const seconds = (used.user + used.system) / 1e6;
  if (seconds > Math.max(leastSeconds, (secondsPerMegabyte * bytes) / megabyte))
    problems.push(`takes ${seconds.toFixed(1)} s`);
  return problems;
};

/** As a prediction reads it; the row behind the last is written as well. */
const encode = async (path: string, { config, codec }: Learned, files: OpenedFiles): Promise<string[]> => {
  const { source, rows } = await taskOf(config).encode(config, codec, await files.open(path));
  if (rows) {
    const [next] = rows.nextTimes(1);
    const values = rows.targets.map(({ format }) => format(1));
    rows.formatRow(next, values, 1);
  }
  return source.kind === 'windows' && !isFinite(source.values) ? ['reads what is no number'] : [];
};

/** As `planRun`, which waits for a file that was written a moment ago; what cannot be trained is told. */
const prepare = async (path: string, files: OpenedFiles): Promise<(PreparedData & Learned) | string> => {
  const opened = await files.open(path);
  const asked = { data: { file: path }, training: { threads: 1 } };
  const inspected = await inspectOpened(opened, asked);
  if (inspected.inspection.kind === 'text') return 'it is no table';
  const { config, problems } = completeConfig(asked, inspected);
  if (problems.length > 0) return problems.map((problem) => `${problem.path}: ${problem.message}`).join('\n');
  return { ...(await taskOf(config).prepare(config, opened)), config };
};

const faultsOf = ({ source, splits }: PreparedData): string[] => {
  if (splits.train.length === 0) return ['prepares nothing to train on'];
  return source.kind === 'windows' && !isFinite(source.values) ? ['prepares what is no number'] : [];
};

const isFinite = (values: unknown): boolean => !(values instanceof Float32Array) || values.every(Number.isFinite);
