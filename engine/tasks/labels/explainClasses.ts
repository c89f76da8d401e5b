import { InputError } from '../../errors.ts';
import type { Explained } from '../explain/explained.ts';
import { explainSequences } from '../explain/explainSequences.ts';
import type { PreparedData } from '../preparedData.ts';

/** What classes of sequences of numbers rest on: errors are answers that are wrong. */
export const explainClasses = (label: string, inputs: readonly string[], { source }: PreparedData): Explained => {
  if ((source.kind !== 'rows' && source.kind !== 'vectors') || !('labels' in source)) {
    throw new InputError('has no sequences of numbers with a class');
  }
  const { labels, classes } = source;
  return explainSequences({
    ...{ source, inputs, targets: [label], measure: 'wrong' },
    errors: (outputs, examples) => {
      let wrong = 0;
      for (const [at, example] of examples.entries()) {
        const chances = outputs.subarray(at * classes, (at + 1) * classes);
        if (likeliest(chances) !== labels[example]) wrong++;
      }
      return Float64Array.of(wrong / examples.length);
    },
  });
};

const likeliest = (chances: Float32Array): number =>
  chances.reduce((best, chance, id) => (chance > (chances[best] ?? 0) ? id : best), 0);
