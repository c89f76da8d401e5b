import { activationCodes, panelsOf } from '../compute/kernels.ts';
import type { SharedMemory } from '../compute/memory.ts';
import type { NetworkShape } from '../compute/networkShape.ts';
import {
  findPlace,
  gateCounts,
  layOutParameters,
  packedRows,
  type ParameterPlace,
} from '../compute/parameterLayout.ts';
import type { ModelConfig, TrainingConfig } from '../config.ts';
import type { BidirectionalBuffers } from './bidirectionalLayer.ts';
import { gateRanges, type GateRange } from './gateRanges.ts';
import { sequenceBytes } from './layerInput.ts';
import { directionSuffixes, layerSizesOf, type LayerSize } from './layerSizes.ts';
import { planShard } from './planShard.ts';
import type { LayerBuffers, LayerWeights } from './recurrentLayer.ts';

/** Lane states kept between passes, as panel matrices (lanes, size), in the order of the layers' `states`. */
export interface LaneStates {
  readonly lanes: number;
  readonly states: readonly {
    /** `h_l0`, `c_l1_reverse` */
    readonly name: string;
    readonly offset: number;
    readonly size: number;
    /** Offset of the learned first state, 0 for zeros. */
    readonly learned: number;
  }[];
}

/** A recurrent layer in its one or two directions. */
export interface LayerPlan extends LayerSize {
  /** Packed columns of its input and its outputs. */
  readonly inputRows: number;
  readonly outputRows: number;
  readonly weights: readonly LayerWeights[];
}

/** One thread's buffers of a layer, as byte offsets; 0 or undefined for what it does not need. */
export interface LayerShard {
  readonly directions: readonly LayerBuffers[];
  readonly both: BidirectionalBuffers | undefined;
  /** Outputs with the layer's input added. (T, B, width) */
  readonly sum: number;
  /** Outputs after dropout. (T, B, width) */
  readonly dropped: number;
}

/** One thread's buffers, as byte offsets. */
export interface ShardPlan {
  readonly layers: readonly LayerShard[];
  /** Added to a parameter's offset gives its gradient. */
  readonly gradientShift: number;
  /** Encoded inputs or looked up embeddings (T, B, inputs), 0 where symbols are read one-hot. */
  readonly x: number;
  /** Symbols (T, B), and the ids to predict: (T, B) or (1, B). */
  readonly ids: number;
  readonly targetIds: number;
  /** Numbers of steps of the lanes (B). */
  readonly lengths: number;
  /** The outputs that the head reads and their gradient (1, B, width), 0 where they are simply those of step T. */
  readonly last: number;
  readonly dlast: number;
  /** The gradient that goes past a layer (T, B, width), 0 where none does. */
  readonly residual: number;
  /** Values to predict (headSteps, B, outputSize). */
  readonly targets: number;
  /** The head's outputs and their gradient (headSteps, B, groups * outputSize). */
  readonly outputs: number;
  readonly outputGradient: number;
  /** Gradient of a layer's outputs (T, B, widest layer). */
  readonly dy: number;
  /** Loss sum, terms, and the sum of squares of a gradient's share, as doubles. */
  readonly result: number;
}

/** A weight whose transpose the backward pass needs. */
export interface Transpose {
  readonly weight: number;
  readonly transposed: number;
  /** As `transpose_weights` has them. */
  readonly inputs: number;
  readonly panels: number;
}

/** All sizes and byte offsets of a network in shared memory: plain data, which every thread gets. */
export interface NetworkPlan {
  readonly shape: NetworkShape;
  readonly cell: ModelConfig['cell'];
  readonly activation: number;
  readonly outputActivation: number;
  readonly gruReset: ModelConfig['gruReset'];
  /** See `gateRanges`. */
  readonly gateRanges: readonly GateRange[];
  readonly dropout: number;
  readonly recurrentDropout: number;
  readonly embeddingSize: number;
  /** Floats in a panel of the kernels that this is laid out for. */
  readonly panel: number;
  /** Panels of the head's outputs. */
  readonly outputPanels: number;
  readonly outputGroups: number;
  readonly loss: TrainingConfig['loss'];
  readonly huberDelta: number;
  readonly optimizer: TrainingConfig['optimizer'];
  readonly steps: number;
  readonly batchSize: number;
  readonly places: readonly ParameterPlace[];
  /** Packed parameters: offset, and floats with padding. Moments and gradients are laid out alike. */
  readonly parameters: number;
  readonly packedCount: number;
  readonly moments: readonly number[];
  /** The moving average of the parameters, laid out as they are; 0 where none is kept. */
  readonly average: number;
  /** Threads that share the work on the parameters: all, or the first alone. */
  readonly updateThreads: number;
  readonly embedding: number;
  readonly layers: readonly LayerPlan[];
  /** Steps that the head works on together. */
  readonly headSteps: number;
  /** Packed inputs of the head. */
  readonly headRows: number;
  readonly headWeight: number;
  readonly headBias: number;
  readonly headTransposed: number;
  readonly transposes: readonly Transpose[];
  readonly examples: number;
  readonly trainStates: LaneStates;
  readonly evaluateStates: LaneStates;
  readonly feedStates: LaneStates;
  /** Predictions in row-major order (batchSize, groups * outputSize). */
  readonly predictions: number;
  readonly shards: readonly ShardPlan[];
}

