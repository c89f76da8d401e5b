import { setTimeout } from 'node:timers/promises';
import { join } from 'node:path';
import { createRandom } from '../../../engine/compute/random.ts';
import { compareRuns, readRecord } from './compareRuns.ts';
import { type Ground, type Outcome, type Reference, findStack, startTraining } from './ground.ts';
import { findRun } from './killTraining.ts';
import { pick } from './mutations/mutateJson.ts';
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
  const reference = pick(random, ground.references);
  const target = pick(random, targets);
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
  const told = end && target === 'engine' ? { ...end, stderr: end.stderr.replaceAll(progressLine, '') } : end;
  const problems = told ? await judge(told, folders.runs, reference) : ['the command does not end'];
  if (end?.code === 0 && target !== 'client') problems.push(...(await judgeTimes(folders.runs, awake)));
  problems.push(...(await ground.clear(folders)));
  const what = `${reference.recipe.name}: ${target} ${describeInstant(instant)} for ${asleep.toFixed(1)} s`;
  return { seed, what, count: isFrozen ? 1 : 0, problems };
};

/** What a command that is awake says of an engine that makes it wait. */
const progressLine = /^.+: \d+ %\n/gm;

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
const judgeTimes = async (runs: string, awake: number): Promise<string[]> => {
  const run = await findRun(runs);
  const record = run && (await readRecord(run));
  if (!record) return [];
  const { events } = await readJournal(join(run, 'metrics.jsonl'));
  const late = events.find((event) => 'seconds' in event && event.seconds > awake + blur);
  if (late)
    return [`${late.event}: ${'seconds' in late ? late.seconds : 0} s of training in ${awake.toFixed(1)} s awake`];
  const steps = record.config.training.epochs * record.stepsPerEpoch;
  return events.flatMap((event) => {
    if (event.event !== 'step' && event.event !== 'epoch') return [];
    const { step, seconds, eta, perSecond } = event;
    if (!(perSecond > 0)) return [`step ${step}: ${perSecond} rows or symbols a second`];
    // The training time is right by now; who counts the sleep in the time left alone sees it again in all of that.
    const left = (seconds / step) * (steps - step);
    const isOff = eta > 1.5 * left + blur;
    return isOff ? [`step ${step}: ${eta.toFixed(1)} s left where it were ${left.toFixed(1)} s`] : [];
  });
};
