import { appendFile, mkdir, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../../../engine/protocol.ts';
import { JournalFile } from '../../../../../engine/runs/journal/journalFile.ts';
import { thinEvents } from '../../../../../engine/thinEvents.ts';
import { epochEvent, gradientsEvent, sampleEvent, stepEvent } from '../../runEvents.ts';

// The files are flushed to a disk that others may keep busy.

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnn-journal-'));
  file = join(folder, 'metrics.jsonl');
});
afterEach(() => rm(folder, { recursive: true }));

const encode = (events: readonly RunEvent[]): string => events.map((event) => `${JSON.stringify(event)}\n`).join('');
const read = async (): Promise<RunEvent[]> =>
  (await readFile(file, 'utf8'))
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as RunEvent);
const log = (message: string): RunEvent => ({ event: 'log', message });
const done: RunEvent = { event: 'error', message: 'stopped', isInputError: true };

/** A run from epoch `first` to `last`, saved every `every` epochs. */
const train = async (journal: JournalFile, first: number, last: number, every: number): Promise<void> => {
  for (let epoch = first; epoch <= last; epoch++) {
    journal.add(epochEvent(epoch, epoch % 1300 < 50));
    if (epoch % every === 0) await journal.save(Math.max(0, epoch - every) * 10);
  }
};

describe('a journal that is rewound', () => {
  test('keeps what was reported up to the checkpoint and drops a line cut short by a kill', async () => {
    const before = [stepEvent(4), epochEvent(1), log('kept'), stepEvent(14), epochEvent(2)];
    await writeFile(file, `${encode([...before, log('later'), stepEvent(25), epochEvent(3), done])}{"event":"epo`);
    const journal = new JournalFile(file);
    await journal.rewind({ epoch: 2, step: 20 });
    expect(await read()).toEqual(before);
    journal.add(epochEvent(3));
    await journal.save(20);
    expect(await read()).toEqual([...before, epochEvent(3)]);
  });

  test('that is at the checkpoint already is not written anew', async () => {
    await writeFile(file, encode([epochEvent(1), epochEvent(2)]));
    const { ino } = await stat(file);
    await new JournalFile(file).rewind({ epoch: 2, step: 20 });
    expect((await stat(file)).ino).toBe(ino);
  });

  test('has each line once and in order, whatever two writers have made of it', async () => {
    const one = [stepEvent(4), epochEvent(1), stepEvent(14), epochEvent(2), stepEvent(24), epochEvent(3)];
    const torn = `${JSON.stringify(stepEvent(30)).slice(0, 40)}\n`;
    await writeFile(file, `${encode(one.slice(0, 4))}${encode(one.slice(1, 4))}${torn}${encode(one.slice(2))}`);
    await new JournalFile(file).rewind({ epoch: 3, step: 30 });
    expect(await read()).toEqual(one);
  });

  test('drops the end of an epoch whose last step is in the checkpoint, since it comes again', async () => {
    await writeFile(file, encode([epochEvent(1), stepEvent(20), epochEvent(2)]));
    await new JournalFile(file).rewind({ epoch: 1, step: 20 });
    expect(await read()).toEqual([epochEvent(1), stepEvent(20)]);
  });

  test('keeps samples by their epoch and looks at gradients by their step', async () => {
    const events = [sampleEvent(1), sampleEvent(3), gradientsEvent(1), gradientsEvent(20), gradientsEvent(26)];
    await writeFile(file, encode(events));
    await new JournalFile(file).rewind({ epoch: 2, step: 20 });
    expect(await read()).toEqual([sampleEvent(1), gradientsEvent(1), gradientsEvent(20)]);
  });

  test('may have 600 MB, more than a text can have in memory, and is bounded after it', async () => {
    await writeFile(file, encode(Array.from({ length: 10_000 }, (_, index) => epochEvent(index + 1))));
    // A hole reads as one long line, which is none of ours.
    await truncate(file, 600_000_000);
    await appendFile(file, `\n${encode(Array.from({ length: 10_000 }, (_, index) => epochEvent(index + 10_001)))}`);
    await new JournalFile(file).rewind({ epoch: 19_000, step: 190_000 });
    const epochs = (await read()).flatMap((event) => (event.event === 'epoch' ? [event.epoch] : []));
    expect(epochs.length).toBeLessThan(8200);
    expect(epochs[0]).toBe(1);
    expect(epochs.at(-1)).toBe(19_000);
    expect((await stat(file)).size).toBeLessThan(5_000_000);
  });
});

