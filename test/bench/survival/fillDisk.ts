import { access, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Random, createRandom } from '../../../engine/compute/random.ts';
import { readSafetensors } from '../../../engine/runs/safetensors.ts';
import { compareRuns, readRecord } from './compareRuns.ts';
import {
  type Folders,
  type Ground,
  type Outcome,
  type Reference,
  findStack,
  resumeTraining,
  startTraining,
} from './ground.ts';
import { findRun } from './killTraining.ts';
import type { Slots } from './slots.ts';
import { pick } from './mutations/mutateJson.ts';
import { type SmallDisk, createSmallDisk } from './smallDisk.ts';
import { describeInstant, drawInstant, strike } from './strike.ts';
import type { Ended } from './trainingProcess.ts';

export interface DiskOptions {
  readonly createDisk: (parent: string) => Promise<SmallDisk>;
  /** How many of the disks get no room until the training has ended, which takes its time; a share. */
  readonly forGood: number;
}

/**
 * Trains onto a disk that fills at some instant, for a while or for good: training goes on or ends with a message, what
 * was saved stays readable, and once there is room the run ends as the undisturbed one.
 */
export const fillDisk = async (
  seed: number,
  ground: Ground,
  { createDisk, forGood }: DiskOptions = { createDisk: createSmallDisk, forGood: 0.5 },
): Promise<Outcome> => {
  const random = createRandom(seed);
  const reference = pick(random, ground.references);
  const folders = await ground.makeFolders();
  const disk = await createDisk(folders.root);
  const onDisk = { ...folders, runs: join(disk.folder, 'runs') };
  await mkdir(onDisk.runs);
  const story = new DiskStory(reference, onDisk, disk, ground.slots, random.next() < forGood, random);
  try {
    const problems = await story.tell();
    return { seed, what: `${reference.recipe.name}: ${story.what}`, count: 1, problems };
  } finally {
    await disk.remove();
    await ground.clear(folders);
  }
};

class DiskStory {
  what = '';
  private readonly reference: Reference;
  private readonly folders: Folders;
  private readonly disk: SmallDisk;
  private readonly slots: Slots;
  private readonly isForGood: boolean;
  private readonly random: Random;

  constructor(
    reference: Reference,
    folders: Folders,
    disk: SmallDisk,
    slots: Slots,
    isForGood: boolean,
    random: Random,
  ) {
    this.reference = reference;
    this.folders = folders;
    this.disk = disk;
    this.slots = slots;
    this.isForGood = isForGood;
    this.random = random;
  }

  /** Resolves to what went wrong. */
  async tell(): Promise<string[]> {
    const { reference, folders, disk, slots } = this;
    const end = await this.trainOnFullDisk();
    const problems = [...(await this.judge(end)), ...(await findUnreadable(folders.runs))];
    await disk.makeRoom();
    const run = await findRun(folders.runs);
    const status = run && (await readRecord(run))?.status;
    if (status !== 'finished') {
      const { code, stderr } = await slots.during(
        () => (run ? resumeTraining(run, folders) : startTraining(reference, folders, disk.env)).ended,
      );
      if (code !== 0) return [...problems, `with room again it ends with ${String(code)}: ${stderr.slice(0, 600)}`];
    }
    const ended = run ?? (await findRun(folders.runs));
    const others = (await readdir(folders.runs)).filter((name) => join(folders.runs, name) !== ended);
    problems.push(...others.map((name) => `runs/${name} is left behind`));
    problems.push(...(await readdir(folders.tmp)).map((name) => `${name} is left in the folder for temporary files`));
    if (!ended) return [...problems, 'there is no run'];
    const differences = await compareRuns(ended, reference.run);
    // A run that ends while there is room for all but the picture is told so, and ends without.
    const isWithoutPlot = status === 'finished' && /"event":"log"[^\n]*no space left/.test(end.stdout);
    return [...problems, ...differences.filter((problem) => !isWithoutPlot || !problem.includes('forecast.json'))];
  }

  private async trainOnFullDisk(): Promise<Ended> {
    const { reference, folders, disk, random } = this;
    const free = random.integer(3) === 0 ? 0 : random.integer(100_000);
    const isFullFirst = random.integer(6) === 0;
    const instant = drawInstant(random, reference.milliseconds);
    const full = this.isForGood ? Infinity : random.next() * reference.milliseconds;
    this.what = `full ${isFullFirst ? 'from the start' : describeInstant(instant)} but for ${free} bytes, for ${full.toFixed(0)} ms`;
    if (isFullFirst) await disk.fill(free);
    await this.slots.take();
    const training = startTraining(reference, folders, disk.env);
    const { promise: struck, resolve } = Promise.withResolvers<boolean>();
    const { cancel } = isFullFirst
      ? { cancel: () => resolve(false) }
      : strike(instant, folders.runs, () => resolve(true));
    if (isFullFirst) resolve(false);
    const ended = training.ended.then(() => false);
    if (await Promise.race([struck, ended])) await disk.fill(free);
    cancel();
    if (this.isForGood) await Promise.race([setTimeout(2 * reference.milliseconds), training.ended]);
    else {
      await Promise.race([setTimeout(full), training.ended]);
      await disk.makeRoom();
      await training.ended;
    }
    // What has been trained waits for room and computes nothing.
    this.slots.give();
    return training.ended;
  }

  private async judge(end: Ended): Promise<string[]> {
    const problems = findStack(end);
    const { code, stderr, stdout } = end;
    const run = await findRun(this.folders.runs);
    if (code === 0) {
      const status = run && (await readRecord(run))?.status;
      return status === 'finished' ? problems : [...problems, `ends well, and the run is ${String(status)}`];
    }
    if (code !== 2) problems.push(`ends with ${String(code)}: ${stderr.slice(0, 600)}`);
    if (!/no space left/.test(stderr)) problems.push(`does not say that the disk is full: ${stderr.slice(0, 600)}`);
    const hasModel = run !== undefined && (await readdir(run)).some((name) => name.endsWith('.safetensors'));
    if (/nothing (has been|was|is) saved/.test(`${stderr}${stdout}`) && hasModel && !isTold(stdout)) {
      problems.push('says that nothing has been saved beside a saved model');
    }
    if (/checkpoints? (is|are) intact/.test(stderr) && !hasModel) problems.push('calls intact what is not there');
    return problems;
  }
}

/** Whether it was warned early on, when there was nothing yet. */
const isTold = (stdout: string): boolean => /"event":"log"[^\n]*nothing has been saved/.test(stdout);

/** Models that are there have to be whole at any time. */
const findUnreadable = async (runs: string): Promise<string[]> => {
  const problems: string[] = [];
  for (const id of await readdir(runs)) {
    for (const name of ['best.safetensors', 'last.safetensors']) {
      const file = join(runs, id, name);
      if (!(await exists(file))) continue;
      await readSafetensors(file).catch((error: unknown) => problems.push(String(error)));
    }
  }
  return problems;
};

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
