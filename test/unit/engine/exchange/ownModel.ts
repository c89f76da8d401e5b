import { writeFile } from 'node:fs/promises';
import type { ForecastCodec } from '../../../../engine/data/codec.ts';
import type { ModelConfig, RunConfig, TrainingConfig } from '../../../../engine/config.ts';
import { readWeights } from '../../../../engine/exchange/readWeights.ts';
import { encodeModel } from '../../../../engine/runs/modelFile.ts';
import { encodeSafetensors } from '../../../../engine/runs/safetensors.ts';
import { modelOf, trainingOf } from '../compute/sessionOptions.ts';
import { golden, goldenFile } from './golden.ts';

/** Writes a model of ours to `file` that has the weights of a golden file, and computes what that does. */
export const writeOwnModel = async (
  file: string,
  weights: string,
  changes: { readonly model?: Partial<ModelConfig>; readonly training?: Partial<TrainingConfig> } = {},
): Promise<void> => {
  const { tensors, model } = await readWeights(goldenFile(weights));
  const codec: ForecastCodec = {
    kind: 'forecast',
    inputs: [],
    targets: [],
    anchor: 'none',
    season: 0,
    horizon: 2,
    naiveErrors: [],
  };
  const config = {
    task: 'forecast',
    data: { file: 'x.csv', window: golden.steps, horizon: 2 },
    model: modelOf({ ...(model as Partial<ModelConfig>), ...changes.model }),
    training: { ...trainingOf({}), ...changes.training },
  } as unknown as RunConfig;
  const info = { version: 1, config, codec, epoch: 1, validLoss: 0, metrics: {} } as const;
  await writeFile(file, encodeSafetensors(encodeModel({ ...info, parameters: tensors })));
};