describe('a journal that cannot be written', () => {
  test('writes what it has kept, once, when it can again, and cuts off what was torn', async () => {
    const journal = new JournalFile(join(folder, 'later', 'metrics.jsonl'));
    journal.add(epochEvent(1));
    await expect(journal.save(0)).rejects.toThrow('ENOENT');
    journal.add(epochEvent(2));
    await expect(journal.save(0)).rejects.toThrow('ENOENT');
    await mkdir(join(folder, 'later'));
    file = join(folder, 'later', 'metrics.jsonl');
    await journal.save(0);
    await appendFile(file, '{"event":"ep');
    journal.add(epochEvent(3));
    await journal.save(0);
    expect(await read()).toEqual([1, 2, 3].map((epoch) => epochEvent(epoch)));
  });

  test('keeps no more than a bound in memory, however long that lasts', async () => {
    const journal = new JournalFile(join(folder, 'missing', 'metrics.jsonl'));
    for (let epoch = 1; epoch <= 300_000; epoch++) journal.add(epochEvent(epoch));
    await expect(journal.save(0)).rejects.toThrow('ENOENT');
    const { pending } = journal as unknown as { readonly pending: readonly RunEvent[] };
    expect(pending.length).toBeLessThan(8200);
    expect(pending[0]).toEqual(epochEvent(1));
    expect(pending.at(-1)).toEqual(epochEvent(300_000));
  });
});

describe('a journal of a million epochs', () => {
  test('stays below 5 MB all the time and in the end has 4,096 lines at most with the best and the newest', async () => {
    const journal = new JournalFile(file);
    let largest = 0;
    for (let epoch = 1; epoch <= 1_000_000; epoch++) {
      journal.add(epochEvent(epoch, epoch === 700_003));
      if (epoch % 10_000 !== 0) continue;
      await journal.save((epoch - 10_000) * 10);
      largest = Math.max(largest, (await stat(file)).size);
    }
    await journal.finish();
    expect(largest).toBeLessThan(5_000_000);
    const epochs = (await read()).flatMap((event) => (event.event === 'epoch' ? [event.epoch] : []));
    expect(epochs).toHaveLength(3909);
    expect(epochs.slice(0, 3)).toEqual([1, 257, 513]);
    expect(epochs).toContain(700_003);
    expect(epochs.at(-1)).toBe(1_000_000);
  });
});

describe('a long run killed at any instant', () => {
  test.each([0, 1, 2, 3])('and resumed has the journal of one never killed (seed %i)', async (seed) => {
    const last = 30_000;
    const undisturbed = new JournalFile(file);
    await train(undisturbed, 1, last, 1000);
    await undisturbed.finish();
    const expected = await read();
    await rm(file);

    let state = seed + 1;
    const random = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below;
    let journal = new JournalFile(file);
    let checkpoint = 0;
    for (let epoch = 1; epoch <= last; epoch++) {
      journal.add(epochEvent(epoch, epoch % 1300 < 50));
      if (random(1000) !== 0 && epoch !== last) continue;
      await journal.save(checkpoint * 10);
      // Killed before or after the checkpoint, perhaps in the middle of the next line.
      const isKilled = random(4) === 0;
      if (!isKilled || random(2) === 0) checkpoint = epoch;
      if (!isKilled) continue;
      if (random(2) === 0) await appendFile(file, JSON.stringify(epochEvent(epoch + 1)).slice(0, random(100)));
      journal = new JournalFile(file);
      await journal.rewind({ epoch: checkpoint, step: checkpoint * 10 });
      epoch = checkpoint;
    }
    await journal.save(checkpoint * 10);
    await journal.finish();
    expect(await read()).toEqual(expected);
    expect(expected).toEqual(
      thinEvents(Array.from({ length: last }, (_, at) => epochEvent(at + 1, (at + 1) % 1300 < 50))),
    );
  });
});
