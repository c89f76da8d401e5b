import { isDeepStrictEqual } from 'node:util';
import type { TextCodec } from '../../encoding/codec.ts';
import { coderOf } from '../../encoding/textCoder.ts';
import { textCodecSchema } from '../../encoding/textCodecSchema.ts';
import { compareParts } from '../compareParts.ts';
import { clamp } from '../config/completion.ts';
import { embedding, sizesAround } from '../search/dimension.ts';
import { requireTable } from '../requireTable.ts';
import { requireText } from '../requireText.ts';
import type { Task } from '../task.ts';
import { asksForTable, completeLabelled } from './completeLabelled.ts';
import { completeText } from './completeText.ts';
import { describeLanguageModel } from './describeLanguageModel.ts';
import { encodeTextFile, labelsOf, prepareText } from './prepareText.ts';
import { sampleRun } from './sampleRun.ts';
import { streamText } from './streamText.ts';
import { type TextData, textDataSchema, textFields } from './textFields.ts';

const orders: Readonly<Record<TextCodec['kind'], string>> = {
  text: 'symbols are numbered in the order of their code points',
  words: 'words are numbered by how often they stand in the training text, after one for all that are not known',
  bytePairs: 'letters are numbered in the order of their code points, then their pairs as they were learned',
};

/** All of it that says which id means what. */
const symbolsOf = (codec: TextCodec): unknown => {
  if (codec.kind === 'text') return [codec.symbols, codec.labels];
  return codec.kind === 'words' ? codec.tokens : [codec.letters, codec.merges];
};

/** Text to the next symbol. */
export const languageModel: Task<TextData, TextCodec> = {
  name: describeLanguageModel.name,
  formerName: describeLanguageModel.formerName,
  description: describeLanguageModel,
  fields: textFields,
  harmless: {
    'data.unit': ['characters'],
    'data.lowercase': [false],
    'data.minCount': [1],
    'data.pieces': [0],
    'data.carryState': [true],
    'model.embeddingSize': [0],
    'model.tiedOutput': [false],
    'model.activationPenalty': [0],
    'model.changePenalty': [0],
    'training.labelSmoothing': [0],
  },
  ownFields: [
    ...['model.embeddingSize', 'model.tiedOutput', 'model.activationPenalty', 'model.changePenalty'],
    'training.labelSmoothing',
  ],
  dataSchema: textDataSchema,
  codecSchema: textCodecSchema,
  codecFaults: ({ unit, lowercase, label }, codec) => [
    ...((codec.kind === 'text' && codec.labels !== undefined) === (label !== undefined)
      ? []
      : ['codec.labels: are there without data.label, or missing with it']),
    ...compareParts('unit', [codec.kind === 'text' ? 'characters' : codec.kind], [unit]),
    ...compareParts('lowercase', [codec.lowercase], [lowercase]),
  ],
  reads: describeLanguageModel.reads,
  readsFor: (config) => (asksForTable(config) ? 'table' : describeLanguageModel.reads),
  everyStep: describeLanguageModel.everyStep,
  losses: describeLanguageModel.losses,
  defaults: {
    sizes: ({ shape, steps, examples }) => {
      const symbols = examples * steps;
      // Measured on Shakespeare's words: .17 nats below the best n-grams after seven epochs.
      if (shape.outputSize > 2000 && symbols >= 20_000) {
        return { hiddenSize: 192, numLayers: 1, embeddingSize: 192, inputDropout: 0.3, outputDropout: 0.5 };
      }
      // One-hot is exact and cheap for an alphabet; a large one is learned as vectors.
      const { input } = shape;
      const isLabelled = input.kind === 'symbols' && input.labels !== undefined;
      const embeddingSize = shape.outputSize > 256 || isLabelled ? 64 : 0;
      if (symbols < 20_000) return { hiddenSize: 64, numLayers: 1, embeddingSize };
      if (symbols < 300_000) return { hiddenSize: 128, numLayers: 1, embeddingSize };
      // Measured on his letters: 2 × 128 without dropout come to .05 nats more.
      return { hiddenSize: 192, numLayers: 2, embeddingSize, dropout: 0.1, outputDropout: 0.1 };
    },
    loss: 'crossEntropy',
    gradClip: 5,
    // Lanes of a text have to be long for their state to be worth carrying, and a short text needs updates too.
    batchSize: ({ examples }) => clamp(examples / 50, Math.min(4, examples), 32),
    longest: 300,
    enoughUpdates: 8000,
    fewest: 8,
    most: 50,
  },
  shorterWay: 'a shorter data.seqLength',

  recognise: () => undefined,
  complete: (config, file) =>
    asksForTable(config)
      ? completeLabelled(config, ...requireTable(file, describeLanguageModel))
      : completeText(config, requireText(file, describeLanguageModel), file.words),
  contradictions: (_, { data, model }) => [
    ...(model.bidirectional
      ? [
          {
            path: 'model.bidirectional',
            message: 'a network that reads the text backwards too has seen the symbols it should predict; leave it out',
          },
        ]
      : []),
    ...(model.initialState === 'learned' && data.carryState
      ? [
          {
            path: 'model.initialState',
            message: 'the state is carried on from window to window; set data.carryState to false, or leave it out',
          },
        ]
      : []),
  ],
  prepare: prepareText,
  encode: encodeTextFile,
  sizesOf: ({ config: { data }, codec }) => {
    const { vocabulary } = coderOf(codec);
    return {
      shape: { input: { kind: 'symbols', vocabulary, ...labelsOf(codec) }, outputSize: vocabulary, everyStep: true },
      steps: data.seqLength,
    };
  },
  varied: ({ data, model }) => [
    { path: 'data.seqLength', values: sizesAround(data.seqLength, 1, [8, 512]) },
    ...embedding(model),
  ],
  generate: streamText,
  sample: sampleRun,
  describeDemand: ({ outputSize }) => `This text has ${outputSize} symbols.`,
  describeOrder: ({ kind }) => orders[kind],
  misfitOf: (codec, other) =>
    isDeepStrictEqual(symbolsOf(codec), symbolsOf(other))
      ? undefined
      : 'was trained on other symbols than this text has; its weights would mean something else',
};
