import { describeClassWeights } from '../labels/describeClassWeights.ts';
import type { OwnDescription } from '../task.ts';

/** The classification as the editor and the command line see it. */
export const describeClassification = {
  name: 'classification',
  formerName: 'sequence-classification',
  title: 'Classification',
  reads: 'table',
  capabilities: ['predict'],
  items: 'sequences',
  splitsInOrder: false,
  everyStep: false,
  metrics: [
    { name: 'accuracy', label: 'accuracy', format: 'percent', lowerIsBetter: false },
    { name: 'f1Macro', label: 'F1', format: 'number', lowerIsBetter: false, definition: 'mean over the classes' },
  ],
  baselines: [{ name: 'majority', label: 'most frequent class' }],
  losses: ['crossEntropy', 'mse'],
  fields: [
    { path: 'data.label', label: 'Label', kind: 'column', columnTypes: ['number', 'category', 'text'] },
    {
      path: 'data.group',
      label: 'Sequence',
      kind: 'column',
      columnTypes: ['number', 'category', 'text', 'timestamp'],
      none: 'each row is one',
    },
    { path: 'data.inputs', label: 'Inputs', kind: 'columns', columnTypes: ['number'] },
    { path: 'data.stepSize', label: 'Values per step', kind: 'whole' },
    describeClassWeights,
  ],
  facts: [
    { path: 'data.label', label: 'Label' },
    { path: 'data.group', label: 'Sequence', words: 'rows with the same {0}', none: 'each row is one' },
    { path: 'data.inputs', label: 'Inputs' },
    { path: 'data.stepSize', label: 'Values per step' },
    { path: 'data.scaling', label: 'Scaling', words: '{0}, fitted on the training split only' },
  ],
  views: ['results', 'explain'],
} satisfies OwnDescription;
