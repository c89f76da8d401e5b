import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Config } from '../../../../engine/config.ts';
import type { RunEvent, RunRecord, RunStatus } from '../../../../engine/protocol.ts';
import { giveUpLateEnds, settleLateEnds } from '../../../../engine/runs/lateEnd.ts';
import { readCheckpoint, readModel } from '../../../../engine/runs/modelFile.ts';
import { ScratchFile } from '../../../../engine/scratchFile.ts';
import type { RunListener, StartedRun } from '../../../../engine/training/assembleRun.ts';
import { resumeRun } from '../../../../engine/training/resumeRun.ts';
import type { RunLimits } from '../../../../engine/training/runLimits.ts';
import { startRun } from '../../../../engine/training/startRun.ts';
import { skipUnless } from '../../../skipUnless.ts';
import { SmallDisk } from '../smallDisk.ts';

const table = fileURLToPath(new URL('../../../../samples/airline-passengers.csv', import.meta.url));
/** Trains until it is told to stop. */
const endless: Config = {
  model: { cell: 'gru', hiddenSize: 8, numLayers: 1 },
  training: { epochs: 1_000_000, patience: 0, seed: 1, threads: 1 },
};
const short: Config = { ...endless, training: { ...endless.training, epochs: 3 } };
/** With so large a network a checkpoint takes more than the journals. */
const large: Config = { ...endless, model: { ...endless.model, hiddenSize: 128 } };

/** A training under way, and what it tells. */
class Training implements RunListener {
  readonly events: RunEvent[] = [];
  readonly statuses: RunStatus[] = [];
  readonly limits: Partial<RunLimits>;
  ended: Promise<void> = Promise.resolve();
  private started: StartedRun | undefined;

  private readonly onEvent: (event: RunEvent) => void;

  constructor(limits: Partial<RunLimits> = {}, onEvent: (event: RunEvent) => void = () => undefined) {
    this.limits = limits;
    this.onEvent = onEvent;
  }

  static async begin(runs: string, config: Config): Promise<Training> {
    const training = new Training();
    training.follow(await startRun({ file: table, config, runs }, training));
    return training;
  }

  static async resume(run: string): Promise<Training> {
    const training = new Training();
    training.follow(await resumeRun({ run }, training));
    return training;
  }

  get run(): StartedRun {
    return this.started!;
  }

  get folder(): string {
    return this.run.folder.path;
  }

  report(_: string, event: RunEvent): void {
    this.events.push(event);
    this.onEvent(event);
  }

  setStatus(_: string, status: RunStatus): void {
    this.statuses.push(status);
  }

  /** Of the last report. */
  get position(): { readonly epoch: number; readonly step: number } {
    const position = { epoch: 0, step: 0 };
    for (const event of this.events) {
      if ('step' in event) position.step = event.step;
      if (event.event === 'epoch') position.epoch = event.epoch;
    }
    return position;
  }

  /** Waits for something that the run logs or fails with. */
  async says(pattern: RegExp): Promise<string> {
    const find = (): string | undefined =>
      this.events.flatMap((event) => ('message' in event && pattern.test(event.message) ? [event.message] : [])).at(-1);
    await expect.poll(find).toBeDefined();
    return find()!;
  }

  /** Waits for a step beyond the one before. */
  async goesOn(): Promise<void> {
    const { step } = this.position;
    await expect.poll(() => this.position.step).toBeGreaterThan(step);
  }

  async record(): Promise<RunRecord> {
    return JSON.parse(await readFile(join(this.folder, 'run.json'), 'utf8')) as RunRecord;
  }

  async stop(): Promise<void> {
    this.run.run.stop();
    await this.ended;
  }

  follow(started: StartedRun): void {
    this.started = started;
    this.ended = started.run.run().then(() => started.session.dispose());
  }
}

/** Each line of each journal as JSON, in order and once. */
const checkJournals = async (folder: string): Promise<RunEvent[]> => {
  const lines = (await readFile(join(folder, 'metrics.jsonl'), 'utf8')).split('\n');
  expect(lines.pop()).toBe('');
  const events = lines.map((line) => JSON.parse(line) as RunEvent);
  const epochs = events.flatMap((event) => (event.event === 'epoch' ? [event.epoch] : []));
  expect(epochs).toEqual([...new Set(epochs)].sort((a, b) => a - b));
  return events;
};

let training: Training | undefined;
afterEach(async () => {
  if (training) await training.stop();
  await giveUpLateEnds();
  training = undefined;
});

const withSmallDisk = skipUnless(SmallDisk.canBeMade, 'only root makes a small disk, and only on Linux');

