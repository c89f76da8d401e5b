import { count } from '../../words/count.ts';
import { compareParts } from '../compareParts.ts';
import { harmlessInNumbers } from '../config/harmlessInTables.ts';
import { usualBatchSize } from '../config/networkDefaults.ts';
import { requireTable } from '../requireTable.ts';
import type { Task } from '../task.ts';
import { embedding, pooling } from '../search/dimension.ts';
import { completeRegression } from './complete/completeRegression.ts';
import { describeRegression } from './describeRegression.ts';
import { fitNumberIntervals } from './scores/fitNumberIntervals.ts';
import { explainNumbers } from './scores/explainNumbers.ts';
import { findUnread } from './complete/findUnread.ts';
import { numberReport } from './scores/numberReport.ts';
import { predictNumbers } from './predict/predictNumbers.ts';
import { predictTypedNumber } from './predict/predictTypedNumber.ts';
import { encodeRegressionFile, prepareRegression } from './prepareRegression.ts';
import { recogniseNumbers } from './complete/recogniseNumbers.ts';
import { type RegressionCodec, regressionCodecSchema } from './regressionCodec.ts';
import { type RegressionData, regressionDataSchema, regressionFields } from './regressionFields.ts';
import { regressionShape } from './regressionShape.ts';

/** Steps beyond which the network reads both ways and looks at all steps at its end. */
const longSequence = 30;

/** A sequence of numbers or a text to one or more numbers. */
export const regression: Task<RegressionData, RegressionCodec> = {
  name: describeRegression.name,
  description: describeRegression,
  fields: regressionFields,
  harmless: {
    ...harmlessInNumbers,
    'data.text': [null],
    'data.group': [null],
    'data.lowercase': [false],
    'model.embeddingSize': [0],
    'training.huberDelta': [1],
  },
  ownFields: ['model.embeddingSize', 'training.huberDelta'],
  dataSchema: regressionDataSchema,
  codecSchema: regressionCodecSchema,
  codecFaults: (data, { inputs, targets }) => [
    ...compareParts(
      'targets',
      targets.map(({ column }) => column),
      data.targets,
    ),
    ...(data.text === null
      ? compareParts('inputs', inputs.kind === 'numbers' ? inputs.columns.map(({ column }) => column) : [], data.inputs)
      : compareParts('inputs', inputs.kind === 'texts' ? [inputs.unit, inputs.lowercase] : [], [
          data.unit,
          data.lowercase,
        ])),
  ],
  reads: describeRegression.reads,
  everyStep: describeRegression.everyStep,
  losses: describeRegression.losses,
  defaults: {
    // Of long sequences chosen on made ones: their largest value, their spread, a sum of marked values.
    // Of texts looked at on sentences of reviews: R² is .27 for 0 and 1 by how they feel, .68 for made scores of weighted
    // words and noise, and .37 for 400 such, where the mean of the training part has 0.
    sizes: ({ shape, steps }) =>
      shape.input.kind === 'symbols'
        ? {
            ...{ hiddenSize: 64, numLayers: 1, embeddingSize: 32, bidirectional: true, pool: 'mean' },
            ...{ inputDropout: 0.3, outputDropout: 0.3 },
          }
        : {
            ...{ hiddenSize: 64, numLayers: 1, embeddingSize: 0 },
            ...(steps > longSequence && { bidirectional: true, pool: 'attention' }),
          },
    loss: 'mse',
    gradClip: 1,
    batchSize: usualBatchSize,
    longest: 90,
    enoughUpdates: 5000,
    fewest: 6,
    most: 200,
  },
  shorterWay: 'a shorter data.maxLength, or more values a step (data.stepSize)',

  recognise: recogniseNumbers,
  complete: (config, file) => completeRegression(config, ...requireTable(file, describeRegression)),
  contradictions: findUnread,
  prepare: prepareRegression,
  encode: encodeRegressionFile,
  sizesOf: ({ config: { data }, codec }) => ({
    shape: regressionShape(codec, data),
    steps: codec.inputs.kind === 'numbers' ? codec.inputs.steps : (data.maxLength ?? 1),
  }),
  varied: ({ model }) => [...pooling, ...embedding(model)],
  predict: predictNumbers,
  predictText: predictTypedNumber,
  plot: numberReport,
  calibrate: (data, { examples, outputs }) => ({ intervals: fitNumberIntervals(data, examples, outputs) }),
  explain: ({ codec }, data) => explainNumbers(codec, data),
  lengthsFrom: (wanted, { data }, { inputs }) => {
    if (data.text !== null || wanted.data?.['stepSize'] !== undefined || inputs === undefined) return undefined;
    const fits = inputs <= data.inputs.length || data.group !== null;
    return fits && inputs !== data.stepSize ? { stepSize: inputs } : undefined;
  },
  describeDemand: ({ input, outputSize }) =>
    input.kind === 'symbols'
      ? `The texts have ${input.vocabulary} words or characters and come to ${count(outputSize, 'number')}, which data.text, unit, minCount and targets decide.`
      : `The data has ${input.size} inputs a step and ${outputSize} outputs, which data.inputs, stepSize and targets decide.`,
  describeOrder: ({ inputs }) =>
    inputs.kind === 'texts'
      ? 'words or characters are numbered by how often they stand in the training texts'
      : `inputs are, in this order, ${inputs.columns.map(({ column }) => column).join(', ')}`,
  misfitOf: ({ inputs }, { inputs: other }) =>
    inputs.kind === 'numbers' || (other.kind === 'texts' && inputs.tokens.join('\0') === other.tokens.join('\0'))
      ? undefined
      : 'was trained on other words than these texts have; its weights would mean something else',
};
