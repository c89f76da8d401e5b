import { writeFile } from 'node:fs/promises';
import type { Tensor } from '../../../../engine/compute/tensor.ts';
import type { ModelConfig, TrainingConfig } from '../../../../engine/config.ts';
import { readWeights } from '../../../../engine/exchange/readWeights.ts';
import { encodeModel } from '../../../../engine/runs/modelFile.ts';
import { encodeSafetensors } from '../../../../engine/runs/safetensors.ts';
import { forecastCodec, forecastConfig } from '../wholeConfig.ts';
import { golden, goldenFile } from './golden.ts';

/** Writes a model of ours to `file` that has the weights of a golden file, or what `weightsFor` makes of them. */
export const writeOwnModel = async (
  file: string,
  weights: string,
  changes: { readonly model?: Partial<ModelConfig>; readonly training?: Partial<TrainingConfig> } = {},
  weightsFor: (tensors: ReadonlyMap<string, Tensor>) => ReadonlyMap<string, Tensor> = (tensors) => tensors,
): Promise<void> => {
  const { tensors, model } = await readWeights(goldenFile(weights));
  const columns = tensors.get('rnn.weight_ih_l0')?.shape[1] ?? 0;
  const horizon = tensors.get('head.weight')?.shape[0] ?? 0;
  const inputs = Array.from({ length: columns }, (_, index) => `column${index}`);
  const data = { inputs, targets: ['column0'], window: golden.steps, horizon };
  const config = forecastConfig({
    data,
    model: { ...(model as Partial<ModelConfig>), ...changes.model },
    training: { optimizer: 'sgd', ...changes.training },
  });
  const codec = forecastCodec({ data });
  const info = { version: 1, config, codec, epoch: 1, validLoss: 0, metrics: {} } as const;
  await writeFile(file, encodeSafetensors(encodeModel({ ...info, parameters: weightsFor(tensors) })));
};
