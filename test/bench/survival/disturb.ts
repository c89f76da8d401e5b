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
  let [count, cases, running] = [0, 0, 0];
  const worker = async (): Promise<void> => {
    // Each under way will be one at the least, or its worker looks again.
    while (count + running < wanted) {
      running += 1;
      const seed = (firstSeed + cases++) >>> 0;
      const outcome = await play(seed);
      running -= 1;
      count += outcome.count;
      losses.push(...outcome.problems.map((problem) => ({ seed, what: outcome.what, problem })));
      if (outcome.problems.length > 0) console.log(describe(part, outcome));
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, wanted) }, worker));
  return { part, count, cases, losses, seconds: (performance.now() - began) / 1000 };
};

const mostTold = 8;

const describe = (part: string, { seed, what, problems }: Outcome): string => {
  const more = problems.length > mostTold ? [`and ${problems.length - mostTold} more`] : [];
  const lines = [...problems.slice(0, mostTold), ...more].map((problem) => `\n  ${problem.slice(0, 400)}`);
  return `${part}=1 seed=${seed}, ${what}:${lines.join('')}`;
};
