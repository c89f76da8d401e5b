import * as z from 'zod';
import { measured } from './measured.ts';
import { metricsSchema } from './metricsSchema.ts';
import type {
  ConfigEvent,
  DoneEvent,
  EpochEvent,
  ErrorEvent,
  GradientsEvent,
  LayerDiagnostics,
  LogEvent,
  PlotEvent,
  Refit,
  RunEvent,
  RunRecord,
  StepEvent,
  TensorDiagnostics,
  Verdict,
} from './records/records.ts';
import type { ChoiceRecord, TriedVariant } from './records/choiceRecords.ts';
import type {
  AttentionMap,
  LabelledSample,
  LabelledSequence,
  SampleEvent,
  TranslatedLine,
} from './records/sampleRecords.ts';
import { objectOf } from './records/objectOf.ts';
import { classRates } from './records/plotSchemas.ts';
import { anyRunConfigSchema } from './anyRunConfigSchema.ts';
import { foundBySchema } from './trialSchemas.ts';

// What run folders hold, as it is read back: the engine and the extension host check it by the same schemas. They are
// apart from the types because whoever only speaks of runs, as the extension does while it starts, need not load them.
export { classReportSchema, forecastPlotSchema, numberReportSchema } from './records/plotSchemas.ts';

const count = z.number().int().min(0);
const baselines = z.record(z.string(), metricsSchema);
const date = z.string().refine((text) => !Number.isNaN(Date.parse(text)), { error: 'expected a date' });
const place = z.object({
  file: z.string(),
  line: count.optional(),
  column: count.optional(),
  length: count.optional(),
});
const headline = z.object({ metric: z.string(), lowerIsBetter: z.boolean() });
const best = z.object({ epoch: count, validLoss: measured, metrics: metricsSchema });
const test = z.object({ loss: measured, metrics: metricsSchema, baselines });

const refit = objectOf<Refit>()({ epochs: count, examples: count });

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, { error: 'expected a SHA-256' });

const choice = objectOf<ChoiceRecord>()({
  metric: z.enum(['mae', 'mase']),
  folds: count,
  horizon: count,
  tried: z.array(
    objectOf<TriedVariant>()({
      what: z.string(),
      mean: measured,
      byFold: z.array(measured),
      better: count,
      network: measured,
      updates: count,
    }),
  ),
  chosen: count,
  share: z.number().min(0),
  verdict: z.string(),
}).refine(({ tried, chosen }) => chosen < tried.length, { path: ['chosen'], error: 'it was not tried' });

/** What is known of a run as soon as its network stands. */
const begun = {
  config: anyRunConfigSchema,
  choices: z.array(z.string()),
  choice: choice.optional(),
  parameters: count,
  stepsPerEpoch: count,
  baselines,
  headline,
  kernels: z.string(),
  threads: count,
  precision: z.enum(['float32', 'bfloat16']).optional(),
};

/** A run of whatever task; what is particular to one, the engine checks. */
export const runRecordSchema = objectOf<RunRecord>()({
  version: z.literal(1),
  id: z.string().min(1),
  created: date,
  updated: date,
  status: z.enum(['running', 'paused', 'finished', 'stopped', 'failed']),
  pid: count,
  software: z.string(),
  file: z.string().min(1),
  fingerprint: z.object({ bytes: count, sha256, beside: z.record(z.string(), sha256).optional() }),
  ...begun,
  epoch: count,
  step: count,
  seconds: z.number().min(0),
  best: best.optional(),
  test: test.optional(),
  madeOf: z.string().optional(),
  found: foundBySchema.optional(),
  refit: refit.optional(),
  error: z.object({ message: z.string(), place: place.optional() }).optional(),
  recovered: z.object({ epoch: count, step: count, message: z.string() }).optional(),
});

const layer = objectOf<LayerDiagnostics>()({
  name: z.string(),
  stateGradients: z.array(measured),
  saturated: z.record(z.string(), measured),
  dead: measured.optional(),
});

const tensor = objectOf<TensorDiagnostics>()({
  name: z.string(),
  weight: measured,
  gradient: measured,
  update: measured,
});

