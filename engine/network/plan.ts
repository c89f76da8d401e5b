import { activationCodes } from '../compute/kernelFunctions.ts';
import { panelsOf, sequenceBytes } from '../compute/kernels.ts';
import type { SharedMemory } from '../compute/memory.ts';
import { shift, type Offset } from '../compute/offset.ts';
import { momentNames } from '../compute/optimizer.ts';
import type { CellWeights } from './cells/cell.ts';
import { gatesOf, specOf } from './cells/registry.ts';
import { directionSuffixes, layerSizesOf } from './layers/layerSizes.ts';
import type { LaneStates, LayerPlan, NetworkPlan, PlanOptions, Transpose } from './networkPlan.ts';
import { findPlace, layOutParameters, packedRows } from './parameterLayout.ts';
import { planShard } from './planShard.ts';

/** Rows of outputs that the head works on together, and the most floats of theirs: 16 MB, however large the vocabulary. */
const HEAD_ROWS = 256;
const HEAD_FLOATS = 2 ** 22;

/** How many of T steps of B lanes the head, with `width` outputs, works on together: at least one. */
const headStepsOf = (T: number, B: number, width: number): number =>
  Math.min(T, Math.max(1, Math.floor(Math.min(HEAD_ROWS, HEAD_FLOATS / width) / B)));

const FLOAT = 4;
/** Work that is worth waking a thread for: some 100 µs of arithmetic. */
const FLOPS_PER_THREAD = 4e6;
/** Parameters with padding from which on an update is worth waking the threads for. */
const SHARED_UPDATE = 65536;

/** Lays a network out in memory in panels of so many floats, for as many of the asked threads as its size is worth. */
export const planNetwork = (memory: SharedMemory, panel: number, options: PlanOptions): NetworkPlan => {
  const { shape, model, training, steps } = options;
  const { cell, activation, gruReset, candidate, dropout, recurrentDropout } = model;
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
  const average = training.averageDecay > 0 ? memory.allocate(packedCount * FLOAT, 'The average') : undefined;
  const parameterOf = (name: string): Offset => shift(parameters, findPlace(places, name).start * FLOAT);
  /** Undefined where the network has none of the name. */
  const offsetOf = (name: string): Offset | undefined =>
    places.some((place) => place.name === name) ? parameterOf(name) : undefined;

  const transposes: Transpose[] = [];
  const addTranspose = (weight: Offset, inputs: number, panels: number): Offset => {
    const bytes = panelsOf(inputs, panel) * panels * panel * panel * FLOAT;
    const transposed = memory.allocate(bytes, 'The network');
    transposes.push({ weight, transposed, inputs, panels });
    return transposed;
  };
  const spec = specOf(model);
  const gates = gatesOf(model).length;
  const layers = layerSizesOf(model, embeddingSize || inputSize).map((size, layer): LayerPlan => {
    const { hiddenSize: H, stateSize: S, directions } = size;
    const inputRows = packedRows(size.inputSize, size.inputBlock, panel);
    const panels = gates * panelsOf(H, panel);
    const weights = directionSuffixes.slice(0, directions).map((suffix): CellWeights => {
      const end = `_l${layer}${suffix}`;
      const weightIh = parameterOf(`rnn.weight_ih${end}`);
      const transposedIh = layer > 0 || embeddingSize > 0 ? addTranspose(weightIh, inputRows, panels) : undefined;
      const weightHh = offsetOf(`rnn.weight_hh${end}`);
      const weightHr = offsetOf(`rnn.weight_hr${end}`);
      return {
        ...{ gates, hiddenSize: H, stateSize: S, inputRows, weightIh, transposedIh },
        biasIh: offsetOf(`rnn.bias_ih${end}`),
        normIh: offsetOf(`rnn.norm_ih${end}`),
        recurrent:
          weightHh === undefined
            ? undefined
            : {
                weightHh,
                biasHh: offsetOf(`rnn.bias_hh${end}`),
                normHh: offsetOf(`rnn.norm_hh${end}`),
                transposedHh: addTranspose(weightHh, S, panels),
              },
        projection:
          weightHr === undefined
            ? undefined
            : { weightHr, transposedHr: addTranspose(weightHr, H, panelsOf(S, panel)) },
        firstStates: Object.fromEntries(spec.states.map((state) => [state, offsetOf(`rnn.${state}0${end}`)])),
      };
    });
    return { ...size, inputRows, outputRows: packedRows(directions * S, S, panel), weights };
  });
  const headRows = layers.at(-1)?.outputRows ?? 0;
  const headWeight = parameterOf('head.weight');
  const headTransposed = addTranspose(headWeight, headRows, outputPanels);

  const flops = forwardFlops(options, layers) * 3;
  const threads = Math.max(1, Math.min(training.threads, batchSize, Math.floor(flops / FLOPS_PER_THREAD)));
  // Gradients of the threads stand one after another at one distance: sum_gradients steps over the buffers between.
  const trainStates = planStates(memory, panel, spec.states, layers, batchSize);
  const evaluateStates = planStates(memory, panel, spec.states, layers, batchSize);
  const feedStates = planStates(memory, panel, spec.states, layers, 1);
  const lanes = Math.ceil(batchSize / threads);
  const headSteps = shape.everyStep ? headStepsOf(steps, lanes, outputPanels * panel) : 1;
  const shardOptions = {
    ...{ memory, panel, options, layers, lanes, denseSize },
    ...{ outputPanels, headSteps, packedCount, parameters },
  };
  const shards = Array.from({ length: threads }, () => planShard(shardOptions));

  return {
    shape,
    cell: { cell, activation, gruReset, candidate },
    outputActivation: training.loss === 'crossEntropy' ? activationCodes.none : activationCodes[model.outputActivation],
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
    headBias: parameterOf('head.bias'),
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
  names: readonly string[],
  layers: readonly LayerPlan[],
  lanes: number,
): LaneStates => {
  const states = layers.flatMap(({ weights, hiddenSize, stateSize }, layer) =>
    weights.flatMap(({ firstStates }, direction) =>
      names.map((name): LaneStates['states'][number] => {
        const size = name === 'h' ? stateSize : hiddenSize;
        return {
          name: `${name}_l${layer}${directionSuffixes[direction] ?? ''}`,
          ...{ size, learned: firstStates[name] },
          offset: memory.allocate(sequenceBytes(1, lanes, size, panel), 'The state'),
        };
      }),
    ),
  );
  return { lanes, states };
};

/** Additions and multiplications of a forward pass over a whole batch. */
const forwardFlops = ({ model, shape, steps, training }: PlanOptions, layers: readonly LayerPlan[]): number => {
  const gates = gatesOf(model).length;
  const { isRecurrent } = specOf(model);
  // Symbols are looked up, not multiplied.
  const isLookedUp = shape.input.kind === 'symbols' && model.embeddingSize === 0;
  let perStep = 0;
  layers.forEach(({ hiddenSize, stateSize, inputSize, directions }, layer) => {
    perStep +=
      directions * gates * hiddenSize * ((isRecurrent ? stateSize : 0) + (layer === 0 && isLookedUp ? 0 : inputSize));
  });
  const top = layers.at(-1);
  if (shape.everyStep && top) perStep += shape.outputSize * top.directions * top.stateSize;
  return 2 * perStep * steps * training.batchSize;
};
