import { panelsOf, sequenceBytes } from '../compute/kernels.ts';
import type { SharedMemory } from '../compute/memory.ts';
import { shift, type Offset } from '../compute/offset.ts';
import { momentNames } from '../compute/optimizer.ts';
import type { BufferPlan, Flow, ParameterPlan } from './blocks/block.ts';
import { head } from './blocks/head.ts';
import { kindOf } from './blocks/registry.ts';
import { specOf } from './cells/findCell.ts';
import { directionSuffixes } from './layers/layerSizes.ts';
import { flowsOf, layOutParameters } from './networkFlows.ts';
import {
  stackPrefix,
  stacksOf,
  type BlockPlan,
  type LaneStates,
  type NetworkPlan,
  type PlanOptions,
  type ShardPlan,
  type Transpose,
} from './networkPlan.ts';
import type { HeadPlan } from './blocks/headPlan.ts';
import { findPlace, packedRows } from './parameterLayout.ts';

const FLOAT = 4;
/** Work that is worth waking a thread for: some 100 µs of arithmetic. */
const FLOPS_PER_THREAD = 4e6;
/** Parameters with padding from which on an update is worth waking the threads for. */
const SHARED_UPDATE = 65536;

/** Lays a network out in memory in panels of so many floats, for as many of the asked threads as its size is worth. */
export const planNetwork = (memory: SharedMemory, panel: number, options: PlanOptions): NetworkPlan => {
  const { network, training, steps, isWeighted = false } = options;
  const { batchSize } = training;
  const flows = flowsOf(network);
  const places = layOutParameters(network, panel);
  const last = places.at(-1);
  const packedCount = panelsOf((last?.start ?? 0) + (last?.count ?? 0), panel) * panel;
  const allocateParameters = (what: string): Offset => memory.allocate(packedCount * FLOAT, what);
  const parameters = allocateParameters('The network');
  const moments = momentNames[training.optimizer].map(() => allocateParameters('The optimiser'));
  const average = training.averageDecay > 0 ? allocateParameters('The average') : undefined;

  const transposes: Transpose[] = [];
  const parameterOf = (name: string): Offset => shift(parameters, findPlace(places, name).start * FLOAT);
  const parameterPlan = (isBelowLearned: boolean): ParameterPlan => ({
    ...{ panel, parameterOf, isBelowLearned },
    offsetOf: (name) => (places.some((place) => place.name === name) ? parameterOf(name) : undefined),
    addTranspose: (weight, inputs, panels) => {
      const bytes = panelsOf(inputs, panel) * panels * panel * panel * FLOAT;
      const transposed = memory.allocate(bytes, 'The network');
      transposes.push({ weight, transposed, inputs, panels });
      return transposed;
    },
  });
  const { blocks, headPlan } = planBlocks(options, flows, parameterPlan);

  const flops = forwardFlops(options, flows) * 3;
  const threads = Math.max(1, Math.min(training.threads, batchSize, Math.floor(flops / FLOPS_PER_THREAD)));
  // Gradients of the threads stand one after another at one distance: sum_gradients steps over the buffers between.
  const lanes = Math.ceil(batchSize / threads);
  const shards = Array.from({ length: threads }, () => {
    const gradientShift = memory.allocate(packedCount * FLOAT, 'The gradient') - parameters;
    return planShard(memory, panel, options, { blocks, headPlan, flows, lanes, gradientShift });
  });
  const statesFor = (count: number): LaneStates => planStates(memory, panel, { blocks, shards }, count);
  const { outputs, groups } = network.head;
  return {
    network,
    shape: { input: network.input, outputSize: outputs, everyStep: headPlan.isEveryStep },
    panel,
    loss: training.loss,
    huberDelta: training.huberDelta,
    classWeights: isWeighted ? memory.allocate(outputs * FLOAT, 'The network') : undefined,
    optimizer: training.optimizer,
    ...{ steps, batchSize, places, parameters, packedCount, moments, average },
    updateThreads: packedCount < SHARED_UPDATE ? 1 : threads,
    blocks,
    head: headPlan,
    transposes,
    examples: memory.allocate(batchSize * FLOAT, 'A batch'),
    trainStates: statesFor(batchSize),
    evaluateStates: statesFor(batchSize),
    feedStates: statesFor(1),
    predictions: memory.allocate(batchSize * groups * outputs * FLOAT, 'A batch'),
    shards,
  };
};

