import type { FieldDescription } from '../../protocol.ts';

/** How the training form offers `training.classWeights`. */
export const describeClassWeights = {
  path: 'training.classWeights',
  label: 'Classes count',
  kind: 'choice',
  choices: [
    { value: 'none', label: 'by their examples' },
    { value: 'balanced', label: 'alike, whatever their size' },
  ],
  fold: 'training',
} as const satisfies FieldDescription;
