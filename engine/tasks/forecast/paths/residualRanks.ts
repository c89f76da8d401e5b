/** Fewer windows say nothing of how errors hang together. */
const fewestWindows = 10;
/** More windows, and more numbers in a model, change no digit that matters. */
const mostWindows = 200;
const mostRanks = 2 ** 15;
/** Of long horizons with many targets as many windows all the same, as far as a model has room for them. */
const enoughWindows = 30;
const mostOutputs = 2 ** 14;

/**
 * How errors of whole windows hang together: by window, for each output, the place of its error among those of all windows
 * that are kept, by size, from 1 on, and below 0 where the truth lay below the forecast. Windows are taken evenly from those that are
 * given; undefined where they are fewer than ten.
 * @param windows whose errors are all known
 * @param read how far off the forecast of an output was, with its sign
 */
export const residualRanks = (
  windows: readonly number[],
  outputs: number,
  read: (window: number, output: number) => number,
): number[][] | undefined => {
  if (windows.length < fewestWindows || outputs > mostOutputs) return undefined;
  const most = Math.min(mostWindows, Math.max(enoughWindows, Math.floor(mostRanks / outputs)));
  const kept = Math.min(most, windows.length);
  const chosen = Array.from({ length: kept }, (_, at) => windows[Math.floor((at * windows.length) / kept)] ?? 0);
  const ranks = chosen.map(() => new Array<number>(outputs).fill(0));
  for (let output = 0; output < outputs; output++) {
    const errors = chosen.map((window) => read(window, output));
    const bySize = chosen.map((_, at) => at).sort((a, b) => Math.abs(errors[a] ?? 0) - Math.abs(errors[b] ?? 0));
    for (const [rank, at] of bySize.entries()) {
      const of = ranks[at];
      if (of) of[output] = (errors[at] ?? 0) < 0 ? -rank - 1 : rank + 1;
    }
  }
  return ranks;
};
