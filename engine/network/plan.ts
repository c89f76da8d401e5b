import { panelsOf, sequenceBytes } from '../compute/kernels.ts';
import type { SharedMemory } from '../compute/memory.ts';
import { shift, type Offset } from '../compute/offset.ts';
import { momentNames } from '../compute/optimizer.ts';
import type { BufferPlan, Flow, ParameterPlan } from './blocks/block.ts';
import { isOfCounts } from './lossGroups.ts';
import { head } from './blocks/head.ts';
import type { HeadPlan } from './blocks/headPlan.ts';
import { kindOf } from './blocks/registry.ts';
import { specOf } from './cells/findCell.ts';
import { bridgeBuffers, bridgeLinks, bridgeProducts, planBridge, type BridgePlan } from './decoder/bridgeLinks.ts';
import { segmentedWindow } from './checkSeries.ts';
import { handingStacks } from './decoder/checkDecoder.ts';
import { directionSuffixes } from './layers/layerSizes.ts';
import type { RecurPlan } from './layers/recurPlan.ts';
import { flowAt, flowsOf, layOutParameters, sharedEmbeddingOf, type NetworkFlows } from './networkFlows.ts';
import {
  mostBest,
  rowWeightsOf,
  stackPrefix,
  type BlockPlan,
  type KeptRead,
  type LaneStates,
  type NetworkPlan,
  type PlanOptions,
  type ShardPlan,
  type Transpose,
} from './networkPlan.ts';
import type { EncoderSpec } from './networkSpec.ts';
import { findPlace, packedRows } from './parameterLayout.ts';
import { planRounding } from './precision/roundedWeights.ts';

const FLOAT = 4;
/** Work that is worth waking a thread for: some 100 µs of arithmetic. */
const FLOPS_PER_THREAD = 4e6;
/** Parameters with padding from which on an update is worth waking the threads for. */
const SHARED_UPDATE = 65536;

/** Lays a network out in memory in panels of so many floats, for as many of the asked threads as its size is worth. */
export const planNetwork = (memory: SharedMemory, panel: number, options: PlanOptions): NetworkPlan => {
  const { network, training, steps, targetSteps = 0, isWeighted = false } = options;
  const { batchSize } = training;
  if (network.decoder && targetSteps < 1) throw new Error('A decoder needs to know the most steps of a target.');
  const flows = flowsOf(network);
  if ((segmentedWindow(network) ?? steps) !== steps) {
    throw new Error(`The network cuts windows of ${segmentedWindow(network)} steps, and examples have ${steps}.`);
  }
  const places = layOutParameters(network, panel);
  const last = places.at(-1);
  const packedCount = panelsOf((last?.start ?? 0) + (last?.count ?? 0), panel) * panel;
  const allocateParameters = (what: string): Offset => memory.allocate(packedCount * FLOAT, what);
  const parameters = allocateParameters('The network');
  const moments = momentNames[training.optimizer].map(() => allocateParameters('The optimiser'));
  const average = training.averageDecay > 0 ? allocateParameters('The average') : undefined;

  const transposes: Transpose[] = [];
  const parameterOf = (name: string): Offset => shift(parameters, findPlace(places, name).start * FLOAT);
  const shared = sharedEmbeddingOf(network);
  const parameterPlan = (isBelowLearned: boolean): ParameterPlan => ({
    ...{ panel, parameterOf, isBelowLearned },
    embedding: shared === undefined ? undefined : parameterOf(`${shared}.weight`),
    offsetOf: (name) => (places.some((place) => place.name === name) ? parameterOf(name) : undefined),
    addTranspose: (weight, inputs, panels) => {
      const bytes = panelsOf(inputs, panel) * panels * panel * panel * FLOAT;
      const transposed = memory.allocate(bytes, 'The network');
      transposes.push({ weight, transposed, inputs, panels });
      return transposed;
    },
  });
  const planned = planBlocks(options, flows, parameterPlan);
  const { blocks, decoder, headPlan, masks } = planned;

  const flops = forwardFlops(options, flows) * 3;
  const threads = Math.max(1, Math.min(training.threads, batchSize, Math.floor(flops / FLOPS_PER_THREAD)));
  // Gradients of the threads stand one after another at one distance: sum_gradients steps over the buffers between.
  const lanes = Math.ceil(batchSize / threads);
  const rounding =
    (training.precision ?? 'float32') === 'float32'
      ? undefined
      : planRounding(memory, panel, { places, parameters, transposes }, rowWeightsOf({ blocks, decoder }), lanes);
  const shards = Array.from({ length: threads }, () => {
    const gradientShift = memory.allocate(packedCount * FLOAT, 'The gradient') - parameters;
    const scratch = rounding && memory.allocate(rounding.scratchBytes, 'The network');
    return { ...planShard(memory, panel, options, { ...planned, flows, lanes, gradientShift }), scratch };
  });
  // With a decoder every example begins anew.
  const carried = decoder ? [] : blocks;
  const statesFor = (count: number, of = carried): LaneStates => planStates(memory, panel, of, count);
  const { outputs, groups } = network.head;
  return {
    network,
    shape: { input: network.input, outputSize: outputs, everyStep: headPlan.isEveryStep },
    panel,
    loss: training.loss,
    huberDelta: training.huberDelta,
    labelSmoothing: training.labelSmoothing ?? 0,
    classWeights: isWeighted ? memory.allocate(outputs * FLOAT, 'The network') : undefined,
    optimizer: training.optimizer,
    ...{ steps, batchSize, places, parameters, packedCount, moments, average },
    updateThreads: packedCount < SHARED_UPDATE ? 1 : threads,
    blocks,
    decoder: network.decoder &&
      decoder && {
        ...{ input: network.decoder.input, steps: targetSteps, ...decoder },
        encoderRows: rowsOf(flows.encoder.at(-1), panel),
        states: [statesFor(batchSize, decoder.blocks), statesFor(batchSize, decoder.blocks)],
        symbols: memory.allocate(batchSize * FLOAT, 'A batch'),
        from: memory.allocate(batchSize * FLOAT, 'A batch'),
        best: {
          ids: memory.allocate(batchSize * mostBest * FLOAT, 'A batch'),
          logs: memory.allocate(batchSize * mostBest * FLOAT, 'A batch'),
        },
        kept: planKept(memory, panel, decoder.blocks, steps, batchSize),
      },
    head: headPlan,
    ...{ transposes, rounding, masks },
    examples: memory.allocate(batchSize * FLOAT, 'A batch'),
    trainStates: statesFor(batchSize),
    evaluateStates: statesFor(batchSize),
    feedStates: statesFor(1),
    predictions: memory.allocate(batchSize * groups * outputs * FLOAT, 'A batch'),
    shards,
  };
};

