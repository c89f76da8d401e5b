import { activationCodes, panelsOf } from '../compute/kernels.ts';
import type { SharedMemory } from '../compute/memory.ts';
import type { NetworkShape } from '../compute/networkShape.ts';
import { findPlace, gateCounts, layOutParameters, type ParameterPlace } from '../compute/parameterLayout.ts';
import type { ModelConfig, TrainingConfig } from '../config.ts';
import { sequenceBytes } from './layerInput.ts';
import type { LayerBuffers, LayerWeights } from './recurrentLayer.ts';

/** Lane states kept between passes: per layer the offsets of panel matrices (lanes, H), h first. */
export interface LaneStates {
  readonly lanes: number;
  readonly layers: readonly (readonly number[])[];
}

/** One thread's buffers, as byte offsets. */
export interface ShardPlan {
  readonly layers: readonly LayerBuffers[];
  /** Added to a parameter's offset gives its gradient. */
  readonly gradientShift: number;
  /** Encoded inputs or looked up embeddings (T, B, inputs), 0 where symbols are read one-hot. */
  readonly x: number;
  /** Symbols (T, B), and the ids to predict: (T, B) or (1, B). */
  readonly ids: number;
  readonly targetIds: number;
  /** Outputs of a layer after dropout (T, B, H), per layer but the last; 0 without dropout. */
  readonly dropped: readonly number[];
  /** Values to predict (outputs, B, outputSize). */
  readonly targets: number;
  /** The head's outputs and their gradient (outputs, B, groups * outputSize). */
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
  readonly dropout: number;
  readonly hiddenSize: number;
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
  readonly layers: readonly LayerWeights[];
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
}

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
  const { cell, hiddenSize: H, numLayers, dropout } = model;
  const { batchSize } = training;
  const isSymbols = shape.input.kind === 'symbols';
  const inputSize = shape.input.kind === 'symbols' ? shape.input.vocabulary : shape.input.size;
  const embeddingSize = isSymbols ? model.embeddingSize : 0;
  const denseSize = isSymbols ? embeddingSize : inputSize;
  const outputGroups = training.loss === 'gaussian' ? 2 : 1;
  const outputPanels = outputGroups * panelsOf(shape.outputSize, panel);
  const gates = gateCounts[cell];
  const outputSteps = shape.everyStep ? steps : 1;

  const places = layOutParameters({
    panel,
    cell,
    hiddenSize: H,
    numLayers,
    embeddingSize,
    inputSize,
    outputSize: shape.outputSize,
    outputGroups,
  });
  const last = findPlace(places, 'head.bias');
  const packedCount = panelsOf(last.start + last.count, panel) * panel;
  const parameters = memory.allocate(packedCount * FLOAT, 'The network');
  const moments = momentNames[training.optimizer].map(() => memory.allocate(packedCount * FLOAT, 'The optimiser'));
  const average = training.averageDecay > 0 ? memory.allocate(packedCount * FLOAT, 'The average') : 0;
  const offsetOf = (name: string): number => parameters + findPlace(places, name).start * FLOAT;

  const transposes: Transpose[] = [];
  const addTranspose = (weight: number, inputs: number, panels: number): number => {
    const bytes = panelsOf(inputs, panel) * panels * panel * panel * FLOAT;
    const transposed = memory.allocate(bytes, 'The network');
    transposes.push({ weight, transposed, inputs, panels });
    return transposed;
  };
  const layers = Array.from({ length: numLayers }, (_, layer): LayerWeights => {
    const layerInputs = layer > 0 ? H : denseSize || inputSize;
    const weightIh = offsetOf(`rnn.weight_ih_l${layer}`);
    const weightHh = offsetOf(`rnn.weight_hh_l${layer}`);
    const panels = gates * panelsOf(H, panel);
    return {
      inputSize: layerInputs,
      weightIh,
      weightHh,
      biasIh: offsetOf(`rnn.bias_ih_l${layer}`),
      biasHh: offsetOf(`rnn.bias_hh_l${layer}`),
      transposedIh: layer > 0 || embeddingSize > 0 ? addTranspose(weightIh, layerInputs, panels) : 0,
      transposedHh: addTranspose(weightHh, H, panels),
    };
  });
  const headWeight = offsetOf('head.weight');
  const headTransposed = addTranspose(headWeight, H, outputPanels);

  const statesPerLayer = cell === 'lstm' ? 2 : 1;
  const laneStates = (lanes: number): LaneStates => ({
    lanes,
    layers: layers.map(() =>
      Array.from({ length: statesPerLayer }, () => memory.allocate(sequenceBytes(1, lanes, H, panel), 'The state')),
    ),
  });

  const flops = forwardFlops(options, denseSize, gates) * 3;
  const threads = Math.max(1, Math.min(training.threads, batchSize, Math.floor(flops / FLOPS_PER_THREAD)));
  const lanes = Math.ceil(batchSize / threads);

  const planShard = (): ShardPlan => {
    const sequence = (rows: number, columns: number): number =>
      memory.allocate(sequenceBytes(rows, lanes, columns, panel), 'A batch');
    const gradientShift = memory.allocate(packedCount * FLOAT, 'The gradient') - parameters;
    return {
      gradientShift,
      layers: layers.map(() => ({
        gradientShift,
        z: sequence(steps, gates * panelsOf(H, panel) * panel),
        zh: cell === 'gru' ? sequence(steps, gates * panelsOf(H, panel) * panel) : 0,
        h: sequence(steps + 1, H),
        c: cell === 'lstm' ? sequence(steps + 1, H) : 0,
        carry: sequence(1, H),
      })),
      x: denseSize > 0 ? sequence(steps, denseSize) : 0,
      ids: isSymbols ? memory.allocate(steps * lanes * FLOAT, 'A batch') : 0,
      targetIds: memory.allocate(steps * lanes * FLOAT, 'A batch'),
      dropped: layers.map((_, layer) => (dropout > 0 && layer < numLayers - 1 ? sequence(steps, H) : 0)),
      targets: sequence(outputSteps, outputPanels * panel),
      outputs: sequence(outputSteps, outputPanels * panel),
      outputGradient: sequence(outputSteps, outputPanels * panel),
      dy: sequence(steps, Math.max(H, embeddingSize)),
      result: memory.allocate(3 * 8, 'A batch'),
    };
  };
  // Gradients of the threads stand one after another at one distance: sum_gradients steps over the buffers between.
  const trainStates = laneStates(batchSize);
  const evaluateStates = laneStates(batchSize);
  const feedStates = laneStates(1);
  const shards = Array.from({ length: threads }, planShard);

  return {
    shape,
    cell,
    activation: activationCodes[model.activation],
    outputActivation: training.loss === 'crossEntropy' ? activationCodes.none : activationCodes[model.outputActivation],
    dropout,
    hiddenSize: H,
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
    embedding: embeddingSize > 0 ? offsetOf('embedding.weight') : 0,
    layers,
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

/** Additions and multiplications of a forward pass over a whole batch. */
const forwardFlops = (options: PlanOptions, denseSize: number, gates: number): number => {
  const { hiddenSize: H, numLayers } = options.model;
  const { outputSize, everyStep } = options.shape;
  const perStep = gates * H * (denseSize + (2 * numLayers - 1) * H) + (everyStep ? outputSize * H : 0);
  return 2 * perStep * options.steps * options.training.batchSize;
};
