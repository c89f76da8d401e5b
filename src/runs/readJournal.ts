import { type FileHandle, open } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import type { RunEvent } from '../../engine/protocol.ts';

/** Bytes that are read to the last line: more than the engine lets a journal grow to. */
const mostRead = 2 ** 25;
/** Lines between two pauses in which the window goes on with other things. */
const linesPerBreath = 2000;
/** Of a larger file, of an older version, so many lines are looked at, evenly spread, and the end. */
const looks = 2048;
/** No line of metrics is longer. */
const lookSize = 2 ** 14;
const endSize = 2 ** 18;

/** The report in a line; undefined where it is none. */
type ParseEvent = (line: string) => RunEvent | undefined;

/**
 * The reports in a journal: all of them, or of one larger than the engine makes them an even selection with the newest
 * and the one of epoch `best`, in the same time whatever its size. Lines that `parse` takes for no report, as one that a
 * kill cut short, are left out. Nothing when there is no such file.
 */
export const readJournal = async (file: string, parse: ParseEvent, best?: number): Promise<RunEvent[]> => {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, 'r');
    const { size } = await handle.stat();
    return size > mostRead ? await select(handle, parse, size, best) : await readAll(handle, parse);
  } catch {
    return [];
  } finally {
    await handle?.close();
  }
};

const readAll = async (handle: FileHandle, parse: ParseEvent): Promise<RunEvent[]> => {
  const lines = (await handle.readFile('utf8')).split('\n');
  const events: RunEvent[] = [];
  for (let begin = 0; begin < lines.length; begin += linesPerBreath) {
    events.push(...parseLines(lines.slice(begin, begin + linesPerBreath), parse));
    await setImmediate();
  }
  return events;
};

const select = async (
  handle: FileHandle,
  parse: ParseEvent,
  size: number,
  best: number | undefined,
): Promise<RunEvent[]> => {
  const found = new Map<number, RunEvent>();
  const add = ({ begin, event }: Look): unknown => event && found.set(begin, event);
  const endOfLooks = size - endSize;
  for (let count = 0; count < looks; count++)
    add(await lookAt(handle, parse, Math.floor((endOfLooks / looks) * count)));
  if (best !== undefined) add(await findEpoch(handle, parse, endOfLooks, best));
  const inOrder = [...found].sort(([a], [b]) => a - b).map(([, event]) => event);
  const end = await readText(handle, endOfLooks, endSize);
  return [...inOrder, ...parseLines(end.split('\n').slice(1), parse)];
};

interface Look {
  /** Where the line begins. */
  readonly begin: number;
  readonly event: RunEvent | undefined;
}

/** The first whole line that begins behind byte `position`, or there when that is 0. */
const lookAt = async (handle: FileHandle, parse: ParseEvent, position: number): Promise<Look> => {
  const text = await readText(handle, position, lookSize, 'latin1');
  const begin = position === 0 ? 0 : text.indexOf('\n') + 1;
  const end = text.indexOf('\n', begin);
  const line = Buffer.from(text.slice(begin, end), 'latin1').toString();
  return { begin: position + begin, event: end < 0 ? undefined : parse(line) };
};

/** The end of an epoch; epochs ascend from line to line. */
const findEpoch = async (handle: FileHandle, parse: ParseEvent, size: number, epoch: number): Promise<Look> => {
  let [low, high] = [0, size];
  while (high - low > lookSize / 2) {
    const middle = Math.floor((low + high) / 2);
    const { event } = await lookAt(handle, parse, middle);
    if (event && 'epoch' in event && event.epoch >= epoch) high = middle;
    else low = middle;
  }
  let look: Look = { begin: low, event: undefined };
  for (let position = low; position < high + lookSize; position = look.begin + 1) {
    look = await lookAt(handle, parse, position);
    const { event } = look;
    if (!event || (event.event === 'epoch' && event.epoch >= epoch)) break;
  }
  const isFound = look.event?.event === 'epoch' && look.event.epoch === epoch;
  return isFound ? look : { ...look, event: undefined };
};

const readText = async (
  handle: FileHandle,
  position: number,
  length: number,
  encoding: 'utf8' | 'latin1' = 'utf8',
): Promise<string> => {
  const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(length), 0, length, position);
  return buffer.toString(encoding, 0, bytesRead);
};

const parseLines = (lines: readonly string[], parse: ParseEvent): RunEvent[] =>
  lines.flatMap((line) => {
    const event = parse(line);
    return event === undefined ? [] : [event];
  });
