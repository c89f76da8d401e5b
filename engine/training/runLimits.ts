/** How long the end of a run may take. */
export interface RunLimits {
  /** Milliseconds awake after the person's stop in which an evaluation may still end; that of a large split takes minutes. */
  readonly evaluation: number;
  /** Milliseconds between two attempts to save a run that has ended. */
  readonly lastSaveEvery: number;
  /** How many such attempts there are. */
  readonly lastSaves: number;
}

export const runLimits: RunLimits = { evaluation: 5000, lastSaveEvery: 2000, lastSaves: 60 };