/** Packed columns of what blocks read and hand on; symbols have none. */
const rowsOf = (flow: Flow | undefined, panel: number): number =>
  flow?.kind === 'vectors' ? packedRows(flow.size, flow.block, panel) : 0;

interface PlannedBlocks {
  readonly blocks: readonly BlockPlan[];
  readonly decoder: { readonly bridge: BridgePlan; readonly blocks: readonly BlockPlan[] } | undefined;
  readonly headPlan: HeadPlan;
  /** How many dropout masks there are. */
  readonly masks: number;
}

const planBlocks = (
  { network, training }: PlanOptions,
  flows: NetworkFlows,
  parameterPlan: (isBelowLearned: boolean) => ParameterPlan,
): PlannedBlocks => {
  let masks = 0;
  const planEach = (specs: readonly EncoderSpec[], inputs: readonly Flow[]): readonly BlockPlan[] => {
    let isBelowLearned = false;
    return specs.map((spec, index) => {
      const kind = kindOf(spec);
      const input = flowAt(inputs, index);
      const plan = kind.plan(spec, input, parameterPlan(isBelowLearned), masks);
      masks += kind.masks(spec);
      isBelowLearned ||= kind.parameters(spec, input).length > 0;
      return { spec, input, plan };
    });
  };
  const blocks = planEach(network.encoder, flows.encoder);
  const decoder = network.decoder && {
    bridge: planBridge(bridgeLinks(network), parameterPlan(true)),
    blocks: planEach(network.decoder.blocks, flows.decoder),
  };
  // Softmax and cross-entropy are one: the activation is for the other losses.
  const headSpec = training.loss === 'crossEntropy' ? { ...network.head, activation: 'none' as const } : network.head;
  const headPlan = head.plan(headSpec, flows.top, parameterPlan(true), masks);
  return { blocks, decoder, headPlan: { ...headPlan, hasUnits: isOfCounts(training.loss) }, masks };
};

interface Planned extends PlannedBlocks {
  readonly flows: NetworkFlows;
  /** The most lanes of a thread. */
  readonly lanes: number;
  readonly gradientShift: number;
}

