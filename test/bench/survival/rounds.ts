/** One thing done over and over in one process, each time another way; a seed tells which. */
export interface Rounds {
  /** Resolves to what went wrong. */
  play(seed: number): Promise<readonly string[]>;
  end(): Promise<void>;
}
