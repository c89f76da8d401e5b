import { panelsOf, sequenceBytes } from '../compute/kernels.ts';
import type { SharedMemory } from '../compute/memory.ts';
import type { Offset } from '../compute/offset.ts';
import { recordBytes } from '../compute/sharedRecord.ts';
import type { BufferShape } from './cells/cellSpec.ts';
import { gatesOf, specOf } from './cells/registry.ts';
import type { DiagnosisBuffers, LayerBuffers, StepBuffers } from './layers/recurrentLayer.ts';
import { resultFields, type LayerPlan, type LayerShard, type PlanOptions, type ShardPlan } from './networkPlan.ts';

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
  readonly parameters: Offset;
}

/** Allocates one thread's gradient and working buffers. */
export const planShard = (shard: ShardOptions): ShardPlan => {
  const { memory, panel, options, layers, lanes, denseSize, outputPanels, headSteps } = shard;
  const { shape, model, steps } = options;
  const gates = gatesOf(model).length;
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
    x: denseSize > 0 ? sequence(steps, denseSize) : undefined,
    ids: shape.input.kind === 'symbols' ? memory.allocate(steps * lanes * FLOAT, 'A batch') : undefined,
    lengths: memory.allocate(lanes * FLOAT, 'A batch'),
    targetIds: memory.allocate(steps * lanes * FLOAT, 'A batch'),
    last: gathersLast ? sequence(1, top) : undefined,
    dlast: gathersLast ? sequence(1, top) : undefined,
    residual: isResidual ? sequence(steps, widest) : undefined,
    targets: sequence(headSteps, outputPanels * panel),
    outputs: sequence(headSteps, outputPanels * panel),
    outputGradient: sequence(headSteps, outputPanels * panel),
    dy: sequence(steps, widest),
    result: memory.allocate(recordBytes(resultFields), 'A batch'),
  };
};

/** Buffers for the thread's lanes. */
interface Buffers {
  /** (rows, B, columns) */
  readonly sequence: (rows: number, columns: number) => Offset;
  /** (rows, B, G*units) */
  readonly gated: (rows: number, units: number) => Offset;
  /** (rows, B) */
  readonly numbers: (rows: number) => Offset;
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
    sum: model.residual && below ? sequence(steps, outputRows) : undefined,
    dropped: model.dropout > 0 && hasAbove ? sequence(steps, outputRows) : undefined,
  };
};

const planDirection = (
  { model, steps, diagnosable }: PlanOptions,
  buffers: Buffers,
  { hiddenSize: H, stateSize: S }: LayerPlan,
): LayerBuffers => {
  const { layerNorm, projSize, recurrentDropout } = model;
  const { sequence, gated, gradientShift } = buffers;
  const spec = specOf(model);
  const isStepped = layerNorm || projSize > 0 || recurrentDropout > 0;
  const shapes: Readonly<Record<BufferShape, () => Offset>> = {
    gates: () => gated(steps, H),
    units: () => sequence(steps, H),
    step: () => sequence(1, H),
  };
  const states = spec.states.slice(1).map((state) => [state, sequence(steps + 1, H)] as const);
  const asked = Object.entries(spec.buffers).map(([name, shape]) => [name, shapes[shape]()] as const);
  return {
    gradientShift,
    z: gated(steps, H),
    h: sequence(steps + 1, S),
    carry: sequence(1, H),
    dx: sequence(1, S),
    unprojected: projSize > 0 ? sequence(steps + 1, H) : undefined,
    own: Object.fromEntries([...states, ...asked]),
    steps: isStepped ? planSteps(model, steps, buffers, H, S) : undefined,
    diagnosis: diagnosable ? buffers.diagnosis(H) : undefined,
  };
};

const planSteps = (
  { layerNorm, projSize, recurrentDropout }: PlanOptions['model'],
  steps: number,
  { sequence, gated, numbers }: Buffers,
  H: number,
  S: number,
): StepBuffers => ({
  x: recurrentDropout > 0 ? sequence(steps, S) : undefined,
  dUnprojected: projSize > 0 ? sequence(1, H) : undefined,
  normal: layerNorm
    ? {
        normalIh: gated(steps, H),
        normalHh: gated(steps, H),
        inverseIh: numbers(steps),
        inverseHh: numbers(steps),
      }
    : undefined,
});

const DOUBLE = 8;

/** Side by side, so that they are zeroed as one. */
const planDiagnosis = (
  memory: SharedMemory,
  panel: number,
  { model, steps }: PlanOptions,
  units: number,
): DiagnosisBuffers => {
  const squares = memory.allocate(steps * DOUBLE, 'A diagnosis');
  const counts = memory.allocate(gatesOf(model).length * 2 * DOUBLE, 'A diagnosis');
  const maxima = memory.allocate(sequenceBytes(1, 1, units, panel), 'A diagnosis');
  return { squares, counts, maxima, floats: (memory.mark() - squares) / FLOAT };
};
