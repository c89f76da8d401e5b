import * as z from 'zod';
import { measured } from '../measured.ts';
import { metricsSchema } from '../metricsSchema.ts';
import type { ClassReport, ForecastPlot, FramesDrawing, LinesDrawing, NumberReport } from '../plots.ts';
import { objectOf } from './objectOf.ts';

// What a run's folder holds of its forecasts and results, as `plots.ts` has it.

const count = z.number().int().min(0);
/** Of a class. */
export const classRates = { precision: measured, recall: measured, f1: measured, support: count };
const line = z.array(measured);

const series = objectOf<ForecastPlot['series'][number]>()({
  column: z.string(),
  decimals: count,
  x: z.array(z.number()),
  actual: line,
  predicted: line,
  low: line,
  high: line,
}).refine(
  ({ x, ...lines }) => [lines.actual, lines.predicted, lines.low, lines.high].every((y) => y.length === x.length),
  {
    error: 'its lines are not equally long',
  },
);

/** `forecast.json` */
export const forecastPlotSchema = objectOf<ForecastPlot>()({
  epoch: count,
  name: z.string().optional(),
  xIsTime: z.boolean(),
  validStart: measured,
  testStart: measured,
  series: z.array(series),
});

const drawing = z.discriminatedUnion('kind', [
  objectOf<FramesDrawing>()({
    kind: z.literal('frames'),
    frames: count,
    rows: count,
    columns: count,
    colours: count,
    pixels: z.base64(),
  }),
  objectOf<LinesDrawing>()({ kind: z.literal('lines'), lines: z.array(z.array(z.number())), steps: count }),
]);

/** `results.json` */
export const classReportSchema = objectOf<ClassReport>()({
  epoch: count,
  split: z.enum(['valid', 'test']),
  examples: count,
  labels: z.array(z.string()),
  confusion: z.array(z.array(count)).optional(),
  classes: z.array(
    objectOf<ClassReport['classes'][number]>()({
      label: z.string(),
      ...classRates,
    }),
  ),
  mistakes: z.array(
    objectOf<ClassReport['mistakes'][number]>()({
      line: count,
      actual: z.string(),
      predicted: z.string(),
      probability: measured,
      excerpt: z.string().optional(),
      drawing: drawing.optional(),
    }),
  ),
  mistakesInAll: count,
}).refine(({ labels, confusion }) => !confusion || isSquare(confusion, labels.length), {
  path: ['confusion'],
  error: 'it has not a row and a column for each class',
});

/** `results.json` of a regression. */
export const numberReportSchema = objectOf<NumberReport>()({
  epoch: count,
  split: z.enum(['valid', 'test']),
  examples: count,
  columns: z.array(
    objectOf<NumberReport['columns'][number]>()({
      column: z.string(),
      decimals: count,
      metrics: metricsSchema,
      lines: z.array(count),
      actual: z.array(z.number()),
      predicted: line,
      worst: z.array(
        objectOf<NumberReport['columns'][number]['worst'][number]>()({
          line: count,
          actual: z.string(),
          predicted: z.string(),
          error: measured,
          excerpt: z.string().optional(),
        }),
      ),
    }).refine(({ lines, actual, predicted }) => [actual, predicted].every(({ length }) => length === lines.length), {
      error: 'its points are not equally many everywhere',
    }),
  ),
});

const isSquare = (rows: readonly (readonly number[])[], side: number): boolean =>
  rows.length === side && rows.every((row) => row.length === side);
