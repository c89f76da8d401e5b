import type { Config } from '../../config.ts';

/** One way to do what a task does, of several that make sense for a file. */
export interface Variant {
  /** As part of a sentence: `differences from the last value, window 48`. */
  readonly what: string;
  /** Whether it differs from that of the config in how much it reads, and in nothing else. */
  readonly isOtherWindow: boolean;
  /** What a config says that asks for it, and for nothing else than what variants differ in. */
  readonly data: NonNullable<Config['data']>;
  readonly model: NonNullable<Config['model']>;
}

/** What there is to choose from, and at what cost. */
export interface Variants {
  /** That of the config first. */
  readonly variants: readonly Variant[];
  /** Share of the work of the training that choosing may take. */
  readonly budget: number;
}