describe('on a disk without room', withSmallDisk, () => {
  let disk: SmallDisk;
  beforeEach(() => {
    // A fast machine writes several megabytes of journal in the seconds a test takes, and rewrites them at the end.
    disk = SmallDisk.make(64);
  });
  afterEach(async () => {
    await training?.stop();
    await giveUpLateEnds();
    disk.remove();
  });

  test('no run begins, and nothing is left of it', async () => {
    disk.fill(4096);
    await expect(Training.begin(join(disk.path, 'runs'), endless)).rejects.toThrow(
      /no run folder can be made here: no space left on device; choose another folder for runs/,
    );
    await disk.makeRoom();
    expect(existsSync(join(disk.path, 'runs')) && (await readdir(join(disk.path, 'runs')))).toEqual([]);
  });

  test('a training goes on, says once what is kept, says when it can be saved again, and has every line once', async () => {
    training = await Training.begin(disk.path, endless);
    await training.goesOn();
    await expect.poll(async () => (await training!.record()).step).toBeGreaterThan(0);
    disk.fill();
    const words = await training.says(/cannot write to/);
    const { position } = await readCheckpoint(join(training.folder, 'last.safetensors'));
    const best = await readModel(join(training.folder, 'best.safetensors'));
    expect(words).toContain(
      `no space left on device; training goes on, the checkpoint of step ${position.step} (epochs done: ${position.epoch}) ` +
        `and the best model (of epoch ${best.epoch}) are on disk`,
    );
    await training.goesOn();
    await checkJournals(training.folder);
    await disk.makeRoom();
    await training.says(/can be written to again: everything up to step \d+ is saved/);
    await training.stop();
    const events = await checkJournals(training.folder);
    const logs = events.flatMap((event) => (event.event === 'log' ? [event.message] : []));
    // A run that has become long says so too.
    expect(logs.flatMap((log) => /cannot write|written to again/.exec(log)?.[0] ?? [])).toEqual([
      'cannot write',
      'written to again',
    ]);
    expect(events.findLast(({ event }) => event === 'epoch')).toMatchObject({ epoch: training.position.epoch });
    expect(await training.record()).toMatchObject({ status: 'stopped', epoch: training.position.epoch });
    expect((await readdir(training.folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('with room for the journals but not for a checkpoint, the one before stays', async () => {
    training = await Training.begin(disk.path, large);
    await training.goesOn();
    disk.fill(100_000);
    await training.says(/cannot write to .*no space left/);
    const { position } = await readCheckpoint(join(training.folder, 'last.safetensors'));
    expect(position.step).toBeLessThan(training.position.step);
    await disk.makeRoom();
    await training.says(/written to again/);
  });

  test('a disk that turns read-only is told of in the same way', async () => {
    training = await Training.begin(disk.path, endless);
    await training.goesOn();
    await disk.setWritable(false);
    await training.says(/cannot write to .*: read-only file system; training goes on/);
    await disk.setWritable(true);
    await training.says(/written to again/);
  });

  test('a pause is written down as soon as there is room', async () => {
    training = await Training.begin(disk.path, endless);
    await training.goesOn();
    disk.fill();
    await training.says(/cannot write to/);
    training.run.run.pause();
    await expect.poll(() => training!.statuses).toContain('paused');
    expect((await training.record()).status).toBe('running');
    await disk.makeRoom();
    await expect.poll(async () => (await training!.record()).status).toBe('paused');
  });

  test('a run at its end waits for room, and has come to it as ever when there is', async () => {
    training = new Training({ lastSaveEvery: 50 });
    const started = await startRun({ file: table, config: short, runs: disk.path }, training);
    disk.fill();
    training.follow(started);
    expect(await training.says(/the training is over/)).toMatch(
      /cannot be saved: no space left on device; make room within 2.95 s, the checkpoint of the start is on disk$/,
    );
    await disk.makeRoom();
    await training.ended;
    expect(training.statuses).toEqual(['finished']);
    expect(await training.record()).toMatchObject({ status: 'finished', epoch: 3 });
    expect((await checkJournals(training.folder)).at(-1)).toMatchObject({ event: 'done', epochs: 3 });
  });

  test('a run for whose end no room is made has failed, and its record says so as soon as it can', async () => {
    training = new Training({ lastSaveEvery: 20, lastSaves: 3 });
    const started = await startRun({ file: table, config: short, runs: disk.path }, training);
    disk.fill();
    training.follow(started);
    await training.ended;
    expect(training.statuses).toEqual(['failed']);
    const failure = training.events.find(({ event }) => event === 'error');
    expect(failure).toMatchObject({
      isInputError: true,
      message: expect.stringMatching(
        /cannot be written: no space left on device; the checkpoint of the start is on disk: make room and resume the run$/,
      ) as string,
    });
    await training.says(/run.json cannot say yet that the run has ended: no space left on device/);
    expect((await training.record()).status).toBe('running');
    await disk.makeRoom();
    await expect.poll(async () => (await training!.record()).status).toBe('failed');
    await expect.poll(async () => (await checkJournals(training!.folder)).at(-2)).toMatchObject({ event: 'error' });
    const { folder } = training;
    training = await Training.resume(folder);
    await training.ended;
    expect(await training.record()).toMatchObject({ status: 'finished', epoch: 3 });
  });

  describe('that is full only when everything but the end is saved', () => {
    /** Trains one epoch, and fills the disk with the second picture: that of the test split. */
    const train = async (limits: Partial<RunLimits>): Promise<Training> => {
      const one: Config = { ...short, training: { ...short.training, epochs: 1 } };
      let pictures = 0;
      const run = new Training(limits, ({ event }) => {
        if (event === 'plot' && ++pictures === 2) disk.fill();
      });
      run.follow(await startRun({ file: table, config: one, runs: disk.path }, run));
      return run;
    };
    const words = /the training is over, but run.json cannot say so: no space left on device/;

    test('the end is told when there is room for it', async () => {
      training = await train({ lastSaveEvery: 50 });
      await training.says(words);
      expect(training.events.map(({ event }) => event)).not.toContain('done');
      expect((await training.record()).status).toBe('running');
      await disk.makeRoom();
      await training.ended;
      expect(training.statuses).toEqual(['finished']);
      expect(training.events.at(-1)).toMatchObject({ event: 'done', epochs: 1 });
      const events = await checkJournals(training.folder);
      expect(events.filter(({ event }) => event === 'done')).toEqual([training.events.at(-1)]);
      expect((await training.record()).status).toBe('finished');
    });

    test('the run has failed where none is made, and comes to the same end when it is resumed', async () => {
      training = await train({ lastSaveEvery: 20, lastSaves: 3 });
      await training.ended;
      expect(training.statuses).toEqual(['failed']);
      expect(training.events.map(({ event }) => event)).not.toContain('done');
      expect(await training.says(/make room and resume the run/)).toMatch(
        /: cannot be written: no space left on device; the checkpoint of step \d+ \(epochs done: 1\) and the best model \(of epoch 1\) are on disk: make room and resume the run$/,
      );
      await disk.makeRoom();
      training = await Training.resume(training.folder);
      await training.ended;
      expect(await training.record()).toMatchObject({ status: 'finished', epoch: 1 });
      const events = await checkJournals(training.folder);
      expect(events.map(({ event }) => event).filter((kind) => kind === 'done' || kind === 'error')).toEqual(['done']);
    });
  });

  test('an engine that is ended gives the room a moment to come, and its run the end', async () => {
    training = new Training({ lastSaves: 1 });
    const started = await startRun({ file: table, config: short, runs: disk.path }, training);
    disk.fill();
    training.follow(started);
    await training.ended;
    const settled = settleLateEnds();
    expect((await training.record()).status).toBe('running');
    await disk.makeRoom();
    await settled;
    expect((await training.record()).status).toBe('failed');
  });

  test('a run that is to be resumed by the same engine does not wait for its end to be written', async () => {
    training = new Training({ lastSaves: 1 });
    const started = await startRun({ file: table, config: short, runs: disk.path }, training);
    disk.fill();
    training.follow(started);
    await training.ended;
    const { folder } = training;
    await disk.makeRoom();
    training = await Training.resume(folder);
    await training.ended;
    expect(await training.record()).toMatchObject({ status: 'finished', epoch: 3 });
  });

  test('data that is too large for memory is refused with the folder and the way out', async () => {
    disk.fill(1_000_000);
    vi.stubEnv('TMPDIR', disk.path);
    try {
      const file = new ScratchFile();
      expect(() => file.append(new Uint8Array(10_000_000))).toThrow(
        `cannot be written to ${disk.path}: ENOSPC: no space left on device, write; make room there, or set TMPDIR`,
      );
    } finally {
      vi.unstubAllEnvs();
    }
  });
});

describe('a run folder that is taken away while its run trains', () => {
  let runs: string;
  beforeEach(async () => {
    runs = await mkdtemp(join(tmpdir(), 'rnn-taken-'));
  });
  afterEach(() => rm(runs, { recursive: true, force: true }));

  test('ends the training with a message, once, and is not made anew', async () => {
    training = await Training.begin(runs, endless);
    await training.goesOn();
    // At once: file by file, a save could come in between.
    await rename(training.folder, `${runs}.taken`);
    await training.ended;
    await rm(`${runs}.taken`, { recursive: true });
    expect(training.events.filter(({ event }) => event === 'error')).toEqual([
      {
        event: 'error',
        isInputError: true,
        message: `${training.folder}: the run folder was deleted or moved: nothing more can be saved, and the training has ended`,
        place: { file: training.folder },
      },
    ]);
    expect(training.statuses).toEqual(['failed']);
    // A fast machine comes so far that the run is long.
    const logs = training.events.flatMap((event) => (event.event === 'log' ? [event.message] : []));
    expect(logs.filter((message) => !message.startsWith('the run is long'))).toEqual([]);
    expect(await readdir(runs)).toEqual([]);
  });

  test('by another process, which has taken it over, ends the training and leaves the files to the other', async () => {
    training = await Training.begin(runs, endless);
    await training.goesOn();
    await rm(join(training.folder, 'lock-1.json'));
    await writeFile(join(training.folder, 'lock-2.json'), 'of another');
    await training.ended;
    expect(await training.says(/another process has taken the run over/)).toContain(training.folder);
    expect((await training.record()).status).toBe('running');
    expect(await readdir(training.folder)).toContain('lock-2.json');
  });
});
