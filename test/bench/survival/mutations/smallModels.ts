import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Session } from '../../../../engine/network/session.ts';
import type { RunConfig } from '../../../../engine/config.ts';
import type { Codec } from '../../../../engine/encoding/codec.ts';
import { networkOf } from '../../../../engine/runs/checkModel.ts';
import { encodeCheckpoint, toCheckpoint } from '../../../../engine/runs/modelFile.ts';
import { encodeSafetensors, parseSafetensors } from '../../../../engine/runs/safetensors.ts';
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
import { trainTemplates } from './templates.ts';

/** A kind of model, and a file that it can be used on. */
interface Kind {
  readonly name: string;
  readonly config: RunConfig;
  readonly codec: Codec;
  /** The data file's name and content. */
  readonly file: string;
  readonly data: string;
}

export interface SmallModel extends Kind {
  /** A checkpoint of it. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const rows = (count: number, row: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => `${row(i)}\n`).join('');

const series: Partial<ForecastData> = { inputs: ['value', 'sky'], anchor: 'seasonal', season: 3, transform: 'boxcox' };

const transform = { kind: 'boxcox', floor: 0.1, lambda: 0.5 } as const;

const seriesCodec: ForecastCodec = {
  ...forecastCodec({ data: series }),
  targets: [{ column: 'value', decimals: 1, offset: 3, scale: 2, nonNegative: true, transform }],
  inputs: [
    { kind: 'number', column: 'value', offset: 1, scale: 2, transform },
    { kind: 'category', column: 'sky', values: ['rain', 'sun'] },
  ],
};

/** Tasks, with what of codecs, cells, optimisers and training states there is. */
const kinds: readonly Kind[] = [
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

/** One of each task and more: some made of their parts, some as a training leaves them. */
export const createSmallModels = async (): Promise<readonly SmallModel[]> => {
  const encoded = kinds.map(async (kind) => ({ ...kind, bytes: await encodeKind(kind) }));
  return [...(await Promise.all(encoded)), ...(await readTrained())];
};

/** A checkpoint of the model as a training would leave it after an epoch: its parameters drawn, its states and moments too. */
const encodeKind = async ({ config, codec }: Kind): Promise<Uint8Array<ArrayBuffer>> => {
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

/** Models of the tasks whose codecs are too long to be written out. */
const readTrained = async (): Promise<readonly SmallModel[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'rnn-models-'));
  try {
    const templates = await trainTemplates(folder, ['classes of texts', 'labels', 'translation']);
    return await Promise.all(
      templates.map(async ({ task, file, run }) => {
        const bytes = new Uint8Array(await readFile(join(run, 'last.safetensors')));
        const { config, codec } = toCheckpoint(parseSafetensors(bytes, task), task);
        return { name: task, config, codec, bytes, file: basename(file), data: await readFile(file, 'utf8') };
      }),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
};
