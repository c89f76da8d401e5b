import { describeClassWeights } from '../labels/describeClassWeights.ts';
import type { OwnDescription } from '../task.ts';

/** The labeling of steps as the editor and the command line see it. */
export const describeLabeling = {
  name: 'labeling',
  title: 'Labels per step',
  reads: 'table',
  capabilities: ['predict', 'predictText'],
  items: 'sequences',
  splitsInOrder: false,
  everyStep: true,
  metrics: [
    { name: 'tokenAccuracy', label: 'accuracy by step', format: 'percent', lowerIsBetter: false },
    {
      name: 'spanF1',
      label: 'F1 of spans',
      format: 'number',
      lowerIsBetter: false,
      definition: 'over exact spans of all types together, as seqeval has it by default',
    },
    { name: 'f1Macro', label: 'F1', format: 'number', lowerIsBetter: false, definition: 'mean over the classes' },
  ],
  baselines: [
    { name: 'majority', label: 'most frequent class' },
    { name: 'wordMajority', label: 'most frequent class of the word' },
  ],
  losses: ['crossEntropy', 'mse'],
  fields: [
    { path: 'data.label', label: 'Label', kind: 'column', columnTypes: ['category', 'number'] },
    {
      path: 'data.token',
      label: 'Words',
      kind: 'column',
      columnTypes: ['text', 'category'],
      none: 'a step is numbers',
    },
    { path: 'data.inputs', label: 'Inputs', kind: 'columns', columnTypes: ['number'] },
    {
      path: 'data.group',
      label: 'Sequence',
      kind: 'column',
      columnTypes: ['number', 'category', 'text'],
      none: 'all rows are one',
    },
    { path: 'data.stretch', label: 'Longest stretch', kind: 'whole' },
    { path: 'data.minCount', label: 'Known from', kind: 'whole' },
    { path: 'data.lowercase', label: 'Fold case', kind: 'flag' },
    { path: 'data.digits', label: 'Fold digits', kind: 'flag' },
    describeClassWeights,
    { path: 'training.labelSmoothing', label: 'Label smoothing', kind: 'real', fold: 'training' },
    { path: 'model.embeddingSize', label: 'Word vector', kind: 'whole', low: 0, fold: 'layers' },
    { path: 'model.characterSize', label: 'Reader of characters (0: none)', kind: 'whole', low: 0, fold: 'layers' },
    { path: 'model.wordDropout', label: 'Dropout of whole words', kind: 'real', fold: 'regularisation' },
  ],
  facts: [
    { path: 'data.label', label: 'Label' },
    { path: 'data.token', label: 'Words', none: 'numbers at every step' },
    { path: 'data.inputs', label: 'Inputs', none: 'words' },
    { path: 'data.group', label: 'Sequence', words: 'rows with the same {0}', none: 'all rows' },
    { path: 'data.stretch', label: 'Longest stretch', words: '{0} steps are read together' },
    { path: 'data.minCount', label: 'Known', words: 'words that stand {0} times or oftener in the training sequences' },
  ],
  views: ['ribbons', 'results', 'tryIt'],
  viewNeeds: { tryIt: 'data.token' },
} satisfies OwnDescription;
