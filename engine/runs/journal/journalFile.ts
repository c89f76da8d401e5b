import { stat } from 'node:fs/promises';
import type { RunEvent } from '../../protocol.ts';
import { LineFile } from './lineFile.ts';
import { readLines } from './readLines.ts';
import { countKinds, isTooMany, mostKept, selectNew, thinEvents } from '../../thinEvents.ts';
import { writeAtomically } from '../writeAtomically.ts';

/** Where a run goes on: it forgets what it reported after that. */
export interface JournalPosition {
  readonly epoch: number;
  readonly step: number;
}

/**
 * Reports of a run, one JSON object a line, in a `LineFile` that grows to a bound and is then thinned. One call at
 * a time but for `add`.
 */
export class JournalFile {
  private readonly file: LineFile;
  /** Of the lines in the file, by kind. */
  private counts = new Map<string, number>();
  private pending: RunEvent[] = [];
  private pendingCounts = new Map<string, number>();

  constructor(path: string) {
    this.file = new LineFile(path);
  }

  /** To be written by the next `save`. While the disk is full, what waits is thinned too. */
  add(event: RunEvent): void {
    this.pending.push(event);
    countKinds([event], this.pendingCounts);
    if (isTooMany(this.pendingCounts)) this.setPending(thinEvents(this.pending));
  }

  /** `savedStep` is that of the newest checkpoint on disk, to which a kill takes the run back. */
  async save(savedStep: number): Promise<void> {
    if (this.pending.length > 0) await this.append();
    if (isTooMany(this.counts)) await this.replace(thinEvents(await this.read(), [savedStep]));
  }

  /** Leaves the same lines whenever they were saved in between. */
  async finish(): Promise<void> {
    const events = await this.read();
    const kept = thinEvents(events);
    if (kept.length < events.length) await this.replace(kept);
  }

  /** Forgets what was reported after `position`, and what stands there twice or is cut short; resolves to the last that stays. */
  async rewind(position: JournalPosition): Promise<RunEvent | undefined> {
    let kept: RunEvent[] = [];
    let counts = new Map<string, number>();
    /** Without a place of their own: they are kept when one that has one is kept after them. */
    let logs: RunEvent[] = [];
    let bytes = 0;
    let isAsItWas = true;
    const last = { step: 0, epoch: 0 };
    for await (const { event, length } of this.lines()) {
      bytes += length;
      if (event.event === 'log') {
        logs = [...logs, event].slice(-mostKept.log);
      } else if (isBefore(event, position) && isAfter(event, last)) {
        kept.push(...logs, event);
        countKinds([...logs, event], counts);
        logs = [];
      } else isAsItWas = false;
      if (!isTooMany(counts)) continue;
      kept = thinEvents(kept);
      counts = countKinds(kept);
      isAsItWas = false;
    }
    if (isAsItWas && logs.length === 0 && bytes === (await sizeOf(this.file.path))) this.setLines(kept, bytes);
    else await this.replace(kept);
    return kept.at(-1);
  }

  private async append(): Promise<void> {
    const events = this.pending;
    this.setPending([]);
    const selected = selectNew(events);
    try {
      await this.file.append(encode(selected));
      countKinds(selected, this.counts);
    } catch (error) {
      this.setPending([...events, ...this.pending]);
      throw error;
    }
  }

  private async replace(events: readonly RunEvent[]): Promise<void> {
    const text = encode(events);
    await writeAtomically(this.file.path, [text]);
    this.setLines(events, Buffer.byteLength(text));
  }

  private setLines(events: readonly RunEvent[], bytes: number): void {
    this.counts = countKinds(events);
    this.file.bytes = bytes;
  }

  private setPending(events: RunEvent[]): void {
    this.pending = events;
    this.pendingCounts = countKinds(events);
  }

  private async read(): Promise<RunEvent[]> {
    const events: RunEvent[] = [];
    for await (const { event } of this.lines()) events.push(event);
    return events;
  }

  /** Reports with the bytes of their lines. What is no report is left out. */
  private async *lines(): AsyncGenerator<{ readonly event: RunEvent; readonly length: number }, void> {
    if ((await sizeOf(this.file.path)) === 0) return;
    for await (const line of readLines(this.file.path)) {
      const event = parseEvent(line);
      if (event) yield { event, length: Buffer.byteLength(line) + 1 };
    }
  }
}

const encode = (events: readonly RunEvent[]): string => events.map((event) => `${JSON.stringify(event)}\n`).join('');

const parseEvent = (line: string): RunEvent | undefined => {
  try {
    const value = JSON.parse(line) as RunEvent | null;
    return typeof value?.event === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
};

/** Of the end of a run nothing is kept: it goes on. */
const isBefore = (event: RunEvent, position: JournalPosition): boolean => {
  // A checkpoint may come between the last step of an epoch and its end, which have the same step.
  if (event.event === 'epoch' || event.event === 'sample') return event.epoch <= position.epoch;
  return 'step' in event && event.step <= position.step;
};

/** Moves `last` on to the event if it comes after what was there. */
const isAfter = (event: RunEvent, last: { step: number; epoch: number }): boolean => {
  if (event.event === 'epoch') {
    // The last step of an epoch has the same number as its end.
    if (event.epoch <= last.epoch || event.step < last.step) return false;
  } else if ('step' in event ? event.step <= last.step : 'epoch' in event && event.epoch <= last.epoch) return false;
  if ('step' in event) last.step = event.step;
  if (event.event === 'epoch' || event.event === 'sample') last.epoch = event.epoch;
  return true;
};

const sizeOf = async (path: string): Promise<number> => {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
};
