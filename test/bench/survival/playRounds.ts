import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Loss, Tally } from './tally.ts';

const script = fileURLToPath(new URL('./roundsProcess.ts', import.meta.url));
/** Milliseconds without a sign after which a process hangs: with much else to do, a machine takes long to start one. */
const patience = 600_000;
const seedsPerProcess = 25_000;

/** Which rounds there are; `roundsProcess.ts` knows them. */
export type RoundsName = 'files' | 'tables' | 'models' | 'runs' | 'frames';

/** Plays `count` rounds with one seed after the other in processes of their own, `atOnce` at a time. */
export const playRounds = async (
  part: RoundsName,
  count: number,
  firstSeed: number,
  atOnce: number,
): Promise<Tally> => {
  const began = performance.now();
  const losses: Loss[] = [];
  const tell = (seed: number, problem: string): void => {
    losses.push({ seed, what: '', problem });
    console.log(`${part}=1 seed=${seed}: ${problem.slice(0, 1000)}`);
  };
  const share = Math.min(seedsPerProcess, Math.ceil(count / atOnce));
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      let at = next;
      next += share;
      const end = Math.min(count, at + share);
      // What a process died of or hung at is one seed; the others are still to be played.
      while (at < end) at = (await playShare(part, firstSeed + at, end - at, tell)) + 1 - firstSeed;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return { part, count, cases: count, losses, seconds: (performance.now() - began) / 1000 };
};

/** Resolves to the last seed that was played. */
const playShare = async (
  part: RoundsName,
  first: number,
  count: number,
  tell: (seed: number, problem: string) => void,
): Promise<number> => {
  const child = spawn(process.execPath, [script, part, String(first), String(count)], {
    // What servers say of garbage on their standard error is as it should be, a million times.
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let seed = first;
  let lastSign = performance.now();
  const watch = setInterval(() => {
    if (performance.now() - lastSign > patience) child.kill('SIGKILL');
  }, 1000);
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  for await (const line of createInterface({ input: child.stdout })) {
    lastSign = performance.now();
    if (line.startsWith('!')) tell(...(JSON.parse(line.slice(1)) as [number, string]));
    else seed = Number(line);
  }
  const [code, signal] = await exited;
  clearInterval(watch);
  if (code === 0) return first + count - 1;
  tell(seed, `the process ends with ${String(signal ?? code)}`);
  return seed;
};
