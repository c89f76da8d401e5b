import type { ColumnSummary } from '../../protocol.ts';
import { compareParts } from '../compareParts.ts';
import { clamp } from '../config/completion.ts';
import { harmlessInTables } from '../config/harmlessInTables.ts';
import { embedding } from '../search/dimension.ts';
import { requireTable } from '../requireTable.ts';
import type { Recognition, Task } from '../task.ts';
import { completeTranslation } from './completeTranslation.ts';
import { describeTranslation } from './describeTranslation.ts';
import { findPair } from './findPair.ts';
import { predictTranslation } from './predictTranslation.ts';
import { encodePairsOfFile, prepareTranslation } from './prepareTranslation.ts';
import { sampleTranslations } from './sampleTranslations.ts';
import { shapeOf } from './sideCoder.ts';
import { symbolsOf, type TranslationCodec, translationCodecSchema } from './translationCodec.ts';
import { type TranslationData, translationDataSchema, translationFields } from './translationFields.ts';
import { translateText } from './translateText.ts';

/** A text to another one. */
export const translation: Task<TranslationData, TranslationCodec> = {
  name: describeTranslation.name,
  description: describeTranslation,
  fields: translationFields,
  harmless: {
    ...harmlessInTables,
    'data.lowercase': [false],
    'data.pieces': [0],
    'data.sharedVocabulary': [false],
    'model.embeddingSize': [0],
    'model.attention': ['none'],
    'model.inputFeeding': [false],
    'model.tiedOutput': [false],
    'training.labelSmoothing': [0],
    'training.teacherForcing': [1],
    'training.teacherForcingEnd': [1],
  },
  ownFields: [
    ...['model.embeddingSize', 'model.attention', 'model.inputFeeding', 'model.tiedOutput'],
    ...['training.labelSmoothing', 'training.teacherForcing', 'training.teacherForcingEnd'],
  ],
  dataSchema: translationDataSchema,
  codecSchema: translationCodecSchema,
  codecFaults: ({ unit, targetUnit, lowercase, sharedVocabulary }, { source, target, ...codec }) => [
    ...compareParts('unit', [source.unit], [unit]),
    ...compareParts('targetUnit', [target.unit], [targetUnit]),
    ...compareParts('lowercase', [codec.lowercase], [lowercase]),
    ...(sharedVocabulary ? compareParts('target', [symbolsOf(target)], [symbolsOf(source)]) : []),
  ],
  reads: describeTranslation.reads,
  everyStep: describeTranslation.everyStep,
  losses: describeTranslation.losses,
  defaults: {
    sizes: () => ({
      hiddenSize: 128,
      numLayers: 1,
      embeddingSize: 64,
      bidirectional: true,
      attention: 'multiplicative',
      inputDropout: 0.1,
      outputDropout: 0.2,
    }),
    loss: 'crossEntropy',
    gradClip: 1,
    batchSize: ({ examples }) => clamp(2 ** Math.round(Math.log2(examples / 80)), 8, 128),
    longest: 600,
    enoughUpdates: 12_000,
    fewest: 4,
    most: 60,
  },
  shorterWay: 'a shorter data.maxLength',

  recognise,
  complete: (config, file) => completeTranslation(config, ...requireTable(file, describeTranslation)),
  prepare: prepareTranslation,
  encode: encodePairsOfFile,
  sizesOf: ({ config: { data }, codec }) => ({
    shape: shapeOf(codec),
    steps: data.maxLength,
    targetSteps: data.maxTargetLength + 1,
  }),
  varied: ({ model }) => [
    { path: 'model.attention', values: ['none', 'additive', 'multiplicative'] },
    ...embedding(model),
  ],
  predict: predictTranslation,
  predictText: translateText,
  sample: sampleTranslations,
  describeDemand: ({ input, outputSize }) =>
    `The sources have ${input.kind === 'symbols' ? input.vocabulary : 0} words, characters or byte pairs and the targets ${outputSize}, ` +
    'which data.source, target, unit, targetUnit, pieces, sharedVocabulary and minCount decide.',
  describeOrder: () =>
    'words or characters are numbered by how often they stand in the training texts, byte pairs as they were joined',
  misfitOf: (codec, other) =>
    symbolsOf(codec.source) === symbolsOf(other.source) && symbolsOf(codec.target) === symbolsOf(other.target)
      ? undefined
      : 'was trained on other words than these texts have; its weights would mean something else',
};

/** Two columns of texts. With others beside them it takes names to tell which of them become one another. */
function recognise(columns: readonly ColumnSummary[]): Recognition | undefined {
  const pair = findPair(columns);
  if (!pair || (!pair.isNamed && columns.length > 2)) return undefined;
  const { source, target, isNamed } = pair;
  const what = `'${source.name}' and '${target.name}' both hold texts`;
  return isNamed
    ? { certainty: 0.9, why: `${what}, which their names call a source and what it becomes.` }
    : { certainty: 0.86, why: `${what}, and nothing else is there: one may become the other.` };
}