export interface PlanOptions {
  readonly shape: NetworkShape;
  readonly model: ModelConfig;
  readonly training: Pick<
    TrainingConfig,
    'loss' | 'huberDelta' | 'optimizer' | 'batchSize' | 'threads' | 'averageDecay'
  >;
  readonly steps: number;
  /** Whether training passes can be diagnosed. */
  readonly diagnosable?: boolean;
}

/** Rows of outputs that the head works on together, and the most floats of theirs: 16 MB, however large the vocabulary. */
const HEAD_ROWS = 256;
const HEAD_FLOATS = 2 ** 22;

/** How many of T steps of B lanes the head, with `width` outputs, works on together: at least one. */
const headStepsOf = (T: number, B: number, width: number): number =>
  Math.min(T, Math.max(1, Math.floor(Math.min(HEAD_ROWS, HEAD_FLOATS / width) / B)));

/** Moments that an optimiser keeps per parameter. */
export const momentNames: Record<TrainingConfig['optimizer'], readonly string[]> = {
  gd: [],
  sgd: [],
  momentum: ['momentum'],
  nesterov: ['momentum'],
  rmsprop: ['square'],
  adam: ['mean', 'square'],
  adamw: ['mean', 'square'],
};

const FLOAT = 4;
/** Work that is worth waking a thread for: some 100 µs of arithmetic. */
const FLOPS_PER_THREAD = 4e6;
/** Parameters with padding from which on an update is worth waking the threads for. */
const SHARED_UPDATE = 65536;

