import type { OwnDescription } from '../task.ts';

const units = [
  { value: 'words', label: 'words' },
  { value: 'characters', label: 'characters' },
  { value: 'bytePairs', label: 'byte pairs' },
] as const;

/** Translation as the editor and the command line see it. */
export const describeTranslation = {
  name: 'translation',
  title: 'Translation',
  reads: 'table',
  capabilities: ['predict', 'predictText'],
  items: 'pairs',
  splitsInOrder: false,
  everyStep: true,
  metrics: [
    {
      name: 'exactMatch',
      label: 'exact matches',
      format: 'percent',
      lowerIsBetter: false,
      definition: 'share of the sources whose translation is one of those in the file',
    },
    {
      name: 'bleu',
      label: 'BLEU',
      format: 'number',
      lowerIsBetter: false,
      definition: 'as sacreBLEU has it: eff:no|tok:13a|smooth:exp, 0 to 100',
    },
    {
      name: 'chrf',
      label: 'chrF',
      format: 'number',
      lowerIsBetter: false,
      definition: 'chrF2 as sacreBLEU has it: eff:yes|nc:6|nw:0|space:no, 0 to 100',
    },
  ],
  baselines: [
    { name: 'copy', label: 'copy of the source' },
    { name: 'nearest', label: 'nearest training pair' },
  ],
  losses: ['crossEntropy'],
  fields: [
    { path: 'data.source', label: 'Source', kind: 'column', columnTypes: ['text', 'category'] },
    { path: 'data.target', label: 'Target', kind: 'column', columnTypes: ['text', 'category'] },
    { path: 'data.unit', label: 'Source cut into', kind: 'choice', choices: units },
    { path: 'data.targetUnit', label: 'Translation put together from', kind: 'choice', choices: units },
    { path: 'data.pieces', label: 'Byte pairs', kind: 'whole' },
    { path: 'data.sharedVocabulary', label: 'One vocabulary for both', kind: 'flag' },
    {
      path: 'model.attention',
      label: 'Attention',
      kind: 'choice',
      choices: [
        { value: 'none', label: 'none' },
        { value: 'additive', label: 'additive (Bahdanau)' },
        { value: 'multiplicative', label: 'multiplicative (Luong)' },
      ],
    },
    { path: 'model.inputFeeding', label: 'Input feeding', kind: 'flag' },
    { path: 'data.maxLength', label: 'Longest source', kind: 'whole' },
    { path: 'data.maxTargetLength', label: 'Longest translation', kind: 'whole' },
    { path: 'data.minCount', label: 'Known from', kind: 'whole' },
    { path: 'data.beam', label: 'Beam', kind: 'whole' },
    { path: 'data.lengthPenalty', label: 'Length penalty', kind: 'real' },
    { path: 'data.lowercase', label: 'Fold case', kind: 'flag' },
    { path: 'training.labelSmoothing', label: 'Label smoothing', kind: 'real', fold: 'training' },
    { path: 'training.teacherForcing', label: 'Teacher forcing at first', kind: 'real', fold: 'training' },
    { path: 'training.teacherForcingEnd', label: 'Teacher forcing at the end', kind: 'real', fold: 'training' },
    { path: 'model.embeddingSize', label: 'Symbol vector (0: one-hot)', kind: 'whole', low: 0, fold: 'layers' },
    { path: 'model.tiedOutput', label: 'Output layer of the symbol vectors', kind: 'flag', fold: 'layers' },
    { path: 'model.wordDropout', label: 'Dropout of whole symbols', kind: 'real', fold: 'regularisation' },
  ],
  facts: [
    { path: 'data.source', label: 'Source' },
    { path: 'data.target', label: 'Target' },
    { path: 'data.unit', label: 'Source cut into' },
    { path: 'data.targetUnit', label: 'Translation put together from' },
    { path: 'data.maxLength', label: 'Longest source', words: 'the first {0} are read' },
    { path: 'data.maxTargetLength', label: 'Longest translation', words: 'the first {0} are learned' },
    { path: 'data.beam', label: 'Beam', words: '{0} translations side by side' },
  ],
  views: ['translations', 'tryIt'],
} satisfies OwnDescription;
