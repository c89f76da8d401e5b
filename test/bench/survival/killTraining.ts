import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { type Random, createRandom } from '../../../engine/compute/random.ts';
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
import { pick } from './mutations/mutateJson.ts';
import { describeInstant, drawInstant, strike } from './strike.ts';
import { type TrainingProcess, targets } from './trainingProcess.ts';

const mostKills = 8;
/** Milliseconds in which a training of seconds has to have ended. */
const patience = 180_000;

/**
 * Trains, kills the engine, the command or both at some instant, goes on with the run, kills again, until what is drawn
 * is used up; then the run has to end as the undisturbed one.
 */
export const killTraining = async (seed: number, ground: Ground): Promise<Outcome> => {
  const random = createRandom(seed);
  const reference = pick(random, ground.references);
  const story = new KillStory(reference, await ground.makeFolders(), random);
  const problems = await ground.slots.during(() => story.tell());
  problems.push(...(await ground.clear(story.folders)));
  return { seed, what: `${reference.recipe.name}: ${story.kills.join(', ')}`, count: story.kills.length, problems };
};

class KillStory {
  readonly folders: Folders;
  /** What was killed and when. */
  readonly kills: string[] = [];
  private readonly reference: Reference;
  private readonly random: Random;
  private left: number;

  constructor(reference: Reference, folders: Folders, random: Random) {
    this.reference = reference;
    this.folders = folders;
    this.random = random;
    this.left = 1 + random.integer(mostKills);
  }

  /** Resolves to what went wrong. */
  async tell(): Promise<string[]> {
    for (let starts = 0; starts < 2 * mostKills; starts++) {
      const run = await findRun(this.folders.runs);
      if (run && (await readRecord(run))?.status === 'finished') return this.judge(run);
      await ageUnmade(this.folders.runs);
      const training = run ? resumeTraining(run, this.folders) : startTraining(this.reference, this.folders);
      const problems = await this.disturb(training);
      if (problems.length > 0) return problems;
    }
    return ['does not come to an end'];
  }

  /** Kills what is drawn until the command has ended. */
  private async disturb(training: TrainingProcess): Promise<string[]> {
    let isStruck = false;
    const ended = training.ended.then(() => 'ended' as const);
    while (training.isAlive && this.left > 0) {
      const target = pick(this.random, targets);
      const instant = drawInstant(this.random, this.reference.milliseconds);
      const { promise: struck, resolve } = Promise.withResolvers<'hit' | 'missed'>();
      const { cancel } = strike(instant, this.folders.runs, () => {
        resolve(training.signal(target, 'SIGKILL') ? 'hit' : 'missed');
      });
      const what = await Promise.race([ended, struck]);
      cancel();
      if (what !== 'hit') continue;
      isStruck = true;
      this.left -= 1;
      this.kills.push(`${target} ${describeInstant(instant)}`);
      // A command whose engine has gone may start another one.
      if (target !== 'engine') break;
    }
    return this.waitFor(training, isStruck);
  }

  private async waitFor(training: TrainingProcess, isStruck: boolean): Promise<string[]> {
    const timeout = AbortSignal.timeout(patience);
    const late = new Promise<undefined>((resolve) => timeout.addEventListener('abort', () => resolve(undefined)));
    const end = await Promise.race([training.ended, late]);
    const isGone = end !== undefined && (await training.enginesGone());
    if (!isGone) training.end();
    if (!end) return ['the command does not end'];
    if (!isGone) return ['an engine lives on without its command'];
    if (!isStruck && end.code !== 0) return [`ends with ${end.code}: ${end.stderr.slice(0, 600)}`];
    return findStack(end);
  }

  private async judge(run: string): Promise<string[]> {
    const others = (await readdir(this.folders.runs)).filter((name) => join(this.folders.runs, name) !== run);
    const differences = await compareRuns(run, this.reference.run);
    return [...others.map((name) => `runs/${name} is left behind`), ...differences];
  }
}

/** Makes folders that never became runs old enough to be cleared away: the next start comes an hour later. */
const ageUnmade = async (runs: string): Promise<void> => {
  const before = new Date(Date.now() - 3_600_000);
  for (const name of await readdir(runs)) {
    const folder = join(runs, name);
    if (!(await readRecord(folder))) await utimes(folder, before, before);
  }
};

/** The folder of the one run that can be gone on with. */
export const findRun = async (runs: string): Promise<string | undefined> => {
  for (const name of await readdir(runs)) {
    const run = join(runs, name);
    if (await readRecord(run)) return run;
  }
  return undefined;
};
