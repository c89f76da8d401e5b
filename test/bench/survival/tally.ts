/** A seed and what went wrong with it. */
export interface Loss {
  readonly seed: number;
  /** What was done, where that is not part of the problem. */
  readonly what: string;
  readonly problem: string;
}

/** What became of one part of the bench. */
export interface Tally {
  readonly part: string;
  /** Kills, freezes, … */
  readonly count: number;
  /** Trainings or rounds in which they were. */
  readonly cases: number;
  readonly losses: readonly Loss[];
  readonly seconds: number;
}

/** Of the losses those of runs whose weights or moments are others than without the disturbance. */
export const isOtherBits = ({ problem }: Loss): boolean => problem.includes('other bits');

/** Seeds with a loss that `isMeant`. */
export const countSeeds = (losses: readonly Loss[], isMeant: (loss: Loss) => boolean): number =>
  new Set(losses.filter(isMeant).map(({ seed }) => seed)).size;
