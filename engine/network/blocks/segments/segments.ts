import { panelsOf, sequenceBytes } from '../../../compute/kernels.ts';
import type { Offset } from '../../../compute/offset.ts';
import { gatesOf } from '../../cells/findCell.ts';
import type { DropSpec, ProjectSpec, SegmentsSpec } from '../../networkSpec.ts';
import type { ParameterShape } from '../../parameterLayout.ts';
import type { BufferPlan, EncoderKind, Flow, ParameterPlan } from '../block.ts';
import { drop } from '../drop.ts';
import { project } from '../project.ts';
import { recur } from '../recur.ts';
import { Segmenter } from './segmenter.ts';
import type { PositionBuffers, SegmentsBuffers, SegmentsPlan } from './segmentsPlan.ts';

/**
 * A window by segments (Lin et al. 2023, SegRNN): s = relu(W x + b) of each segment, recurrent layers over those, and
 * from their last states one step of the same layers for each segment ahead, all at once, whose input is a vector of the
 * position and, of targets that go apart, one of the target. What comes of it is the segment's values.
 */
export const segments: EncoderKind<SegmentsSpec, SegmentsPlan, SegmentsBuffers> = {
  flow: (spec, input) => {
    const size = spec.horizon * spec.targets.length;
    check(spec, input);
    return { kind: 'vectors', size, block: size, directions: 1, isEveryStep: false, keepsLast: false };
  },
  parameters: (spec, input) => {
    const { specs, flows } = within(spec, input);
    return [
      ...project.parameters(specs.project, flows.project),
      ...recur.parameters(specs.recur, flows.recur),
      ...vectorsOf(spec),
      ...project.parameters(specs.output, flows.output),
    ];
  },
  products: (spec, input) => {
    const { specs, flows, copies, positions } = within(spec, input);
    const layers = recur.products(specs.recur, flows.recur);
    const read = (spec.window / spec.length) * (project.products(specs.project, flows.project) + layers);
    const ahead = positions * (layers + project.products(specs.output, flows.output));
    return (copies * (read + ahead)) / spec.window;
  },
  masks: ({ layers }) => recur.masks(layers) + 2,
  plan: (spec, input, parameters, firstMask) => {
    const { specs, flows, places, copies, positions, outputs } = within(spec, input);
    const above: ParameterPlan = { ...parameters, isBelowLearned: true };
    const dropMask = firstMask + recur.masks(specs.recur);
    const { positionSize, copySize } = sizesOf(spec);
    return {
      ...{ steps: spec.window / spec.length, length: spec.length, positions, copies, columns: input.size, places },
      ...{ outputs, width: spec.horizon * spec.targets.length, positionSize, copySize },
      positionWeight: parameters.parameterOf(`${spec.name}.positions`),
      copyWeight: parameters.offsetOf(`${spec.name}.targets`),
      project: project.plan(specs.project, flows.project, parameters, 0),
      recur: recur.plan(specs.recur, flows.recur, above, firstMask),
      drop: specs.drop && drop.plan(specs.drop, flows.output, above, dropMask),
      output: project.plan(specs.output, flows.output, above, 0),
      aheadMask: dropMask + 1,
    };
  },
  buffers: (plan, room) => {
    const { steps, length, copies, positions, places, width } = plan;
    const segment = length * (places[0]?.length ?? 0);
    const lanes = room.lanes * copies;
    const read = roomOf(plan, room, steps, lanes, { isHandingOn: true });
    const ahead = roomOf(plan, room, 1, lanes * positions, { isHandingOn: false });
    return {
      ...{ gradientShift: room.gradientShift, lanes: lanes * positions },
      ...{ folded: read.sequence(steps, segment), dFolded: read.sequence(steps, segment) },
      read: { project: project.buffers(plan.project, read), recur: recur.buffers(plan.recur, read) },
      ahead: {
        inputs: positionBuffers(plan, ahead),
        recur: recur.buffers(plan.recur, ahead),
        drop: plan.drop && drop.buffers(plan.drop, ahead),
        output: project.buffers(plan.output, ahead),
      },
      ...{ y: room.sequence(1, width), dy: room.sequence(1, width) },
    };
  },
  make: (parts) => new Segmenter(parts),
};