const verdict = objectOf<Verdict>()({
  kind: z.enum(['healthy', 'vanishing', 'exploding', 'saturated', 'dead', 'clipped', 'frozen', 'unstable']),
  message: z.string(),
});

const attentionMap = objectOf<AttentionMap>()({
  source: z.array(z.string()),
  target: z.array(z.string()),
  looks: z.array(z.array(z.tuple([count, count]))),
}).refine(({ target, looks }) => target.length === looks.length, { error: 'it has not a row for each of its target' });

const translatedLine = objectOf<TranslatedLine>()({
  source: z.string(),
  reference: z.string(),
  text: z.string(),
  attention: attentionMap.optional(),
});

const labelPlaces = z.array(z.number().int().min(-1));

const labelledSequence = objectOf<LabelledSequence>()({
  lines: z.array(count),
  words: z.array(z.string()).optional(),
  actual: labelPlaces,
  predicted: labelPlaces,
  probabilities: z.array(measured),
  more: count,
}).refine(
  ({ lines, words = lines, actual, predicted, probabilities }) =>
    [words, actual, predicted, probabilities].every(({ length }) => length === lines.length),
  { error: 'its steps are not equally many everywhere' },
);

const labelledSample = objectOf<LabelledSample>()({
  labels: z.array(z.string()),
  sequences: z.array(labelledSequence),
});

/** By kind. */
const events = {
  config: objectOf<ConfigEvent>()({
    event: z.literal('config'),
    run: z.string(),
    ...begun,
  }),
  step: objectOf<StepEvent>()({
    event: z.literal('step'),
    epoch: count,
    step: count,
    stepsPerEpoch: count,
    trainLoss: z.number(),
    gradNorm: z.number(),
    learningRate: z.number(),
    perSecond: z.number(),
    seconds: z.number(),
    eta: z.number(),
  }),
  epoch: objectOf<EpochEvent>()({
    event: z.literal('epoch'),
    epoch: count,
    epochs: count,
    step: count,
    trainLoss: z.number(),
    validLoss: measured,
    metrics: metricsSchema,
    // The first runs told them at their beginning only.
    baselines: baselines.default({}),
    learningRate: z.number(),
    isBest: z.boolean(),
    seconds: z.number(),
    perSecond: z.number(),
    eta: z.number(),
  }),
  sample: objectOf<SampleEvent>()({
    event: z.literal('sample'),
    epoch: count,
    validLoss: measured,
    prime: z.string(),
    text: z.string(),
    temperature: z.number(),
    translations: z.array(translatedLine).optional(),
    labelled: labelledSample.optional(),
  }),
  gradients: objectOf<GradientsEvent>()({
    event: z.literal('gradients'),
    epoch: count,
    step: count,
    layers: z.array(layer),
    tensors: z.array(tensor),
    clippedUpdates: measured,
    clippedValues: measured,
    verdicts: z.array(verdict),
  }),
  plot: objectOf<PlotEvent>()({ event: z.literal('plot'), epoch: count, file: z.string() }),
  log: objectOf<LogEvent>()({ event: z.literal('log'), message: z.string() }),
  done: objectOf<DoneEvent>()({
    event: z.literal('done'),
    reason: z.enum(['finished', 'early-stopping', 'stopped']),
    run: z.string(),
    best: z.object({ epoch: count, validLoss: measured }),
    test,
    measuredOn: z.enum(['test', 'valid']).optional(),
    metrics: z.record(z.string(), z.union([measured, z.record(z.string(), z.object(classRates))])).optional(),
    baselines: baselines.optional(),
    madeOf: z.string().optional(),
    refit: refit.optional(),
    epochs: count,
    seconds: z.number(),
  }),
  error: objectOf<ErrorEvent>()({
    event: z.literal('error'),
    message: z.string(),
    isInputError: z.boolean(),
    place: place.optional(),
  }),
} satisfies { readonly [E in RunEvent as E['event']]: z.ZodType<E> };

/** A line of a journal. */
export const runEventSchema: z.ZodType<RunEvent> = z.discriminatedUnion('event', [
  events.config,
  events.step,
  events.epoch,
  events.sample,
  events.gradients,
  events.plot,
  events.log,
  events.done,
  events.error,
]);
