import type { AttentionMap, SampleEvent } from '../../../engine/protocol.ts';

/** What a line has become after an epoch. */
export interface Attempt {
  readonly epoch: number;
  readonly text: string;
  readonly isRight: boolean;
  /** Where the newest network that put it out attends. */
  readonly attention?: AttentionMap | undefined;
}

/** A line of the validation split, with what it became. */
export interface Line {
  readonly source: string;
  readonly reference: string;
  /** The newest first; of epochs in a row that put out the same, the first alone. */
  readonly attempts: readonly Attempt[];
}

/** The lines of the newest sample, with what became of each in all samples. */
export const translatedLines = (samples: readonly SampleEvent[]): readonly Line[] => {
  const newest = samples.findLast(({ translations }) => translations !== undefined);
  return (newest?.translations ?? []).map(({ source, reference }) => {
    const attempts: Attempt[] = [];
    for (const { epoch, translations = [] } of samples) {
      const found = translations.find((each) => each.source === source && each.reference === reference);
      if (!found) continue;
      const { text, attention } = found;
      const [last] = attempts;
      if (text === last?.text) attempts[0] = { ...last, attention };
      else attempts.unshift({ epoch, text, isRight: text === reference, attention });
    }
    return { source, reference, attempts };
  });
};
