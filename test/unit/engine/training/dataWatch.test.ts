import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Config } from '../../../../engine/config.ts';
import { identifyDataAtRest } from '../../../../engine/files/dataIdentity.ts';
import type { RunEvent } from '../../../../engine/protocol.ts';
import { fingerprintData } from '../../../../engine/runs/fingerprint.ts';
import type { RunListener, StartedRun } from '../../../../engine/training/assembleRun.ts';
import { DataWatch } from '../../../../engine/training/dataWatch.ts';
import { resumeRun } from '../../../../engine/training/resumeRun.ts';
import { startRun } from '../../../../engine/training/startRun.ts';
import { floats, npyBytes } from '../files/arrays/arrayBytes.ts';
import { arrayFolder } from '../files/arrays/arrayFolder.ts';
import { atReads } from '../files/atReads.ts';
import { changes } from '../files/changes.ts';

let folder: string;
let file: string;
const rows = Array.from({ length: 90 }, (_, row) => `${row},${(10 + 5 * Math.sin(row / 3)).toFixed(2)}`);
const content = `day,x\n${rows.join('\n')}\n`;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnn-watch-'));
  file = join(folder, 'weather.csv');
  await writeFile(file, content);
});
afterEach(() => rm(folder, { recursive: true }));

const changed =
  'weather.csv has changed since this run began; the run goes on with what it has read, and can be resumed only with the file as it was';
const gone =
  'weather.csv cannot be read any more; the run goes on with what it has read, and needs the file to be resumed';

const isReal = ({ name }: (typeof changes)[number]): boolean => name !== 'replaced by one like it';

describe('a watched file', () => {
  const told: string[] = [];
  let watch: DataWatch;
  beforeEach(async () => {
    told.length = 0;
    watch = new DataWatch(file, [], await identifyDataAtRest(file), await fingerprintData(file));
  });
  const look = (): void => watch.look((message) => told.push(message));

  test.each(changes.filter(isReal))('that is $name is told of once', async ({ name, happen }) => {
    look();
    happen(file);
    await vi.waitFor(() => {
      look();
      expect(told).toEqual([name === 'deleted' ? gone : changed]);
    });
    rmSync(file, { force: true });
    look();
    // Had another look begun, it would find the file gone.
    await expect(identifyDataAtRest(file)).rejects.toThrow();
    expect(told).toHaveLength(1);
  });

  test.each([
    ['touched', () => utimesSync(file, new Date(), new Date(Date.now() + 5000))],
    [
      'replaced by its equal',
      () => {
        writeFileSync(join(folder, 'new'), content);
        renameSync(join(folder, 'new'), file);
      },
    ],
  ])('that is %s is read once more, and nothing is told', async (_, act) => {
    act();
    let readings = 0;
    await atReads(file, 'after', (nth) => (readings = nth));
    look();
    await vi.waitFor(() => {
      expect(readings).toBe(2);
    });
    rmSync(file);
    await vi.waitFor(() => {
      look();
      expect(told).toEqual([gone]);
    });
    expect(readings).toBe(2);
  });
});

test('labels beside a watched array that change are told by their name', async () => {
  const at = arrayFolder({ 'X.npy': new Uint8Array([1]), 'y.npy': new Uint8Array([2]) });
  const watch = new DataWatch(
    at('X.npy'),
    [],
    await identifyDataAtRest(at('X.npy')),
    await fingerprintData(at('X.npy')),
  );
  writeFileSync(at('y.npy'), new Uint8Array([3]));
  const told: string[] = [];
  watch.look((message) => told.push(message));
  await vi.waitFor(() => {
    expect(told).toEqual([expect.stringMatching(/^y\.npy has changed since this run began/)]);
  });
});

describe('a run whose file changes', () => {
  const config: Config = {
    model: { cell: 'rnn', hiddenSize: 3, numLayers: 1 },
    training: { epochs: 4, patience: 0, seed: 5, threads: 1 },
  };

  /** Trains to the end, `act` being called when the first epoch is over. */
  const train = async (
    begin: (listener: RunListener) => Promise<StartedRun>,
    act: () => void,
  ): Promise<{ readonly run: StartedRun['folder']; readonly events: readonly RunEvent[] }> => {
    const events: RunEvent[] = [];
    const { run, session, folder } = await begin({
      report: (_, event) => {
        if (event.event === 'epoch' && !events.some((before) => before.event === 'epoch')) act();
        events.push(event);
      },
      setStatus: () => undefined,
    });
    await run.run();
    await session.dispose();
    return { run: folder, events };
  };
  const start = (act: () => void): ReturnType<typeof train> =>
    train((listener) => startRun({ file, config, runs: join(folder, 'runs') }, listener), act);
  const resume = (run: string): ReturnType<typeof train> =>
    train(
      (listener) => resumeRun({ run }, listener),
      () => undefined,
    );
  const logsOf = (events: readonly RunEvent[]): unknown[] =>
    events.flatMap((event) => (event.event === 'log' ? [event.message] : []));

  test.each(changes.filter(isReal))(
    'or is $name trains on with what it has read, bit for bit, tells it once, and is resumed with the file as it was',
    async ({ name, happen }) => {
      const undisturbed = await start(() => undefined);
      expect(logsOf(undisturbed.events)).toEqual([]);
      const { run, events } = await start(() => happen(file));
      expect(logsOf(events)).toEqual([name === 'deleted' ? gone : changed]);
      expect(events.at(-1)).toMatchObject({ event: 'done', reason: 'finished', epochs: 4 });
      expect((await readFile(run.last)).equals(await readFile(undisturbed.run.last))).toBe(true);
      const journal = await readFile(join(run.path, 'metrics.jsonl'), 'utf8');
      expect(journal.split('"event":"log"')).toHaveLength(2);

      const refusal = name === 'deleted' ? /the data file of this run is gone; put it back/ : /has changed since run/;
      await expect(resume(run.path)).rejects.toThrow(refusal);
      await writeFile(file, content);
      const resumed = await resume(run.path);
      expect(logsOf(resumed.events)).toEqual([]);
      expect(resumed.events.at(-1)).toMatchObject({ event: 'done', epochs: 6 });
    },
  );
});

test('a run on an array whose labels have changed is not gone on with, by the name of the labels', async () => {
  const labels = Uint8Array.from({ length: 40 }, (_, at) => at % 2);
  const values = floats(...Array.from({ length: 120 }, (_, at) => (Math.floor(at / 3) % 2) * (at % 3)));
  const at = arrayFolder({
    'X.npy': npyBytes("'<f4'", [40, 3, 1], values),
    'y.npy': npyBytes("'|u1'", [40], labels),
  });
  const listener: RunListener = { report: () => undefined, setStatus: () => undefined };
  const config: Config = { model: { hiddenSize: 2, numLayers: 1 }, training: { epochs: 1, threads: 1 } };
  const started = await startRun({ file: at('X.npy'), config, runs: at('runs') }, listener);
  await started.run.run();
  await started.session.dispose();
  writeFileSync(at('y.npy'), npyBytes("'|u1'", [40], labels.fill(1, 0, 2)));
  const resumed = resumeRun({ run: started.folder.path }, listener);
  await expect(resumed).rejects.toThrow(`${at('y.npy')}: has changed since run`);
});
