import { setTimeout } from 'node:timers/promises';
import { join } from 'node:path';
import { createRandom } from '../../../engine/compute/random.ts';
import type { RunEvent } from '../../../engine/protocol.ts';
import { compareRuns } from './compareRuns.ts';
import { type Ground, type Outcome, type Reference, findStack, startTraining } from './ground.ts';
import { findRun } from './killTraining.ts';
import { pick } from './pick.ts';
import { readJournal } from './readJournal.ts';
import { describeInstant, drawInstant, strike } from './strike.ts';
import { type Ended, type TrainingProcess, targets } from './trainingProcess.ts';

/** Seconds by which the training time may be off after a sleep: between the last look at the clock and the sleep. */
const blur = 1.5;

/**
 * Trains, stops the engine, the command or both at some instant for `seconds` as a laptop's sleep does, and lets them go
 * on: the run has to end as the undisturbed one, and the time asleep is no training time.
 */
export const freezeTraining = async (seed: number, ground: Ground, seconds: number): Promise<Outcome> => {
  const random = createRandom(seed);
  const reference = pick(ground.references, random);
  const target = pick(targets, random);
  const instant = drawInstant(random, reference.milliseconds);
  const folders = await ground.makeFolders();
  await ground.slots.take();
  const training = startTraining(reference, folders);
  const { promise: frozen, resolve } = Promise.withResolvers<boolean>();
  const { cancel } = strike(instant, folders.runs, () => resolve(training.signal(target, 'SIGSTOP')));
  const isFrozen = await Promise.race([frozen, training.ended.then(() => false)]);
  cancel();
  let asleep = 0;
  if (isFrozen) {
    const since = performance.now();
    // An engine whose client alone sleeps goes on, and keeps its slot until it must be through.
    if (target === 'client') await setTimeout(Math.min(seconds * 1000, 2 * reference.milliseconds));
    ground.slots.give();
    await setTimeout(Math.max(0, seconds * 1000 - (performance.now() - since)));
    await ground.slots.takeAgain();
    asleep = (performance.now() - since) / 1000;
    training.signal(target, 'SIGCONT');
  }
  const end = await endOf(training);
  const awake = (performance.now() - training.began) / 1000 - asleep;
  ground.slots.give();
  const problems = end ? await judge(end, folders.runs, reference) : ['the command does not end'];
  if (end?.code === 0 && target !== 'client') problems.push(...(await judgeTimes(folders.runs, awake, asleep)));
  problems.push(...(await ground.clear(folders)));
  const what = `${reference.recipe.name}: ${target} ${describeInstant(instant)} for ${asleep.toFixed(1)} s`;
  return { seed, what, count: isFrozen ? 1 : 0, problems };
};

/** Milliseconds in which a training of seconds has to have ended after its sleep. */
const patience = 180_000;

/** Undefined, and nothing lives on, where it takes too long. */
const endOf = async (training: TrainingProcess): Promise<Ended | undefined> => {
  const end = await Promise.race([training.ended, setTimeout(patience, undefined, { ref: false })]);
  if (!end) training.end();
  return end;
};

const judge = async (end: Ended, runs: string, reference: Reference): Promise<string[]> => {
  const problems = findStack(end);
  if (end.stderr !== '') problems.push(`says ${end.stderr.slice(0, 600)}`);
  if (end.code !== 0) return [...problems, `ends with ${String(end.code)}`];
  const run = await findRun(runs);
  return run ? [...problems, ...(await compareRuns(run, reference.run))] : [...problems, 'there is no run'];
};

/** Training time, time left and speed, as the journal tells them, without the sleep. */
const judgeTimes = async (runs: string, awake: number, asleep: number): Promise<string[]> => {
  const run = await findRun(runs);
  const { lines } = await readJournal<RunEvent>(join(run ?? runs, 'metrics.jsonl'));
  const problems: string[] = [];
  // What the first steps take says little of the others.
  const settled = 0.2 * Math.max(...lines.map((event) => ('seconds' in event ? event.seconds : 0)));
  for (const event of lines) {
    if ('seconds' in event && event.seconds > awake + blur) {
      return [`${event.event}: ${event.seconds.toFixed(1)} s of training in ${awake.toFixed(1)} s awake`];
    }
    if (event.event !== 'step' && event.event !== 'epoch') continue;
    // Whoever counts the sleep as training expects as much of it again for each such stretch that is left.
    if (asleep > 0 && event.seconds > settled && event.eta > 4 * awake + blur) {
      problems.push(`step ${event.step}: ${event.eta.toFixed(1)} s left of ${awake.toFixed(1)} s in all`);
    }
    if (!(event.perSecond > 0)) problems.push(`step ${event.step}: ${event.perSecond} rows or symbols a second`);
  }
  return problems.slice(0, 3);
};
