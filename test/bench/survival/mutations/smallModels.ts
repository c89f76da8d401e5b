import { Session } from '../../../../engine/network/session.ts';
import type { RunConfig } from '../../../../engine/config.ts';
import type { Codec } from '../../../../engine/encoding/codec.ts';
import { networkOf } from '../../../../engine/runs/checkModel.ts';
import { encodeCheckpoint } from '../../../../engine/runs/modelFile.ts';
import { encodeSafetensors } from '../../../../engine/runs/safetensors.ts';
import type { ForecastCodec } from '../../../../engine/tasks/forecast/forecastCodec.ts';
import type { ForecastData } from '../../../../engine/tasks/forecast/forecastFields.ts';
import { startPosition } from '../../../../engine/training/trainer.ts';
import {
  classCodec,
  classConfig,
  forecastCodec,
  forecastConfig,
  textCodec,
  textConfig,
} from '../../../unit/engine/wholeConfig.ts';

/** A kind of model, and a file that it can be used on. */
export interface SmallModel {
  readonly name: string;
  readonly config: RunConfig;
  readonly codec: Codec;
  /** The data file's name and content. */
  readonly file: string;
  readonly data: string;
}

const rows = (count: number, row: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => `${row(i)}\n`).join('');

const series: Partial<ForecastData> = { inputs: ['value', 'sky'], anchor: 'seasonal', season: 3 };

const seriesCodec: ForecastCodec = {
  ...forecastCodec({ data: series }),
  inputs: [
    { kind: 'number', column: 'value', offset: 1, scale: 2 },
    { kind: 'category', column: 'sky', values: ['rain', 'sun'] },
  ],
  timeFormat: { fields: 'day', separator: '-', between: '', zone: '', padded: true },
};

/** One of each task, with what of codecs, cells, optimisers and training states there is. */
export const smallModels: readonly SmallModel[] = [
  {
    name: 'forecast',
    config: forecastConfig({
      data: series,
      model: { cell: 'lstm', hiddenSize: 3, projSize: 2, inputSize: 3 },
      training: { loss: 'gaussian', optimizer: 'adam', averageDecay: 0.9 },
    }),
    codec: seriesCodec,
    file: 'weather.csv',
    data: `value,sky\n${rows(40, (i) => `${i % 3},${i % 4 > 0 ? 'sun' : 'rain'}`)}`,
  },
  {
    name: 'text',
    config: textConfig({ model: { cell: 'gru', hiddenSize: 3, embeddingSize: 2, inputSize: 4, numLayers: 2 } }),
    codec: textCodec,
    file: 'names.txt',
    data: 'abc\ncab\n'.repeat(20),
  },
  {
    name: 'classes',
    config: classConfig({
      model: {
        cell: 'rnn',
        hiddenSize: 2,
        bidirectional: true,
        layerNorm: true,
        initialState: 'learned',
        inputSize: 2,
      },
      training: { optimizer: 'rmsprop' },
    }),
    codec: classCodec,
    file: 'rows.csv',
    data: `a,b,c,d,kind\n${rows(20, (i) => `${i % 5},1,${i % 3},0.5,${i % 2 ? 'yes' : 'no'}`)}`,
  },
];

/** A checkpoint of the model as a training would leave it after an epoch: its parameters drawn, its states and moments too. */
export const encodeSmallModel = async ({ config, codec }: SmallModel): Promise<Uint8Array<ArrayBuffer>> => {
  const { shape, steps } = networkOf({ config, codec });
  const session = await Session.create({ shape, steps, model: config.model, training: config.training });
  try {
    session.initialise(config.training.seed);
    const best = { epoch: 1, validLoss: 0.5, metrics: { mae: 1 } };
    const position = { ...startPosition(), epoch: 1, step: 7, best };
    const intervals = config.task === 'forecast' ? { intervals: new Array<number>(shape.outputSize).fill(0.5) } : {};
    const model = { version: 1, config, codec, ...intervals, ...best, parameters: session.readParameters() } as const;
    const checkpoint = { ...model, position, trainingState: session.readTrainingState() };
    return new Uint8Array(Buffer.concat(encodeSafetensors(encodeCheckpoint(checkpoint))));
  } finally {
    await session.dispose();
  }
};
