import type { SampleEvent } from '../../../engine/protocol.ts';

/** What a line has become after an epoch. */
interface Attempt {
  readonly epoch: number;
  readonly text: string;
  readonly isRight: boolean;
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
      if (!found || found.text === attempts[0]?.text) continue;
      attempts.unshift({ epoch, text: found.text, isRight: found.text === reference });
    }
    return { source, reference, attempts };
  });
};
