import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelConfig, TrainingConfig } from '../../engine/config.ts';
import { readNumberedTensors } from './numberedTensors.ts';

/** A network that `drawNetwork.py` drew, and what PyTorch made of it. */
export interface GoldenNetwork {
  /** Of all its numbers (`drawValues.ts`). */
  readonly seed: string;
  readonly model: Partial<ModelConfig> & { readonly layerSizes: readonly number[] };
  readonly steps: number;
  readonly batch: number;
  /** Values that the bottom layer reads at a step. */
  readonly inputSize: number;
  /** Steps of each sequence, where they differ. */
  readonly lengths?: readonly number[];
  readonly data:
    | { readonly kind: 'windows'; readonly horizon: number; readonly targets: number; readonly missing: number }
    | { readonly kind: 'rows'; readonly classes: number }
    | { readonly kind: 'symbols'; readonly vocabulary: number; readonly chunks: number };
  readonly training: Pick<
    TrainingConfig,
    | 'loss'
    | 'huberDelta'
    | 'optimizer'
    | 'learningRate'
    | 'momentum'
    | 'beta1'
    | 'beta2'
    | 'epsilon'
    | 'weightDecay'
    | 'gradClip'
    | 'clipValue'
    | 'averageDecay'
  >;
  /** How far off PyTorch itself is, at most, when it computes in 32 bits, several times (`makeNetworks.py`). */
  readonly errorsIn32Bits: Readonly<Record<ResultKind, number>>;
  readonly results: Results;
}

/** The first part of a result's name; `run_network` in `runNetwork.py` says what each holds. */
export type ResultKind = (typeof resultKinds)[number];
export const resultKinds = ['forward', 'layers', 'gradients', 'updates'] as const;

/** The largest errors to PyTorch in 64 bits that are allowed, relative to the largest value of each tensor. */
export const resultBounds = { forward: 1e-5, layers: 1e-4, gradients: 1e-4, updates: 1e-4 } as const;

export type Results = ReadonlyMap<string, Float32Array>;

export interface GoldenNetworks {
  /** Name and version of what made them. */
  readonly program: string;
  /** Updates that each network is trained for. */
  readonly updates: number;
  /** Networks that were drawn too, of which PyTorch in 32 bits makes more than a quarter of the allowed error. */
  readonly leftOut: number;
  readonly networks: readonly GoldenNetwork[];
}

/** The files that `makeNetworks.py` wrote into a folder. */
export const readNetworks = async (folder: string): Promise<GoldenNetworks> => {
  const file = JSON.parse(await readFile(join(folder, 'networks.json'), 'utf8')) as Omit<GoldenNetworks, 'networks'> & {
    readonly networks: readonly Omit<GoldenNetwork, 'results'>[];
  };
  const tensors = await readNumberedTensors(join(folder, 'networks.safetensors'), file.networks.length);
  const networks = file.networks.map((network, i) => ({
    ...network,
    results: new Map(Array.from(tensors[i]!, ([name, { values }]) => [name, values] as const)),
  }));
  return { ...file, networks };
};

/** What is special about it: `lstm 3+3, bidirectional, rows, adam`. */
export const describeNetwork = ({ model, steps, batch, inputSize, lengths, data, training }: GoldenNetwork): string => {
  const {
    cell = '',
    activation,
    layerSizes,
    projSize,
    gruReset,
    initialState,
    outputActivation,
    embeddingSize,
  } = model;
  const isSet = Object.entries({
    [activation ?? '']: cell === 'rnn',
    [`projected to ${projSize}`]: Boolean(projSize),
    'reset before': gruReset === 'before',
    'no bias': model.bias === false,
    bidirectional: model.bidirectional,
    residual: model.residual,
    'layer norm': model.layerNorm,
    'learned state': initialState === 'learned',
    lengths: lengths !== undefined,
    [`embedding ${embeddingSize}`]: Boolean(embeddingSize),
    [`${outputActivation} outputs`]: outputActivation !== 'none',
    carried: data.kind === 'symbols' && data.chunks > 1,
    missing: data.kind === 'windows' && data.missing > 0,
    clipped: training.gradClip + training.clipValue > 0,
    averaged: training.averageDecay > 0,
  }).flatMap(([name, is]) => (is ? [name] : []));
  const sizes = `T ${steps}, B ${batch}, D ${inputSize}`;
  return [`${cell} ${layerSizes.join('+')}`, sizes, ...isSet, data.kind, training.loss, training.optimizer].join(', ');
};
