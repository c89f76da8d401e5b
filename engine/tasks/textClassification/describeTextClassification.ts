import { describeClassWeights } from '../labels/describeClassWeights.ts';
import type { OwnDescription } from '../task.ts';

/** The classification of texts as the editor and the command line see it. */
export const describeTextClassification = {
  name: 'textClassification',
  title: 'Text classification',
  reads: 'table',
  capabilities: ['predict', 'predictText'],
  items: 'texts',
  splitsInOrder: false,
  everyStep: false,
  metrics: [
    { name: 'accuracy', label: 'accuracy', format: 'percent', lowerIsBetter: false },
    { name: 'f1Macro', label: 'F1', format: 'number', lowerIsBetter: false, definition: 'mean over the classes' },
  ],
  baselines: [
    { name: 'majority', label: 'most frequent class' },
    { name: 'naiveBayes', label: 'naive Bayes' },
  ],
  losses: ['crossEntropy'],
  fields: [
    { path: 'data.text', label: 'Text', kind: 'column', columnTypes: ['text', 'category'] },
    { path: 'data.label', label: 'Label', kind: 'column', columnTypes: ['category', 'number'] },
    {
      path: 'data.unit',
      label: 'Cut into',
      kind: 'choice',
      choices: [
        { value: 'words', label: 'words' },
        { value: 'characters', label: 'characters' },
      ],
    },
    { path: 'data.maxLength', label: 'Longest text', kind: 'whole' },
    { path: 'data.minCount', label: 'Known from', kind: 'whole' },
    { path: 'data.lowercase', label: 'Fold case', kind: 'flag' },
    describeClassWeights,
  ],
  facts: [
    { path: 'data.text', label: 'Text' },
    { path: 'data.label', label: 'Label' },
    { path: 'data.unit', label: 'Cut into' },
    { path: 'data.minCount', label: 'Known', words: 'what stands {0} times or oftener in the training texts' },
    { path: 'data.maxLength', label: 'Longest text', words: 'the first {0} are read' },
  ],
  views: ['results', 'tryIt'],
} satisfies OwnDescription;
