import { createRandom } from '../../../compute/random.ts';
import type { WindowSource } from '../../../compute/source.ts';
import type { Session } from '../../../network/session.ts';
import type { ForecastDecoder } from '../forecastDecoder.ts';
import { readOutputs } from '../predictWindows.ts';

/** Futures of a series: by path, step and target, in the units of the file. */
export type Paths = readonly (readonly (readonly number[])[])[];

export interface PathOptions {
  /** The first row that is forecast, and how many are, as far as the horizon. */
  readonly origin: number;
  readonly steps: number;
  readonly window: number;
  readonly count: number;
  readonly seed: number;
}

/**
 * Futures that might come, drawn so that each step alone is distributed as its intervals say, and steps and targets hang
 * together as the errors of whole windows of the validation part did (an empirical copula, as in the Schaake shuffle: Clark
 * et al. 2004). A path takes one of those windows, and with even chances the other sign for all of it, as intervals are as
 * wide in deviations on either side; the places of its errors among all become shares of the truth, and the end of the
 * interval that holds such a share is the value. One uniform number for the whole path fills the steps between places. The
 * same seed gives the same paths.
 * @param ranks see `residualRanks`
 */
export const samplePaths = (
  session: Session,
  source: WindowSource,
  decoder: ForecastDecoder,
  ranks: readonly (readonly number[])[],
  { origin, steps, window, count, seed }: PathOptions,
): Paths => {
  const { targetColumns } = source;
  session.load(source);
  const read = readOutputs(session, source, Int32Array.of(origin - window));
  const middles = Array.from({ length: steps }, (_, ahead) =>
    Array.from({ length: targetColumns }, (__, target) => {
      const output = read(0, ahead, target);
      return { output, value: decoder.value(origin, ahead, target, output.mean) };
    }),
  );
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const errors = ranks[random.integer(ranks.length)] ?? [];
    const turn = random.next() < 0.5 ? -1 : 1;
    const between = random.next();
    return middles.map((step, ahead) =>
      step.map(({ output, value }, target) => {
        const rank = errors[ahead * targetColumns + target] ?? NaN;
        const share = (Math.abs(rank) - 1 + between) / ranks.length;
        return decoder.drawn({ origin, ahead, target, share }, value, output, Math.sign(rank) * turn);
      }),
    );
  });
};
