import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { AwakeClock } from '../../../engine/awakeClock.ts';
import { posixOnly } from '../../skipUnless.ts';
import { ScriptProcess, importable } from './scriptProcess.ts';

/** Milliseconds by the clock and in truth of a process that works as `work` has it and is frozen for three seconds of it. */
const timeFrozen = async (work: string): Promise<{ awake: number; all: number }> => {
  const child = new ScriptProcess(`
    import { setTimeout } from 'node:timers/promises';
    import { AwakeClock } from ${importable('engine/awakeClock.ts')};
    const clock = new AwakeClock();
    const begin = { all: performance.now(), awake: clock.now() };
    const isOver = () => performance.now() - begin.all > 4000;
    const compute = (milliseconds) => {
      const start = process.cpuUsage().user;
      while (process.cpuUsage().user - start < milliseconds * 1000);
    };
    console.log('begun');
    await clock.during(async () => {
      ${work}
    });
    console.log('awake ' + (clock.now() - begin.awake) + ' all ' + (performance.now() - begin.all) + ' end');`);
  await child.sees(/begun/);
  await child.freeze(3000);
  const awake = Number(await child.sees(/awake (\S+)/));
  return { awake, all: Number(await child.sees(/all (\S+) end/)) };
};

test.each([
  ['waits', 'while (!isOver()) await setTimeout(10);'],
  ['computes and looks often', 'while (!isOver()) { compute(1); clock.now(); }'],
])('a process that %s and is frozen for 3 s counts them for less than half a second', posixOnly, async (_, work) => {
  const { awake, all } = await timeFrozen(work);
  expect(all).toBeGreaterThan(4000);
  expect(all - awake).toBeGreaterThan(2500);
  // On a busy machine little of the second that is left comes to this process, but the clock does not stand still.
  expect(awake).toBeGreaterThan(100);
});

test('three seconds of computing without a look count, all but the share that a busy machine takes away', () => {
  const clock = new AwakeClock();
  const begin = { all: performance.now(), awake: clock.now() };
  const start = process.cpuUsage().user;
  while (performance.now() - begin.all < 3000 || process.cpuUsage().user - start < 1_000_000);
  const all = performance.now() - begin.all;
  expect(clock.now() - begin.awake).toBeGreaterThan(Math.min(all, 4000) - 1);
});

test('three seconds of waiting for somebody else count during the work that looks meanwhile, and else do not', async () => {
  const [watched, unwatched] = [new AwakeClock(), new AwakeClock()];
  const begin = { watched: watched.now(), unwatched: unwatched.now() };
  await watched.during(() => setTimeout(3000));
  expect(watched.now() - begin.watched).toBeGreaterThan(2900);
  expect(unwatched.now() - begin.unwatched).toBeLessThan(2000);
});
