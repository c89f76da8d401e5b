import { takeBreath } from './errand.ts';

/**
 * The bounds of stretches of `size` of `count` things, one after the other, with a breath before each, as `takeBreath`
 * takes it: `doing` is what is done with them.
 */
export async function* stretches(
  count: number,
  size: number,
  doing: string,
): AsyncGenerator<readonly [from: number, to: number], void, void> {
  for (let from = 0; from < count; from += size) {
    await takeBreath({ doing, share: from / count });
    yield [from, Math.min(count, from + size)];
  }
}
