import type { Outcome } from './ground.ts';
import type { Loss, Tally } from './tally.ts';

/**
 * Plays cases with one seed after the other, some at once, until there are `wanted` kills, freezes, …; a case may be
 * several, or none where it came too late. Tells of each loss at once.
 */
export const disturb = async (
  part: string,
  wanted: number,
  firstSeed: number,
  atOnce: number,
  play: (seed: number) => Promise<Outcome>,
): Promise<Tally> => {
  const began = performance.now();
  const losses: Loss[] = [];
  let [count, cases] = [0, 0];
  const worker = async (): Promise<void> => {
    while (count < wanted) {
      const seed = (firstSeed + cases++) >>> 0;
      const outcome = await play(seed);
      count += outcome.count;
      for (const problem of outcome.problems) {
        losses.push({ seed, what: outcome.what, problem });
        console.log(`${part}=1 seed=${seed} (${outcome.what}): ${problem}`);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, wanted) }, worker));
  return { part, count, cases, losses, seconds: (performance.now() - began) / 1000 };
};
