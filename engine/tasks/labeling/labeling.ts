import type { ColumnSummary } from '../../protocol.ts';
import { count } from '../../words/count.ts';
import { compareParts } from '../compareParts.ts';
import { clamp } from '../config/completion.ts';
import { harmlessInNumbers } from '../config/harmlessInTables.ts';
import { weightsOf } from '../labels/codecWeights.ts';
import { requireTable } from '../requireTable.ts';
import { embedding } from '../search/dimension.ts';
import type { Recognition, Task } from '../task.ts';
import { completeLabeling } from './completeLabeling.ts';
import { describeLabeling } from './describeLabeling.ts';
import { findLog, findTokens } from './findSteps.ts';
import { type LabelingCodec, labelingCodecSchema } from './labelingCodec.ts';
import { type LabelingData, labelingDataSchema, labelingFields } from './labelingFields.ts';
import { labelingShape } from './labelingShape.ts';
import { predictSentence } from './predictSentence.ts';
import { predictSteps } from './predictSteps.ts';
import { encodeStepsOfFile, prepareSteps } from './prepareSteps.ts';
import { sampleSteps } from './sampleSteps.ts';
import { stepReport } from './stepReport.ts';

/** A sequence of words or numbers to a label for each of its steps. */
export const labeling: Task<LabelingData, LabelingCodec> = {
  name: describeLabeling.name,
  description: describeLabeling,
  fields: labelingFields,
  harmless: {
    ...harmlessInNumbers,
    'data.group': [null],
    'data.token': [null],
    'data.lowercase': [false],
    'data.digits': [false],
    'model.embeddingSize': [0],
    'model.characterSize': [0],
    'training.classWeights': ['none'],
    'training.labelSmoothing': [0],
  },
  ownFields: ['model.embeddingSize', 'model.characterSize', 'training.classWeights', 'training.labelSmoothing'],
  dataSchema: labelingDataSchema,
  codecSchema: labelingCodecSchema,
  codecFaults: ({ token, inputs = [], lowercase, digits }, { inputs: kept }) =>
    kept.kind === 'tokens'
      ? [
          ...compareParts('inputs', ['words'], [token === null ? 'numbers' : 'words']),
          ...compareParts('lowercase', [kept.lowercase], [lowercase]),
          ...compareParts('digits', [kept.digits], [digits]),
        ]
      : compareParts(
          'inputs',
          kept.columns.map(({ column }) => column),
          inputs,
        ),
  reads: describeLabeling.reads,
  everyStep: describeLabeling.everyStep,
  losses: describeLabeling.losses,
  defaults: {
    // Chosen on the development part of English ParTUT: tags of words.
    sizes: ({ shape }) => ({
      hiddenSize: 64,
      numLayers: 1,
      embeddingSize: shape.input.kind === 'symbols' ? 64 : 0,
      characterSize: shape.input.kind === 'symbols' && shape.input.letters ? 32 : 0,
      bidirectional: true,
      ...(shape.input.kind === 'symbols' && { inputDropout: 0.3, outputDropout: 0.5 }),
    }),
    loss: 'crossEntropy',
    gradClip: 1,
    batchSize: ({ examples }) => clamp(2 ** Math.round(Math.log2(examples / 80)), 8, 64),
    longest: 120,
    enoughUpdates: 4000,
    fewest: 6,
    most: 40,
  },
  shorterWay: 'a shorter data.stretch',

  recognise,
  complete: (config, file) => completeLabeling(config, ...requireTable(file, describeLabeling)),
  contradictions: (wanted, { data }) =>
    wanted.data?.['inputs'] !== undefined && data.token !== null
      ? [
          {
            path: 'data.inputs',
            message: `a step is a word of '${data.token}'; leave data.inputs out, or set data.token to null`,
          },
        ]
      : [],
  prepare: prepareSteps,
  encode: encodeStepsOfFile,
  sizesOf: ({ config: { data }, codec }) => ({ shape: labelingShape(codec), steps: data.stretch, ...weightsOf(codec) }),
  varied: ({ model }) => embedding(model),
  predict: predictSteps,
  predictText: predictSentence,
  sample: sampleSteps,
  plot: stepReport,
  describeDemand: ({ input, outputSize }) =>
    input.kind === 'symbols'
      ? `A step is one of ${input.vocabulary} words and has one of ${outputSize} classes, which data.token, minCount and label decide.`
      : `A step is ${count(input.size, 'number')} and has one of ${outputSize} classes, which data.inputs and label decide.`,
  describeOrder: ({ inputs }) =>
    inputs.kind === 'tokens'
      ? 'words are numbered by how often they stand in the training sequences'
      : `inputs are, in this order, ${inputs.columns.map(({ column }) => column).join(', ')}`,
  misfitOf: ({ inputs }, { inputs: other }) =>
    inputs.kind === 'numbers' || (other.kind === 'tokens' && inputs.tokens.join('\0') === other.tokens.join('\0'))
      ? undefined
      : 'was trained on other words than these sequences have; its weights would mean something else',
};

/** Words with a tag each and the number of their sentence, or numbers with a state for each row. */
function recognise(columns: readonly ColumnSummary[]): Recognition | undefined {
  const tokens = findTokens(columns);
  if (tokens?.group) {
    const { token, label, group } = tokens;
    const classes = count(label.distinct ?? 0, 'class', 'classes');
    return {
      certainty: 0.97,
      why: `'${token.name}' holds a word a row, '${label.name}' a tag for each of them with ${classes}, and '${group.name}' says which sentence it is in.`,
    };
  }
  const log = findLog(columns);
  if (!log) return undefined;
  const { label, time, group, inputs } = log;
  const order = time ? ` at each time of '${time.name}'` : '';
  const whose = group ? `, and '${group.name}' says which sequence a row is of` : '';
  return {
    certainty: 0.92,
    why: `'${label.name}' looks like a label for every row${order}, beside ${count(inputs.length, 'number')}${whose}.`,
  };
}
