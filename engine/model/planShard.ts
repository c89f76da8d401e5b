import { panelsOf } from '../compute/kernels.ts';
import type { SharedMemory } from '../compute/memory.ts';
import { gateCounts } from '../compute/parameterLayout.ts';
import type { DiagnosisBuffers } from './diagnosedLayer.ts';
import { gateRanges } from './gateRanges.ts';
import { sequenceBytes } from './layerInput.ts';
import type { LayerPlan, LayerShard, PlanOptions, ShardPlan } from './networkPlan.ts';
import type { LayerBuffers, StepBuffers } from './recurrentLayer.ts';

const FLOAT = 4;

interface ShardOptions {
  readonly memory: SharedMemory;
  readonly panel: number;
  readonly options: PlanOptions;
  readonly layers: readonly LayerPlan[];
  /** The most lanes that the thread works on. */
  readonly lanes: number;
  /** Numbers read at a step, 0 where symbols are read one-hot. */
  readonly denseSize: number;
  readonly outputPanels: number;
  readonly headSteps: number;
  readonly packedCount: number;
  readonly parameters: number;
}

/** Allocates one thread's gradient and working buffers. */
export const planShard = (shard: ShardOptions): ShardPlan => {
  const { memory, panel, options, layers, lanes, denseSize, outputPanels, headSteps } = shard;
  const { shape, model, steps } = options;
  const gates = gateCounts[model.cell];
  const buffers: Buffers = {
    sequence: (rows, columns) => memory.allocate(sequenceBytes(rows, lanes, columns, panel), 'A batch'),
    gated: (rows, units) =>
      memory.allocate(sequenceBytes(rows, lanes, gates * panelsOf(units, panel) * panel, panel), 'A batch'),
    numbers: (rows) => memory.allocate(rows * lanes * FLOAT, 'A batch'),
    diagnosis: (units) => planDiagnosis(memory, panel, options, units),
    gradientShift: memory.allocate(shard.packedCount * FLOAT, 'The gradient') - shard.parameters,
  };
  const { sequence, gradientShift } = buffers;
  const widest = layers.reduce((most, { outputRows }) => Math.max(most, outputRows), denseSize);
  const top = layers.at(-1)?.outputRows ?? 0;
  const isBidirectional = layers.some(({ directions }) => directions > 1);
  const isResidual = model.residual && layers.length > 1;
  const gathersLast = !shape.everyStep && (isBidirectional || isResidual);
  return {
    gradientShift,
    layers: layers.map((layer, index) =>
      planLayer(options, buffers, layer, layers[index - 1], index < layers.length - 1),
    ),
    x: denseSize > 0 ? sequence(steps, denseSize) : 0,
    ids: shape.input.kind === 'symbols' ? memory.allocate(steps * lanes * FLOAT, 'A batch') : 0,
    lengths: memory.allocate(lanes * FLOAT, 'A batch'),
    targetIds: memory.allocate(steps * lanes * FLOAT, 'A batch'),
    last: gathersLast ? sequence(1, top) : 0,
    dlast: gathersLast ? sequence(1, top) : 0,
    residual: isResidual ? sequence(steps, widest) : 0,
    targets: sequence(headSteps, outputPanels * panel),
    outputs: sequence(headSteps, outputPanels * panel),
    outputGradient: sequence(headSteps, outputPanels * panel),
    dy: sequence(steps, widest),
    result: memory.allocate(3 * 8, 'A batch'),
  };
};

/** Buffers for the thread's lanes. */
interface Buffers {
  /** (rows, B, columns) */
  readonly sequence: (rows: number, columns: number) => number;
  /** (rows, B, G*units) */
  readonly gated: (rows: number, units: number) => number;
  /** (rows, B) */
  readonly numbers: (rows: number) => number;
  readonly diagnosis: (units: number) => DiagnosisBuffers;
  readonly gradientShift: number;
}

const planLayer = (
  options: PlanOptions,
  buffers: Buffers,
  layer: LayerPlan,
  below: LayerPlan | undefined,
  hasAbove: boolean,
): LayerShard => {
  const { model, steps } = options;
  const { sequence } = buffers;
  const { directions, inputRows, outputRows, stateSize } = layer;
  const both = (): LayerShard['both'] => ({
    reversed: sequence(steps, inputRows),
    outputs: sequence(steps, outputRows),
    half: sequence(steps, stateSize),
  });
  return {
    directions: layer.weights.map(() => planDirection(options, buffers, layer)),
    both: directions > 1 ? both() : undefined,
    sum: model.residual && below ? sequence(steps, outputRows) : 0,
    dropped: model.dropout > 0 && hasAbove ? sequence(steps, outputRows) : 0,
  };
};

const planDirection = (options: PlanOptions, buffers: Buffers, layer: LayerPlan): LayerBuffers => {
  const { model, steps, diagnosable } = options;
  const { hiddenSize: H, stateSize: S } = layer;
  const { cell, gruReset, layerNorm, projSize, recurrentDropout } = model;
  const { sequence, gated, gradientShift } = buffers;
  const isGruBefore = cell === 'gru' && gruReset === 'before';
  const isStepped = layerNorm || projSize > 0 || recurrentDropout > 0;
  return {
    gradientShift,
    z: gated(steps, H),
    zh: cell === 'gru' && !isGruBefore ? gated(steps, H) : 0,
    h: sequence(steps + 1, S),
    c: cell === 'lstm' ? sequence(steps + 1, H) : 0,
    carry: sequence(1, H),
    dx: sequence(1, S),
    reset: isGruBefore ? sequence(steps, H) : 0,
    dreset: isGruBefore ? sequence(1, H) : 0,
    ...(isStepped ? { steps: planSteps(model, steps, buffers, layer) } : {}),
    ...(diagnosable ? { diagnosis: buffers.diagnosis(H) } : {}),
  };
};

const planSteps = (
  { layerNorm, projSize, recurrentDropout }: PlanOptions['model'],
  steps: number,
  { sequence, gated, numbers }: Buffers,
  { hiddenSize: H, stateSize: S }: LayerPlan,
): StepBuffers => ({
  x: recurrentDropout > 0 ? sequence(steps, S) : 0,
  unprojected: projSize > 0 ? sequence(steps + 1, H) : 0,
  dUnprojected: projSize > 0 ? sequence(1, H) : 0,
  normalIh: layerNorm ? gated(steps, H) : 0,
  normalHh: layerNorm ? gated(steps, H) : 0,
  inverseIh: layerNorm ? numbers(steps) : 0,
  inverseHh: layerNorm ? numbers(steps) : 0,
});

const DOUBLE = 8;

/** Side by side, so that they are zeroed as one. */
const planDiagnosis = (
  memory: SharedMemory,
  panel: number,
  { model, steps }: PlanOptions,
  units: number,
): DiagnosisBuffers => {
  const gates = gateRanges(model).length;
  const squares = memory.allocate(steps * DOUBLE, 'A diagnosis');
  const counts = memory.allocate(gates * 2 * DOUBLE, 'A diagnosis');
  const maxima = memory.allocate(sequenceBytes(1, 1, units, panel), 'A diagnosis');
  return { squares, counts, maxima, floats: (memory.mark() - squares) / FLOAT };
};