/** Block `index` reads flow `index`, the head the last. */
const flowAt = (flows: readonly Flow[], index: number): Flow => {
  const flow = flows[index];
  if (!flow) throw new Error(`The network has no block ${index}.`);
  return flow;
};

const planBlocks = (
  { network, training }: PlanOptions,
  flows: readonly Flow[],
  parameterPlan: (isBelowLearned: boolean) => ParameterPlan,
): { blocks: readonly BlockPlan[]; headPlan: HeadPlan } => {
  const blocks: BlockPlan[] = [];
  let masks = 0;
  let isBelowLearned = false;
  network.encoder.forEach((spec, index) => {
    const kind = kindOf(spec);
    const input = flowAt(flows, index);
    blocks.push({ spec, input, plan: kind.plan(spec, input, parameterPlan(isBelowLearned), masks) });
    masks += kind.masks(spec);
    isBelowLearned ||= kind.parameters(spec, input).length > 0;
  });
  // Softmax and cross-entropy are one: the activation is for the other losses.
  const headSpec = training.loss === 'crossEntropy' ? { ...network.head, activation: 'none' as const } : network.head;
  const headPlan = head.plan(headSpec, flowAt(flows, network.encoder.length), parameterPlan(true), masks);
  return { blocks, headPlan };
};

interface Planned {
  readonly blocks: readonly BlockPlan[];
  readonly headPlan: HeadPlan;
  readonly flows: readonly Flow[];
  /** The most lanes of a thread. */
  readonly lanes: number;
  readonly gradientShift: number;
}

/** Allocates one thread's working buffers. */
const planShard = (
  memory: SharedMemory,
  panel: number,
  { network, steps, diagnosable = false }: PlanOptions,
  { blocks, headPlan, flows, lanes, gradientShift }: Planned,
): ShardPlan => {
  const bytes = (count: number, what: string): Offset => memory.allocate(count, what);
  const sequence = (rows: number, columns: number): Offset =>
    bytes(sequenceBytes(rows, lanes, columns, panel), 'A batch');
  const numbers = (rows: number): Offset => bytes(rows * lanes * FLOAT, 'A batch');
  const widest = Math.max(
    ...flows.map((flow) => (flow.kind === 'vectors' ? packedRows(flow.size, flow.block, panel) : 0)),
    // Layers within a stack are as wide as they like.
    ...blocks.flatMap(({ spec, plan }) => kindOf(spec).widths?.(plan) ?? []),
  );
  const room: BufferPlan = {
    ...{ panel, steps, lanes, isDiagnosable: diagnosable, gradientShift, sequence, numbers, bytes },
    dy: sequence(steps, widest),
    mark: () => memory.mark(),
  };
  const { input } = network;
  return {
    gradientShift,
    x: input.kind === 'numbers' ? sequence(steps, input.size) : undefined,
    ids: input.kind === 'symbols' ? numbers(steps) : undefined,
    lengths: numbers(1),
    blocks: blocks.map(({ spec, plan }) => kindOf(spec).buffers(plan, room)),
    head: head.buffers(headPlan, room),
  };
};

const planStates = (
  memory: SharedMemory,
  panel: number,
  planned: Pick<NetworkPlan, 'blocks' | 'shards'>,
  lanes: number,
): LaneStates => {
  const states = stacksOf(planned).flatMap(({ plan }) =>
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
  return { lanes, states };
};

/** Additions and multiplications of a forward pass over a whole batch. */
const forwardFlops = ({ network, steps, training }: PlanOptions, flows: readonly Flow[]): number => {
  const { encoder } = network;
  const perStep = encoder.reduce(
    (sum, spec, index) => sum + kindOf(spec).products(spec, flowAt(flows, index)),
    head.products(network.head, flowAt(flows, encoder.length)),
  );
  return 2 * perStep * steps * training.batchSize;
};