/** Allocates one thread's working buffers. */
const planShard = (
  memory: SharedMemory,
  panel: number,
  { network, steps, targetSteps = 0, diagnosable = false }: PlanOptions,
  { blocks, decoder, headPlan, flows, lanes, gradientShift }: Planned,
): Omit<ShardPlan, 'scratch'> => {
  const bytes = (count: number, what: string): Offset => memory.allocate(count, what);
  const sequence = (rows: number, columns: number): Offset =>
    bytes(sequenceBytes(rows, lanes, columns, panel), 'A batch');
  const numbers = (rows: number): Offset => bytes(rows * lanes * FLOAT, 'A batch');
  const widestOf = (plans: readonly BlockPlan[], passed: readonly Flow[]): number =>
    Math.max(
      ...passed.map((flow) => (flow.isEveryStep ? rowsOf(flow, panel) : 0)),
      // Layers within a stack are as wide as they like.
      ...plans.flatMap(({ spec, plan }) => kindOf(spec).widths?.(plan) ?? []),
    );
  const bytesOf = (T: number, columns: number): number => sequenceBytes(T, lanes, columns, panel);
  const below = bytesOf(steps, widestOf(blocks, flows.encoder));
  const above = decoder ? bytesOf(targetSteps, widestOf(decoder.blocks, flows.decoder)) : 0;
  const { input } = network;
  const words = input.kind === 'symbols' && input.letters ? numbers(steps) : undefined;
  const labels =
    input.kind === 'symbols' && input.labels !== undefined ? { next: numbers(steps), own: numbers(steps) } : undefined;
  const normalised = network.encoder.find(({ block }) => block === 'normalise');
  const foreseeing = network.encoder.find(({ block }) => block === 'foresee');
  const known = foreseeing?.block === 'foresee' ? sequence(foreseeing.horizon, foreseeing.known) : undefined;
  const room: BufferPlan = {
    ...{ words, labels: labels?.next, known },
    levels: normalised?.block === 'normalise' ? numbers(2 * normalised.columns.length) : undefined,
    ...{ panel, steps, readSteps: steps, lanes, isDiagnosable: diagnosable, gradientShift, sequence, numbers, bytes },
    // The encoder goes back once the decoder has.
    dy: bytes(Math.max(below, above), 'A batch'),
    mark: () => memory.mark(),
    areStatesHandedOn: false,
  };
  const roomAbove: BufferPlan = decoder ? { ...room, steps: targetSteps } : room;
  const handing = decoder && handingStacks(network).encoder;
  const buffersOf = (plans: readonly BlockPlan[], within: BufferPlan): readonly unknown[] =>
    plans.map(({ spec, plan }) => kindOf(spec).buffers(plan, { ...within, areStatesHandedOn: spec === handing }));
  return {
    gradientShift,
    ...{ words, labels, known },
    x: input.kind === 'numbers' ? sequence(steps, input.size) : undefined,
    ids: input.kind === 'symbols' ? numbers(steps) : undefined,
    lengths: numbers(1),
    blocks: buffersOf(blocks, room),
    decoder: decoder && {
      ids: numbers(targetSteps),
      own: numbers(targetSteps),
      lengths: numbers(1),
      bridge: bridgeBuffers(decoder.bridge, roomAbove),
      blocks: buffersOf(decoder.blocks, roomAbove),
    },
    head: head.buffers(headPlan, roomAbove),
  };
};

/** Room for what a block of the decoder attends to, if one does. */
const planKept = (
  memory: SharedMemory,
  panel: number,
  blocks: readonly BlockPlan[],
  steps: number,
  batchSize: number,
): KeptRead | undefined => {
  const found = blocks.find(({ spec }) => spec.block === 'attend');
  if (!found) return undefined;
  const { units, valueRows } = found.plan as Pick<KeptRead, 'units' | 'valueRows'>;
  const sequence = (columns: number): Offset =>
    memory.allocate(sequenceBytes(steps, batchSize, columns, panel), 'The state');
  return {
    ...{ units, valueRows, values: sequence(valueRows), keys: sequence(units) },
    lengths: memory.allocate(batchSize * FLOAT, 'A batch'),
    rows: memory.allocate(batchSize * FLOAT, 'A batch'),
  };
};

/** Of all layers of the blocks. */
const planStates = (memory: SharedMemory, panel: number, blocks: readonly BlockPlan[], lanes: number): LaneStates => {
  const stacks = blocks.flatMap(({ spec, plan }) => (spec.block === 'recur' ? [plan as RecurPlan] : []));
  const ofLayers = stacks.flatMap((plan) =>
    plan.layers.flatMap(({ weights, hiddenSize, stateSize }, layer) =>
      weights.flatMap(({ firstStates }, direction) =>
        specOf(plan.spec.cell).states.map((name): LaneStates['states'][number] => {
          const size = name === 'h' ? stateSize : hiddenSize;
          return {
            name: `${stackPrefix(plan)}${name}_l${layer}${directionSuffixes[direction] ?? ''}`,
            ...{ size, learned: firstStates[name] },
            offset: memory.allocate(sequenceBytes(1, lanes, size, panel), 'The state'),
          };
        }),
      ),
    ),
  );
  // What an attention feeds the layers below with is a state too.
  const fed = blocks.flatMap(({ spec }): LaneStates['states'] => {
    if (spec.block !== 'attend' || !spec.feeds) return [];
    const offset = memory.allocate(sequenceBytes(1, lanes, spec.size, panel), 'The state');
    return [{ name: `${spec.name}.fed`, size: spec.size, learned: undefined, offset }];
  });
  return { lanes, states: [...ofLayers, ...fed] };
};

/** Additions and multiplications of a forward pass over a whole batch. */
const forwardFlops = (
  { network, steps, targetSteps = 0, training }: PlanOptions,
  { encoder, decoder, top }: NetworkFlows,
): number => {
  const productsOf = (specs: readonly EncoderSpec[], flows: readonly Flow[]): number =>
    specs.reduce((sum, spec, index) => sum + kindOf(spec).products(spec, flowAt(flows, index)), 0);
  const ofHead = head.products(network.head, top);
  const below = productsOf(network.encoder, encoder);
  if (!network.decoder) return 2 * (ofHead + below) * steps * training.batchSize;
  const above = ofHead + productsOf(network.decoder.blocks, decoder);
  const between = bridgeProducts(bridgeLinks(network));
  return 2 * (below * steps + between + above * targetSteps) * training.batchSize;
};
