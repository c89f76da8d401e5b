/**
 * What a run survives: kills, freezes and full disks at random instants of real trainings, which have to end with the
 * bits and the journals of undisturbed ones; and run folders, model files, data files, tables and messages with something changed, each of
 * which is taken or refused with a reason. Everything is drawn from a seed, which is printed and can be given:
 * `npm run bench -- survival kills=20 seed=7`. Without counts it plays all in some 90 minutes on 2 cores, and writes
 * test/bench/results/survival.md. It takes Linux.
 */
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { describeTallies } from './survival/describeTallies.ts';
import { disturb } from './survival/disturb.ts';
import { fillDisk } from './survival/fillDisk.ts';
import { freezeTraining } from './survival/freezeTraining.ts';
import { Ground } from './survival/ground.ts';
import { killTraining } from './survival/killTraining.ts';
import { playRounds } from './survival/playRounds.ts';
import { recipes } from './survival/recipes.ts';
import { Slots } from './survival/slots.ts';
import type { Tally } from './survival/tally.ts';
import { smallFiles } from '../unit/engine/files/mutated/smallFiles.ts';
import { hasProc } from './survival/trainingProcess.ts';

const full = {
  ...{ kills: 300, freezes: 50, disks: 50, runs: 2000 },
  ...{ models: 1_000_000, files: 1e5 * smallFiles.length, tables: 1_000_000, frames: 100_000 },
};
const frozenSeconds = 35;
type Part = keyof typeof full;

const settings = new Map<string, number>();
for (const setting of process.argv.slice(2)) {
  const [name = '', value] = setting.split('=');
  if (!(name in full) && name !== 'seed')
    throw new Error(`${setting}: there are ${Object.keys(full).join(', ')}, seed`);
  settings.set(name, Number(value));
}
const isFull = Object.keys(full).every((part) => !settings.has(part));
const counts = Object.fromEntries(
  Object.entries(full).map(([part, count]) => [part, isFull ? count : (settings.get(part) ?? 0)]),
) as Record<Part, number>;
const seed = settings.get('seed') ?? Date.now() % 1_000_000_000;

const disturbTrainings = async (): Promise<Tally[]> => {
  const { kills, freezes, disks } = counts;
  if (kills + freezes + disks === 0) return [];
  if (!hasProc) throw new Error('the processes of a training are told from one another by /proc, which is not here');
  const cores = availableParallelism();
  const ground = await Ground.create(recipes, new Slots(cores), 2);
  try {
    return await Promise.all([
      disturb('kills', kills, seed, cores, (each) => killTraining(each, ground)),
      // Who is frozen takes nobody's turn.
      disturb('freezes', freezes, seed, 12 * cores, (each) => freezeTraining(each, ground, frozenSeconds)),
      // So does whoever waits for room.
      disturb('disks', disks, seed, 8 * cores, (each) => fillDisk(each, ground)),
    ]);
  } finally {
    await ground.remove();
  }
};

console.log(`seed=${seed}`);
const date = new Date();
const tallies = await disturbTrainings();
for (const part of ['runs', 'models', 'files', 'tables', 'frames'] as const) {
  if (counts[part] > 0) tallies.push(await playRounds(part, counts[part], seed, availableParallelism()));
}
const played = tallies.filter(({ cases }) => cases > 0);
const page = describeTallies(played, seed, date);
console.log(`\n${page}`);
if (isFull) await writeFile(fileURLToPath(new URL('./results/survival.md', import.meta.url)), page);
if (tallies.some(({ losses }) => losses.length > 0)) process.exitCode = 1;
