import type { InputCodec } from '../../encoding/codec.ts';
import type { Dimension } from '../search/dimension.ts';
import { count } from '../../words/count.ts';
import type { ColumnSummary } from '../../protocol.ts';
import { groupsOf, isDistribution } from '../../network/lossGroups.ts';
import type { TimestampColumn } from '../../files/columns/column.ts';
import type { Table } from '../../files/readTable.ts';
import { sayColumns } from './series/chooseSeries.ts';
import { readForecast } from './columns/readForecast.ts';
import { findSeries } from './series/findSeries.ts';
import { plotSeries } from './series/plotSeries.ts';
import { predictSeries } from './series/predictSeries.ts';
import { requireTable } from '../requireTable.ts';
import { usualBatchSize } from '../config/networkDefaults.ts';
import type { Recognition, Task } from '../task.ts';
import { backtestForecast, planBacktest } from './backtest/backtestForecast.ts';
import { calibrateForecast } from './calibration/calibrateForecast.ts';
import { forecastVariants } from './choice/forecastVariants.ts';
import { completeForecast } from './completeForecast.ts';
import { describeForecast } from './describeForecast.ts';
import { explainForecast } from './explain/explainForecast.ts';
import { examineForecast } from './errors/examineForecast.ts';
import { type ForecastCodec, forecastCodecSchema } from './forecastCodec.ts';
import { forecastDataSchema, forecastFields, type ForecastData } from './forecastFields.ts';
import { findCodecFaults } from './findCodecFaults.ts';
import { forecastShape, widthsOf } from './forecastShape.ts';
import { plotForecast } from './plotForecast.ts';
import { describeParts } from './calibration/sayBlend.ts';
import { tellSeries } from './series/tellSeries.ts';
import { predictForecast } from './predictForecast.ts';
import { encodeForecastFile, prepareForecast } from './prepareForecast.ts';

/** Fewer windows than this are learned by heart before the usual rate has found what they have in common. */
const fewExamples = 300;
/** As many times the window that is chosen, for a search to try. */
const windows = [0.5, 1, 2, 3];

