import { panelsOf, sequenceBytes } from '../../compute/kernels.ts';
import type { Offset } from '../../compute/offset.ts';
import type { BufferPlan } from '../blocks/block.ts';
import type { BufferShape } from '../cells/cellSpec.ts';
import { gatesOf, specOf } from '../cells/findCell.ts';
import type { RecurSpec } from '../networkSpec.ts';
import type { DiagnosisBuffers, LayerBuffers, StepBuffers, WeightBuffers } from './recurrentLayer.ts';
import type { LayerPlan, LayerShard, RecurBuffers, RecurPlan } from './recurPlan.ts';

/** Allocates one thread's buffers of a stack of layers. */
export const layerBuffers = ({ spec, layers }: RecurPlan, room: BufferPlan): RecurBuffers => {
  const widest = Math.max(...layers.map(({ outputRows }) => outputRows));
  return {
    gradientShift: room.gradientShift,
    layers: layers.map((layer, index) => planLayer(spec, room, layer, index > 0, index < layers.length - 1)),
    dy: room.dy,
    residual: spec.residual && layers.length > 1 ? room.sequence(room.steps, widest) : undefined,
    fed:
      spec.fed === undefined
        ? undefined
        : {
            product: gatedSequence(spec, { ...room, steps: 1 }, layers[0]?.hiddenSize ?? 0)(),
            gradients: layers.map(({ outputRows }) => room.sequence(room.steps, outputRows)),
            below: [room.sequence(1, widest), room.sequence(1, widest)],
          },
  };
};

const planLayer = (
  spec: RecurSpec,
  room: BufferPlan,
  layer: LayerPlan,
  hasBelow: boolean,
  hasAbove: boolean,
): LayerShard => {
  const { sequence, steps } = room;
  const { directions, inputRows, outputRows, stateSize } = layer;
  const both = (): LayerShard['both'] => ({
    reversed: sequence(steps, inputRows),
    outputs: sequence(steps, outputRows),
    half: sequence(steps, stateSize),
  });
  return {
    directions: layer.weights.map(() => planDirection(spec, room, layer)),
    both: directions > 1 ? both() : undefined,
    sum: spec.residual && hasBelow ? sequence(steps, outputRows) : undefined,
    dropped: spec.dropout > 0 && hasAbove ? sequence(steps, outputRows) : undefined,
  };
};

const planDirection = (spec: RecurSpec, room: BufferPlan, { hiddenSize: H, stateSize: S }: LayerPlan): LayerBuffers => {
  const { layerNorm, projSize, recurrentDropout } = spec;
  const { sequence, steps, gradientShift } = room;
  const cell = specOf(spec.cell);
  const isStepped = layerNorm || projSize > 0 || recurrentDropout > 0 || spec.fed !== undefined;
  const gated = gatedSequence(spec, room, H);
  const shapes: Readonly<Record<BufferShape, () => Offset>> = {
    gates: gated,
    units: () => sequence(steps, H),
    step: () => sequence(1, H),
  };
  const states = cell.states.slice(1).map((state) => [state, sequence(steps + 1, H)] as const);
  const asked = Object.entries(cell.buffers).map(([name, shape]) => [name, shapes[shape]()] as const);
  return {
    gradientShift,
    z: gated(),
    h: sequence(steps + 1, S),
    carry: sequence(1, H),
    dx: sequence(1, S),
    unprojected: projSize > 0 ? sequence(steps + 1, H) : undefined,
    own: Object.fromEntries([...states, ...asked]),
    steps: isStepped ? planSteps(spec, room, gated, H, S) : undefined,
    weights: (spec.weightDropout ?? 0) > 0 ? planWeights(spec, room, H, S) : undefined,
    diagnosis: room.isDiagnosable ? planDiagnosis(spec, room, H) : undefined,
    lastGradients: room.areStatesHandedOn
      ? Object.fromEntries(cell.states.map((state) => [state, sequence(1, state === 'h' ? S : H)]))
      : undefined,
  };
};

/** Makes sequences (T, B, G*H). */
const gatedSequence = ({ cell }: RecurSpec, { sequence, steps, panel }: BufferPlan, H: number): (() => Offset) => {
  const columns = gatesOf(cell).length * panelsOf(H, panel) * panel;
  return () => sequence(steps, columns);
};

const planWeights = ({ cell }: RecurSpec, { panel, bytes }: BufferPlan, H: number, S: number): WeightBuffers => {
  const panels = gatesOf(cell).length * panelsOf(H, panel);
  const count = panels * panel * S;
  const allocate = (floats: number): Offset => bytes(floats * 4, 'The network');
  const transposed = allocate(panelsOf(S, panel) * panels * panel * panel);
  return { weight: allocate(count), transposed, gradient: allocate(count), count };
};

const planSteps = (
  { layerNorm, projSize, recurrentDropout }: RecurSpec,
  { steps, sequence, numbers }: BufferPlan,
  gated: () => Offset,
  H: number,
  S: number,
): StepBuffers => ({
  x: recurrentDropout > 0 ? sequence(steps, S) : undefined,
  dUnprojected: projSize > 0 ? sequence(1, H) : undefined,
  normal: layerNorm
    ? { normalIh: gated(), normalHh: gated(), inverseIh: numbers(steps), inverseHh: numbers(steps) }
    : undefined,
});

const DOUBLE = 8;

/** Side by side, so that they are zeroed as one. */
const planDiagnosis = ({ cell }: RecurSpec, { panel, steps, bytes, mark }: BufferPlan, H: number): DiagnosisBuffers => {
  const squares = bytes(steps * DOUBLE, 'A diagnosis');
  const counts = bytes(gatesOf(cell).length * 2 * DOUBLE, 'A diagnosis');
  const maxima = bytes(sequenceBytes(1, 1, H, panel), 'A diagnosis');
  return { squares, counts, maxima, floats: (mark() - squares) / 4 };
};
