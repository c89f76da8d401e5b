import { stretches } from '../../errands/stretches.ts';

/** Examples that are sorted, or merged, in a moment. */
const atOnce = 1 << 13;

/**
 * Examples in the order of their times, the same ones in their own order: merged of runs that double, since a sort of
 * millions by one call could not be cancelled.
 * @param times by place among the examples
 */
export const sortByTimes = async (examples: Int32Array, times: Float64Array): Promise<Int32Array> => {
  const { length } = examples;
  const doing = 'sorting by time';
  const timeOf = (place: number): number => times[place] ?? 0;
  let order = examples.map((_, place) => place);
  let merged = new Int32Array(length);
  for await (const [from, to] of stretches(length, atOnce, doing))
    order.subarray(from, to).sort((a, b) => timeOf(a) - timeOf(b) || a - b);
  for (let run = atOnce; run < length; run *= 2) {
    let [left, right] = [0, 0];
    for await (const [from, to] of stretches(length, atOnce, doing)) {
      for (let at = from; at < to; at++) {
        const begin = at - (at % (2 * run));
        const [middle, end] = [Math.min(length, begin + run), Math.min(length, begin + 2 * run)];
        if (at === begin) [left, right] = [begin, middle];
        const isLeft = right === end || (left < middle && timeOf(order[left] ?? 0) <= timeOf(order[right] ?? 0));
        merged[at] = order[isLeft ? left++ : right++] ?? 0;
      }
    }
    [order, merged] = [merged, order];
  }
  return order.map((place) => examples[place] ?? 0);
};