/** Lays a network out in memory in panels of so many floats, for as many of the asked threads as its size is worth. */
export const planNetwork = (memory: SharedMemory, panel: number, options: PlanOptions): NetworkPlan => {
  const { shape, model, training, steps } = options;
  const { cell, dropout, recurrentDropout } = model;
  const { batchSize } = training;
  const isSymbols = shape.input.kind === 'symbols';
  const inputSize = shape.input.kind === 'symbols' ? shape.input.vocabulary : shape.input.size;
  const embeddingSize = isSymbols ? model.embeddingSize : 0;
  const denseSize = isSymbols ? embeddingSize : inputSize;
  const outputGroups = training.loss === 'gaussian' ? 2 : 1;
  const outputPanels = outputGroups * panelsOf(shape.outputSize, panel);
  const { outputSize } = shape;
  const places = layOutParameters({ panel, model, embeddingSize, inputSize, outputSize, outputGroups });
  const final = findPlace(places, 'head.bias');
  const packedCount = panelsOf(final.start + final.count, panel) * panel;
  const parameters = memory.allocate(packedCount * FLOAT, 'The network');
  const moments = momentNames[training.optimizer].map(() => memory.allocate(packedCount * FLOAT, 'The optimiser'));
  const average = training.averageDecay > 0 ? memory.allocate(packedCount * FLOAT, 'The average') : 0;
  /** Of the parameter, 0 where the network has none of the name. */
  const offsetOf = (name: string): number => {
    const place = places.find((candidate) => candidate.name === name);
    return place ? parameters + place.start * FLOAT : 0;
  };

  const transposes: Transpose[] = [];
  const addTranspose = (weight: number, inputs: number, panels: number): number => {
    const bytes = panelsOf(inputs, panel) * panels * panel * panel * FLOAT;
    const transposed = memory.allocate(bytes, 'The network');
    transposes.push({ weight, transposed, inputs, panels });
    return transposed;
  };
  const layers = layerSizesOf(model, embeddingSize || inputSize).map((size, layer): LayerPlan => {
    const { hiddenSize: H, stateSize: S, directions } = size;
    const inputRows = packedRows(size.inputSize, size.inputBlock, panel);
    const panels = gateCounts[cell] * panelsOf(H, panel);
    const weights = directionSuffixes.slice(0, directions).map((suffix): LayerWeights => {
      const end = `_l${layer}${suffix}`;
      const weightIh = offsetOf(`rnn.weight_ih${end}`);
      const weightHh = offsetOf(`rnn.weight_hh${end}`);
      const weightHr = offsetOf(`rnn.weight_hr${end}`);
      return {
        hiddenSize: H,
        stateSize: S,
        inputRows,
        weightIh,
        weightHh,
        biasIh: offsetOf(`rnn.bias_ih${end}`),
        biasHh: offsetOf(`rnn.bias_hh${end}`),
        weightHr,
        normIh: offsetOf(`rnn.norm_ih${end}`),
        normHh: offsetOf(`rnn.norm_hh${end}`),
        h0: offsetOf(`rnn.h0${end}`),
        c0: offsetOf(`rnn.c0${end}`),
        transposedIh: layer > 0 || embeddingSize > 0 ? addTranspose(weightIh, inputRows, panels) : 0,
        transposedHh: addTranspose(weightHh, S, panels),
        transposedHr: weightHr > 0 ? addTranspose(weightHr, H, panelsOf(S, panel)) : 0,
      };
    });
    return { ...size, inputRows, outputRows: packedRows(directions * S, S, panel), weights };
  });
  const headRows = layers.at(-1)?.outputRows ?? 0;
  const headWeight = offsetOf('head.weight');
  const headTransposed = addTranspose(headWeight, headRows, outputPanels);

  const flops = forwardFlops(options, layers) * 3;
  const threads = Math.max(1, Math.min(training.threads, batchSize, Math.floor(flops / FLOPS_PER_THREAD)));
  // Gradients of the threads stand one after another at one distance: sum_gradients steps over the buffers between.
  const trainStates = planStates(memory, panel, cell, layers, batchSize);
  const evaluateStates = planStates(memory, panel, cell, layers, batchSize);
  const feedStates = planStates(memory, panel, cell, layers, 1);
  const lanes = Math.ceil(batchSize / threads);
  const headSteps = shape.everyStep ? headStepsOf(steps, lanes, outputPanels * panel) : 1;
  const shardOptions = {
    ...{ memory, panel, options, layers, lanes, denseSize },
    ...{ outputPanels, headSteps, packedCount, parameters },
  };
  const shards = Array.from({ length: threads }, () => planShard(shardOptions));

  return {
    shape,
    cell,
    activation: activationCodes[model.activation],
    outputActivation: training.loss === 'crossEntropy' ? activationCodes.none : activationCodes[model.outputActivation],
    gruReset: model.gruReset,
    gateRanges: gateRanges(model),
    dropout,
    recurrentDropout,
    embeddingSize,
    panel,
    outputPanels,
    outputGroups,
    loss: training.loss,
    huberDelta: training.huberDelta,
    optimizer: training.optimizer,
    steps,
    batchSize,
    places,
    parameters,
    packedCount,
    moments,
    average,
    updateThreads: packedCount < SHARED_UPDATE ? 1 : threads,
    embedding: offsetOf('embedding.weight'),
    layers,
    headSteps,
    headRows,
    headWeight,
    headBias: offsetOf('head.bias'),
    headTransposed,
    transposes,
    examples: memory.allocate(batchSize * FLOAT, 'A batch'),
    trainStates,
    evaluateStates,
    feedStates,
    predictions: memory.allocate(batchSize * outputGroups * shape.outputSize * FLOAT, 'A batch'),
    shards,
  };
};

const planStates = (
  memory: SharedMemory,
  panel: number,
  cell: ModelConfig['cell'],
  layers: readonly LayerPlan[],
  lanes: number,
): LaneStates => {
  const place = (name: string, size: number, learned: number): LaneStates['states'][number] => {
    return { name, size, learned, offset: memory.allocate(sequenceBytes(1, lanes, size, panel), 'The state') };
  };
  const states = layers.flatMap(({ weights, hiddenSize, stateSize }, layer) =>
    weights.flatMap(({ h0, c0 }, direction) => {
      const end = `_l${layer}${directionSuffixes[direction] ?? ''}`;
      const h = place(`h${end}`, stateSize, h0);
      return cell === 'lstm' ? [h, place(`c${end}`, hiddenSize, c0)] : [h];
    }),
  );
  return { lanes, states };
};

/** Additions and multiplications of a forward pass over a whole batch. */
const forwardFlops = ({ model, shape, steps, training }: PlanOptions, layers: readonly LayerPlan[]): number => {
  const gates = gateCounts[model.cell];
  // Symbols are looked up, not multiplied.
  const isLookedUp = shape.input.kind === 'symbols' && model.embeddingSize === 0;
  let perStep = 0;
  layers.forEach(({ hiddenSize, stateSize, inputSize, directions }, layer) => {
    perStep += directions * gates * hiddenSize * (stateSize + (layer === 0 && isLookedUp ? 0 : inputSize));
  });
  const top = layers.at(-1);
  if (shape.everyStep && top) perStep += shape.outputSize * top.directions * top.stateSize;
  return 2 * perStep * steps * training.batchSize;
};
