import * as z from 'zod';
import { type RunConfig, modelSchema, plainModel, runDataFields, tableFields } from './config.ts';
import { scheduleSchema, trainingSchema } from './fields/trainingSchema.ts';

// A complete config as run folders and models have it. Fields that came after the first runs have the values that those
// trained with: a run or a model of before them is read as if it said so.

const modelFields = modelSchema.required().shape;
const trainingFields = trainingSchema.required().shape;

export const runModelSchema = z
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
    lockedDropout: modelFields.lockedDropout.default(plainModel.lockedDropout),
    wordDropout: modelFields.wordDropout.default(plainModel.wordDropout),
    weightDropout: modelFields.weightDropout.default(plainModel.weightDropout),
    candidate: modelFields.candidate.default(plainModel.candidate),
    pool: modelFields.pool.default(plainModel.pool),
    attention: modelFields.attention.default(plainModel.attention),
    inputFeeding: modelFields.inputFeeding.default(plainModel.inputFeeding),
    inputDropout: modelFields.inputDropout.default(plainModel.inputDropout),
    outputDropout: modelFields.outputDropout.default(plainModel.outputDropout),
    activationPenalty: modelFields.activationPenalty.default(plainModel.activationPenalty),
    changePenalty: modelFields.changePenalty.default(plainModel.changePenalty),
    tiedOutput: modelFields.tiedOutput.default(plainModel.tiedOutput),
    characterSize: modelFields.characterSize.default(plainModel.characterSize),
    decoding: modelFields.decoding.default(plainModel.decoding),
    segmentLength: modelFields.segmentLength.default(plainModel.segmentLength),
    channels: modelFields.channels.default(plainModel.channels),
    normalisation: modelFields.normalisation.default(plainModel.normalisation),
  })
  .refine(({ layerSizes, numLayers }) => layerSizes === undefined || layerSizes.length === numLayers, {
    path: ['numLayers'],
    error: 'layerSizes has another number of layers',
  })
  .refine(({ layerSizes, hiddenSize }) => layerSizes === undefined || layerSizes[0] === hiddenSize, {
    path: ['hiddenSize'],
    error: 'layerSizes begins with another size',
  });

export const runTrainingSchema = z.strictObject({
  ...trainingFields,
  schedule: scheduleSchema.required(),
  refit: trainingSchema.shape.refit,
  ensemble: trainingSchema.shape.ensemble,
  classWeights: trainingFields.classWeights.default('none'),
  labelSmoothing: trainingFields.labelSmoothing.default(0),
  teacherForcing: trainingFields.teacherForcing.default(1),
  teacherForcingEnd: trainingFields.teacherForcingEnd.default(1),
  clipValue: trainingFields.clipValue.default(0),
  accumulationSteps: trainingFields.accumulationSteps.default(1),
  averageDecay: trainingFields.averageDecay.default(0),
  kernels: trainingFields.kernels.default('auto'),
  precision: trainingFields.precision.default('float32'),
});

/** The config of a run of whatever task: what every one has, and how those that read tables cut them. */
export const anyRunConfigSchema = z.strictObject({
  task: z.string().regex(/^[a-z][a-z-]*$/i, { error: 'expected the name of a task' }),
  data: z.looseObject({ ...runDataFields, ...z.object(tableFields).partial().shape }),
  model: runModelSchema,
  training: runTrainingSchema,
}) satisfies z.ZodType<RunConfig>;
