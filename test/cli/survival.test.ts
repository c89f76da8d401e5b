import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fillDisk } from '../bench/survival/fillDisk.ts';
import { freezeTraining } from '../bench/survival/freezeTraining.ts';
import { Ground, type Outcome } from '../bench/survival/ground.ts';
import { killTraining } from '../bench/survival/killTraining.ts';
import { openChangedRuns } from '../bench/survival/mutations/openChangedRuns.ts';
import { recipes } from '../bench/survival/recipes.ts';
import { Slots } from '../bench/survival/slots.ts';
import { createLimitedFolder, createSmallDisk } from '../bench/survival/smallDisk.ts';
import { hasProc } from '../bench/survival/trainingProcess.ts';
import { skipUnless } from '../skipUnless.ts';

// The short form of `npm run bench -- survival`.

/** Plays cases with seeds of their own, all of which have to lose nothing. */
const play = async (seeds: readonly number[], playOne: (seed: number) => Promise<Outcome>): Promise<void> => {
  const outcomes = await Promise.all(seeds.map(playOne));
  const told = outcomes.map(({ seed, what, problems }) => (problems.length > 0 ? { seed, what, problems } : undefined));
  expect(told.filter((outcome) => outcome !== undefined)).toEqual([]);
};

const onProc = skipUnless(hasProc, 'this system has no /proc to find the processes of a training in');

describe('a training that is disturbed ends as an undisturbed one', { timeout: 240_000, ...onProc }, () => {
  let ground: Ground;
  beforeAll(async () => {
    // A second or two each, of every task.
    ground = await Ground.create(
      recipes.filter(({ isShort }) => isShort),
      new Slots(2),
      1,
    );
  }, 240_000);
  afterAll(() => ground.remove());

  test('killed at random instants, with the engine, without it, or only it, and resumed', () =>
    play([1, 2], (seed) => killTraining(seed, ground)));

  test('frozen for 3 seconds, whichever process', () => play([1, 2], (seed) => freezeTraining(seed, ground, 3)));

  test.each([
    ['a disk of its own, where one may be made', createSmallDisk],
    ['writes that fail', createLimitedFolder],
  ])('out of room for a while: %s', (_, createDisk) =>
    play([1], (seed) => fillDisk(seed, ground, { createDisk, forGood: 0 })),
  );
});

test('20 run folders with something changed are used, or refused by the name of the file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rnn-changed-'));
  try {
    const rounds = await openChangedRuns(folder);
    const problems: string[] = [];
    for (let seed = 0; seed < 20; seed++) problems.push(...(await rounds.play(seed)));
    await rounds.end();
    expect(problems).toEqual([]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
