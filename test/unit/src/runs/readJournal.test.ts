import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../../engine/protocol.ts';
import { readJournal } from '../../../../src/runs/readJournal.ts';
import { epochEvent, stepEvent } from '../../engine/runEvents.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-journal-'));
});
afterAll(() => rm(folder, { recursive: true }));

const encode = (events: readonly RunEvent[]): string => events.map((event) => `${JSON.stringify(event)}\n`).join('');
const parse = (line: string): RunEvent | undefined => {
  try {
    return JSON.parse(line) as RunEvent;
  } catch {
    return undefined;
  }
};
const epochsOf = (events: readonly RunEvent[]): number[] =>
  events.flatMap((event) => (event.event === 'epoch' ? [event.epoch] : []));

test('a journal as the engine keeps it is read whole, but for a line that a kill cut short', async () => {
  const file = join(folder, 'metrics.jsonl');
  const events = Array.from({ length: 9000 }, (_, index) => epochEvent(index + 1));
  await writeFile(file, `${encode(events)}{"event":"ep`);
  expect(await readJournal(file, parse)).toEqual(events);
  expect(await readJournal(join(folder, 'missing.jsonl'), parse)).toEqual([]);
});

describe('of a journal larger than the engine lets one grow', () => {
  const count = 180_000;
  let file: string;
  beforeAll(async () => {
    file = join(folder, 'large.jsonl');
    const events = Array.from({ length: count }, (_, index) =>
      index % 20 === 0 ? [stepEvent(index * 10 + 5), epochEvent(index + 1)] : [epochEvent(index + 1)],
    );
    await writeFile(file, `${encode(events.flat())}{"event":"done"}\n{"event":"ep`);
    expect((await stat(file)).size).toBeGreaterThan(40_000_000);
  });

  test('some thousand lines are read, evenly spread, in order, each once, to the newest', async () => {
    const events = await readJournal(file, parse);
    const epochs = epochsOf(events);
    expect(epochs).toEqual([...new Set(epochs)].sort((a, b) => a - b));
    expect(epochs.length).toBeGreaterThan(2000);
    expect(epochs.length).toBeLessThan(4000);
    expect(Math.max(...epochs.slice(1).map((epoch, index) => epoch - epochs[index]!))).toBeLessThan(250);
    expect(events[0]).toEqual(stepEvent(5));
    expect(epochs.at(-1)).toBe(count);
    expect(events.at(-1)).toEqual({ event: 'done' });
  });

  test.each([1, 2, 77_777, 99_980, 99_981, count - 1000, count])('the best epoch %i is found', async (best) => {
    expect(epochsOf(await readJournal(file, parse, best))).toContain(best);
  });
});