/** Numbers over time to the next numbers. */
export const forecast: Task<ForecastData, ForecastCodec> = {
  name: describeForecast.name,
  description: describeForecast,
  fields: forecastFields,
  harmless: {
    'data.delimiter': [','],
    'data.comment': ['#'],
    'data.missingValues': [[]],
    'data.scaling': ['standard', 'none'],
    'data.time': [null],
    'data.series': [null],
    'data.timeFormat': [null],
    'data.timeZone': [null],
    'data.calendar': [false],
    'data.holidays': [null],
    'data.anchor': ['none'],
    'data.season': [0],
    'data.transform': ['none'],
    'data.nonNegative': [false],
    'data.blend': [true],
    'data.chosenBy': ['rules'],
    'data.known': [[]],
    'data.static': [[]],
    'data.flagMissing': [false],
    'data.ownScales': [false],
    'model.decoding': ['direct'],
    'model.segmentLength': [0],
    'model.channels': ['together'],
    'model.normalisation': ['none'],
    'training.huberDelta': [1],
    'training.refit': [false],
    'training.ensemble': [1],
  },
  ownFields: [
    'training.huberDelta',
    'training.refit',
    'training.ensemble',
    'model.decoding',
    'model.segmentLength',
    'model.channels',
    'model.normalisation',
  ],
  dataSchema: forecastDataSchema,
  codecSchema: forecastCodecSchema,
  codecFaults: findCodecFaults,
  reads: describeForecast.reads,
  everyStep: describeForecast.everyStep,
  losses: describeForecast.losses,
  defaults: {
    sizes: ({ examples }) => ({ hiddenSize: examples < 5000 ? 32 : 64, numLayers: 1, embeddingSize: 0 }),
    loss: 'huber',
    gradClip: 1,
    batchSize: usualBatchSize,
    rateFactor: ({ examples }) => (examples < fewExamples ? 1 / 3 : 1),
    longest: 60,
    enoughUpdates: 4000,
    fewest: 5,
    most: 200,
  },
  shorterWay: 'a shorter data.window',

  recognise,
  // The schema of configs has checked it.
  readAs: (table, { data = {} }) => readForecast(table, data as Partial<ForecastData>),
  tell: tellSeries,
  complete: (config, file) => completeForecast(config, ...requireTable(file, describeForecast)),
  contradictions: (wanted, { data, training }) => [
    ...(data.time === null && wanted.data?.['calendar'] && !wanted.data['time']
      ? [
          {
            path: 'data.calendar',
            message: 'there is no timestamp to take the calendar from; leave it out, or name a column in data.time',
          },
        ]
      : []),
    ...(training.refit && (training.ensemble ?? 1) > 1
      ? [{ path: 'training.refit', message: 'an ensemble is not trained anew; leave out one of refit and ensemble' }]
      : []),
  ],
  prepare: prepareForecast,
  encode: encodeForecastFile,
  sizesOf: ({ config: { data }, codec }) => ({
    shape: forecastShape(widthsOf(codec), data),
    steps: data.window,
  }),
  predict: (loaded, encoded, params) =>
    encoded.series ? predictSeries(loaded, encoded.series, params) : predictForecast(loaded, encoded, params),
  hasLevels: true,
  plot: plotForecast,
  calibrate: calibrateForecast,
  explain: explainForecast,
  backtest: backtestForecast,
  planBacktest,
  variants: forecastVariants,
  varied: ({ data: { window }, training: { loss } }) => [
    { path: 'data.window', values: windows.map((times) => Math.max(1, Math.round(times * window))) },
    // Segments and windows less their level put out values alone.
    ...(isDistribution(loss) ? [] : waysOfValues),
  ],
  examine: examineForecast,
  plotSeries,
  describeCalibration: (parts) => describeParts(parts, parts.codec),
  lengthsFrom: (wanted, { data, training }, { outputs }) => {
    if (wanted.data?.['horizon'] !== undefined || outputs === undefined) return undefined;
    const horizon = outputs / data.targets.length / groupsOf(training.loss);
    return Number.isInteger(horizon) && horizon > 0 && horizon !== data.horizon ? { horizon } : undefined;
  },
  describeDemand: ({ input, outputSize }) =>
    `The data has ${input.kind === 'numbers' ? input.size : 0} inputs a step and ${outputSize} outputs, which ` +
    'data.inputs, data.calendar, data.targets and data.horizon decide.',
  describeOrder: ({ inputs }) => `inputs are, in this order, ${inputs.map(sayInput).join(', ')}`,
};

const waysOfValues: readonly Dimension[] = [
  { path: 'model.decoding', values: ['direct', 'segments'] },
  { path: 'model.normalisation', values: ['none', 'last', 'instance'] },
];

/** A table with a time is a series; any other is taken for one where nothing else fits. */
function recognise(columns: readonly ColumnSummary[], _: number, table: Table): Recognition {
  const joined = readForecast(table, {});
  const time = joined.columns.find((column): column is TimestampColumn => column.type === 'timestamp');
  const parts = time?.parts?.map(({ name }) => name) ?? [];
  const numbers = columns.filter(({ type, name }) => type === 'number' && !parts.includes(name)).length;
  const series = time && findSeries(joined, time);
  if (time) {
    const subject = parts.length > 0 ? `${parts.map((name) => `'${name}'`).join(' and ')} are` : `'${time.name}' is`;
    const told = series ? `, ${sayColumns(series)} ${series.length > 1 ? 'tell' : 'tells'} several series apart,` : '';
    return {
      certainty: 0.9,
      why: `${subject} a time${told} and ${count(numbers, 'column holds', 'columns hold')} numbers.`,
    };
  }
  if (numbers === 0) {
    return {
      certainty: 0,
      why: 'No column holds numbers, which a forecast would need; see whether the columns are cut right.',
    };
  }
  return {
    certainty: 0.1,
    why: `${count(numbers, 'column')} of numbers and no column that looks like a label: the rows are taken as a series in order.`,
  };
}

const sayInput = (input: InputCodec): string => {
  switch (input.kind) {
    case 'calendar':
      return input.period;
    case 'holidays':
      return `holidays of ${input.country}`;
    case 'missing':
      return `${input.column} missing`;
    default:
      return input.column;
  }
};
