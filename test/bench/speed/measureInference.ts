import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import type { KernelModule } from '../../../engine/compute/loadKernels.ts';
import type { Config } from '../../../engine/config.ts';
import { encodeFile } from '../../unit/engine/tasks/prepareData.ts';
import { OpenedFiles } from '../../../engine/tasks/openedFiles.ts';
import { firstExample } from '../../../engine/tasks/forecast/firstExample.ts';
import { LoadedModels } from '../../../engine/prediction/loadedModels.ts';
import { predictFile } from '../../../engine/prediction/predictFile.ts';
import { ForecastDecoder } from '../../../engine/tasks/forecast/forecastDecoder.ts';
import { predictWindows } from '../../../engine/tasks/forecast/predictWindows.ts';
import { generateText } from '../../../engine/prediction/generateText.ts';
import type { ForecastCodec } from '../../../engine/tasks/forecast/forecastCodec.ts';
import type { ForecastData } from '../../../engine/tasks/forecast/forecastFields.ts';
import { oneScale } from '../../../engine/tasks/simple/targetScales.ts';
import * as protocol from '../../../engine/protocol.ts';
import { startEngine } from '../client/engineClient.ts';

/** What a trained model takes to be used, by the functions that serve the editor and the command line. */
export interface Inference {
  readonly backend: KernelModule['kind'];
  readonly name: string;
  /** Sampled with a temperature, streamed, on one core; LSTM 2×128, V 65. */
  readonly charactersPerSecond: number;
  /** Milliseconds, of a CSV of 100,000 rows and three columns: */
  readonly reading: number;
  /** Every window of it predicted, in the file's units. */
  readonly predicting: number;
  /** The file read, all windows predicted and written beside its rows. */
  readonly everything: number;
}

export const tableRows = 100_000;
const characters = 30_000;
const repetitions = 3;

/** With each of the kernels, which are those that `training.kernels` chooses. */
export const measureInference = async (modules: readonly KernelModule[]): Promise<Inference[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'rnn-bench-'));
  try {
    const text = join(folder, 'text.txt');
    const table = join(folder, 'table.csv');
    const head = join(folder, 'head.csv');
    await writeFile(text, Array.from({ length: 20_000 }, (_, i) => letterAt((i * i + (i >> 3)) % 65)).join(''));
    await writeFile(table, csv(tableRows));
    await writeFile(head, csv(2000));
    const results: Inference[] = [];
    for (const { kind, name } of modules) {
      const kernels = kind === 'wasm' ? 'wasm' : 'auto';
      const training = { kernels, epochs: 1 } as const;
      const sizes = { cell: 'lstm', hiddenSize: 128, numLayers: 2, embeddingSize: 64 } as const;
      const writer = await trainModel(text, { model: sizes, training: { ...training, threads: 1 } }, folder);
      const forecaster = await trainModel(head, { task: 'forecast', training }, folder);
      const models = new LoadedModels();
      results.push({
        backend: kind,
        name,
        charactersPerSecond: (characters / (await best(() => write(models, writer)))) * 1000,
        ...(await timeTable(models, forecaster, table, join(folder, 'out.csv'))),
      });
      await models.dispose();
    }
    return results;
  } finally {
    await rm(folder, { recursive: true });
  }
};

const letterAt = (index: number): string => String.fromCharCode(48 + index);

const csv = (rows: number): string => {
  const lines = Array.from({ length: rows }, (_, row) => {
    const time = new Date(Date.UTC(2000, 0, 1, row)).toISOString().slice(0, 19);
    return `${time},${(Math.sin(row / 9) * 5 + (row % 7)).toFixed(3)},${(Math.cos(row / 24) * 3).toFixed(3)}`;
  });
  return `time,load,temperature\n${lines.join('\n')}\n`;
};

/** The run of a training. */
const trainModel = async (file: string, config: Config, runs: string): Promise<string> => {
  const engine = startEngine();
  const done = new Promise<string>((resolve, reject) => {
    engine.connection.onNotification(protocol.runEvents, ({ events }) => {
      for (const event of events) {
        if (event.event === 'done') resolve(event.run);
        if (event.event === 'error') reject(new Error(event.message));
      }
    });
  });
  await engine.connection.sendRequest(protocol.train, { file, config, runs });
  const run = await done;
  await engine.end();
  return run;
};

const best = async (work: () => Promise<unknown>): Promise<number> => {
  let least = Infinity;
  for (let count = 0; count < repetitions; count++) {
    const begin = performance.now();
    await work();
    least = Math.min(least, performance.now() - begin);
  }
  return least;
};

const write = (models: LoadedModels, model: string): Promise<unknown> =>
  generateText(
    models,
    { model, length: characters, seed: 1, token: 'bench' },
    new CancellationTokenSource().token,
    () => undefined,
  );

const timeTable = async (
  models: LoadedModels,
  model: string,
  file: string,
  out: string,
): Promise<Pick<Inference, 'reading' | 'predicting' | 'everything'>> => {
  const files = new OpenedFiles();
  const { reading, predicting } = await models.use(model, async ({ model: whole, session }) => {
    const { config } = whole;
    const codec = whole.codec as ForecastCodec;
    const reading = await best(() => encodeFile(config, codec, file, files));
    const { source, rows, simple } = await encodeFile(config, codec, file, files);
    if (config.task !== 'forecast' || source.kind !== 'windows' || !rows) throw new Error('It is no forecast.');
    const { window } = config.data as ForecastData;
    const first = firstExample(source, rows, window);
    const examples = Int32Array.from({ length: rows.count - window - first }, (_, index) => first + index);
    const predicting = await best(() => {
      session.load(source);
      const decoder = new ForecastDecoder(oneScale(codec), whole, simple);
      const read = predictWindows(session, source, examples, window, decoder);
      let sum = 0;
      for (let index = 0; index < examples.length; index++) sum += read(index, 0, 0).value;
      if (!Number.isFinite(sum)) throw new Error('A prediction is missing.');
      return Promise.resolve();
    });
    return { reading, predicting };
  });
  return { reading, predicting, everything: await best(() => predictFile(models, { model, file, out }, files)) };
};
