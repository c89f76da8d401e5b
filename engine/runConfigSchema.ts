import * as z from 'zod';
import {
  type RunConfig,
  type Task,
  dataSchema,
  modelSchema,
  plainModel,
  scheduleSchema,
  splitSchema,
  trainingSchema,
} from './config.ts';

// A complete config as run folders and models have it. Fields that came after the first runs have the values that those
// trained with: a run or a model of before them is read as if it said so.

const fields = dataSchema.required().shape;
const modelFields = modelSchema.required().shape;
const trainingFields = trainingSchema.required().shape;
const split = splitSchema.required();

const tableFields = {
  file: fields.file,
  delimiter: fields.delimiter,
  header: fields.header,
  comment: fields.comment,
  missingValues: fields.missingValues,
  inputs: fields.inputs,
  scaling: fields.scaling,
  split,
};

const forecastData = z
  .strictObject({
    ...tableFields,
    time: fields.time,
    targets: fields.targets,
    calendar: fields.calendar,
    window: fields.window,
    horizon: fields.horizon,
    anchor: fields.anchor,
    season: fields.season,
  })
  .refine(({ anchor, season }) => anchor !== 'seasonal' || season > 0, {
    path: ['season'],
    error: 'a seasonal anchor needs a season',
  })
  .refine(({ calendar, time }) => !calendar || time !== null, {
    path: ['calendar'],
    error: 'there is no timestamp to take it from',
  });

const textData = z
  .strictObject({
    file: fields.file,
    lowercase: fields.lowercase,
    seqLength: fields.seqLength,
    stepLength: dataSchema.shape.stepLength,
    carryState: fields.carryState.default(true),
    split,
  })
  .transform(({ stepLength, ...data }) => ({ ...data, stepLength: stepLength ?? data.seqLength }))
  .refine(({ stepLength, seqLength }) => stepLength <= seqLength, {
    path: ['stepLength'],
    error: 'it is at most seqLength',
  });

const classificationData = z
  .strictObject({ ...tableFields, label: fields.label, stepSize: fields.stepSize })
  .refine(({ inputs, stepSize }) => inputs.length % stepSize === 0, {
    path: ['stepSize'],
    error: 'the inputs cannot be cut into steps of it',
  });

const model = z
  .strictObject({
    ...modelFields,
    forgetBias: modelSchema.shape.forgetBias,
    layerSizes: modelSchema.shape.layerSizes,
    initializer: modelFields.initializer.default('pytorch'),
    bias: modelFields.bias.default(plainModel.bias),
    bidirectional: modelFields.bidirectional.default(plainModel.bidirectional),
    projSize: modelFields.projSize.default(plainModel.projSize),
    gruReset: modelFields.gruReset.default(plainModel.gruReset),
    layerNorm: modelFields.layerNorm.default(plainModel.layerNorm),
    residual: modelFields.residual.default(plainModel.residual),
    initialState: modelFields.initialState.default(plainModel.initialState),
    recurrentDropout: modelFields.recurrentDropout.default(plainModel.recurrentDropout),
  })
  .refine(({ layerSizes, numLayers }) => layerSizes === undefined || layerSizes.length === numLayers, {
    path: ['numLayers'],
    error: 'layerSizes has another number of layers',
  })
  .refine(({ layerSizes, hiddenSize }) => layerSizes === undefined || layerSizes[0] === hiddenSize, {
    path: ['hiddenSize'],
    error: 'layerSizes begins with another size',
  });

const training = z.strictObject({
  ...trainingFields,
  schedule: scheduleSchema.required(),
  clipValue: trainingFields.clipValue.default(0),
  accumulationSteps: trainingFields.accumulationSteps.default(1),
  averageDecay: trainingFields.averageDecay.default(0),
  kernels: trainingFields.kernels.default('auto'),
});

/** Of each task, the losses it can be trained with: others would read targets that are not there. */
const losses: Readonly<Record<Task, readonly RunConfig['training']['loss'][]>> = {
  forecast: ['mse', 'huber', 'gaussian'],
  'language-model': ['crossEntropy', 'mse'],
  'sequence-classification': ['crossEntropy', 'mse'],
};

/** The config of a run or a model, checked and with every field that was added later. */
export const runConfigSchema = z
  .discriminatedUnion('task', [
    z.strictObject({ task: z.literal('forecast'), data: forecastData, model, training }),
    z.strictObject({ task: z.literal('language-model'), data: textData, model, training }),
    z.strictObject({ task: z.literal('sequence-classification'), data: classificationData, model, training }),
  ])
  .refine(({ task, training: { loss } }) => losses[task].includes(loss), {
    path: ['training', 'loss'],
    error: 'the task is not trained with it',
  }) satisfies z.ZodType<RunConfig>;
