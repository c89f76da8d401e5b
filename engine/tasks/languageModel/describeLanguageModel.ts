import type { OwnDescription } from '../task.ts';
import { ngramLabels } from './ngram/ngramNames.ts';

/** The language model as the editor and the command line see it. */
export const describeLanguageModel = {
  name: 'languageModel',
  formerName: 'language-model',
  title: 'Text generation',
  reads: 'text',
  capabilities: ['generate'],
  items: 'symbols',
  splitsInOrder: true,
  everyStep: true,
  metrics: [
    { name: 'crossEntropy', label: 'nats per symbol', format: 'number', unit: 'nats/symbol', lowerIsBetter: true },
    { name: 'bitsPerCharacter', label: 'bits per character', format: 'number', unit: 'bits/char', lowerIsBetter: true },
    { name: 'perplexity', label: 'perplexity', format: 'number', lowerIsBetter: true },
    { name: 'wordPerplexity', label: 'perplexity by word', format: 'number', lowerIsBetter: true },
  ],
  baselines: [{ name: 'unigram', label: 'frequencies of symbols' }, ...ngramLabels],
  losses: ['crossEntropy', 'mse'],
  fields: [
    {
      path: 'data.unit',
      label: 'Cut into',
      kind: 'choice',
      choices: [
        { value: 'characters', label: 'characters' },
        { value: 'words', label: 'words' },
        { value: 'bytePairs', label: 'byte pairs' },
      ],
    },
    { path: 'data.minCount', label: 'Known from', kind: 'whole' },
    { path: 'data.pieces', label: 'Pieces', kind: 'whole' },
    { path: 'data.seqLength', label: 'Sequence length', kind: 'whole' },
    { path: 'data.stepLength', label: 'Symbols between updates', kind: 'whole' },
    { path: 'data.carryState', label: 'Carry the state from window to window', kind: 'flag' },
    { path: 'data.lowercase', label: 'Fold case', kind: 'flag' },
    { path: 'training.labelSmoothing', label: 'Label smoothing', kind: 'real', fold: 'training' },
    { path: 'model.embeddingSize', label: 'Symbol vector (0: one-hot)', kind: 'whole', low: 0, fold: 'layers' },
    { path: 'model.tiedOutput', label: 'Output layer of the symbol vectors', kind: 'flag', fold: 'layers' },
    { path: 'model.wordDropout', label: 'Dropout of whole symbols', kind: 'real', fold: 'regularisation' },
    { path: 'model.activationPenalty', label: 'Penalty of large outputs', kind: 'real', fold: 'regularisation' },
    { path: 'model.changePenalty', label: 'Penalty of fast outputs', kind: 'real', fold: 'regularisation' },
  ],
  facts: [
    { path: 'data.unit', label: 'Cut into' },
    { path: 'data.seqLength', label: 'Symbols per training stretch' },
  ],
  views: ['samples'],
} satisfies OwnDescription;