/** Throws where the sizes do not go together. */
const check = ({ name, window, length, horizon, targets, layers }: SegmentsSpec, input: Flow): void => {
  if (input.kind !== 'vectors' || !input.isEveryStep) throw new Error(`${name} is for numbers of every step.`);
  if (window % length > 0 || horizon % length > 0) {
    throw new Error(`A window of ${window} and a horizon of ${horizon} are no whole number of segments of ${length}.`);
  }
  if (targets.some((target) => target >= input.size) || new Set(targets).size < targets.length) {
    throw new Error(`The targets ${targets.join(', ')} are not each one of ${input.size} values.`);
  }
  if (layers.bidirectional || layers.fed !== undefined) {
    throw new Error(`What goes on from the last state of ${layers.name} has one direction, and is not fed.`);
  }
};

/** What segments go through, and what each part reads. */
const within = (spec: SegmentsSpec, input: Flow) => {
  const { name, size, targets, isApart, length, horizon, layers, dropout, output } = spec;
  const all = Array.from({ length: input.size }, (_, place) => place);
  const others = all.filter((place) => !targets.includes(place));
  const places = isApart ? targets.map((target) => [target, ...others]) : [all];
  const outputs = length * (isApart ? 1 : targets.length);
  const vectors = (width: number): Flow => ({
    ...{ kind: 'vectors', size: width, block: width, directions: 1, isEveryStep: true, keepsLast: false },
  });
  const specs: { readonly project: ProjectSpec; readonly output: ProjectSpec; readonly drop: DropSpec | undefined } = {
    project: { block: 'project', name, size, activation: 'relu' },
    drop: dropout > 0 ? { block: 'drop', name: `${name}.drop`, share: dropout } : undefined,
    output: { block: 'project', name: output.name, size: outputs, activation: output.activation },
  };
  const flows = { project: vectors(length * (places[0]?.length ?? 0)), recur: vectors(size) };
  return {
    ...{ places, copies: places.length, positions: horizon / length, outputs },
    specs: { ...specs, recur: layers },
    flows: { ...flows, output: recur.flow(layers, flows.recur) },
  };
};

/** Values of the two parts of the vector of a segment ahead; there is the second only where targets go apart. */
const sizesOf = ({ size, isApart, targets }: SegmentsSpec) => {
  const copySize = isApart && targets.length > 1 ? Math.floor(size / 2) : 0;
  return { positionSize: size - copySize, copySize };
};

/** Of the segments ahead, and of the targets where they go apart. */
const vectorsOf = (spec: SegmentsSpec): readonly ParameterShape[] => {
  const { name, horizon, length, targets } = spec;
  const { positionSize, copySize } = sizesOf(spec);
  const table = (part: string, rows: number, size: number): ParameterShape => ({
    ...{ name: `${name}.${part}`, role: 'embedding', fan: 1, shape: [rows, size], inputsFirst: true, gates: 1 },
    ...{ outputs: size, inputs: rows, inputBlock: rows },
  });
  return [
    table('positions', horizon / length, positionSize),
    ...(copySize > 0 ? [table('targets', targets.length, copySize)] : []),
  ];
};

/** The same thread's room for other steps and lanes. */
const roomOf = (
  { recur: { layers }, project: { size } }: SegmentsPlan,
  room: BufferPlan,
  steps: number,
  lanes: number,
  { isHandingOn }: { readonly isHandingOn: boolean },
): BufferPlan => {
  const { panel, bytes } = room;
  const sequence = (rows: number, columns: number): Offset =>
    bytes(sequenceBytes(rows, lanes, columns, panel), 'A batch');
  return {
    ...room,
    ...{ steps, lanes, sequence, areStatesHandedOn: isHandingOn, isDiagnosable: room.isDiagnosable && isHandingOn },
    numbers: (rows) => bytes(rows * lanes * 4, 'A batch'),
    dy: sequence(steps, Math.max(size, ...layers.map(({ outputRows }) => outputRows))),
  };
};

const positionBuffers = (
  { copies, positions, positionSize, copySize, recur: { spec, layers } }: SegmentsPlan,
  { panel, bytes, numbers }: BufferPlan,
): PositionBuffers => {
  const rows = copies * positions;
  const table = (columns: number): Offset => bytes(sequenceBytes(1, rows, columns, panel), 'A batch');
  const ids = (): Offset => bytes(rows * 4, 'A batch');
  const gated = gatesOf(spec.cell).length * panelsOf(layers[0]?.hiddenSize ?? 0, panel) * panel;
  return {
    ...{ ids: numbers(1), positionIds: ids(), copyIds: ids(), vectors: table(positionSize + copySize) },
    ...{ dVectors: table(positionSize + copySize), positions: table(positionSize), copies: table(copySize) },
    ...{ products: table(gated), dProducts: table(gated) },
  };
};
