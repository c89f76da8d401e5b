import { activationCodes } from '../../compute/kernelFunctions.ts';
import { panelsOf, sequenceBytes, type Kernels } from '../../compute/kernels.ts';
import type { Offset } from '../../compute/offset.ts';
import type { Pass } from '../cells/cell.ts';
import { DenseInput } from '../layers/layerInput.ts';
import type { ForeseeSpec, ProjectSpec } from '../networkSpec.ts';
import type { Block, BlockParts, BufferPlan, EncoderKind, Flow } from './block.ts';
import { project, type ProjectBuffers, type ProjectPlan } from './project.ts';

interface ForeseePlan {
  readonly horizon: number;
  readonly targets: number;
  readonly size: number;
  readonly known: ProjectPlan;
  readonly context: ProjectPlan;
  readonly output: ProjectPlan;
}

/** Lanes of the steps ahead are B * horizon, those of a lane of the batch one after the other. */
interface ForeseeBuffers {
  /** What is known of the steps. (1, B * horizon, known) */
  readonly values: Offset;
  /** V x + c of each step, with U f added to it, and U f. (1, B * horizon, size), (1, B, size) */
  readonly known: ProjectBuffers;
  readonly context: ProjectBuffers;
  /** Room for U f of each step, and for what is added to the outputs. (1, B * horizon, size), (1, B * horizon, targets) */
  readonly spread: Offset;
  readonly output: ProjectBuffers;
  /** What is handed on, and its gradient. (1, B, horizon * targets) */
  readonly y: Offset;
  readonly dy: Offset;
}

/** See `ForeseeSpec`: a perceptron of one hidden layer on what is known of a step, and on the forecast without it. */
export const foresee: EncoderKind<ForeseeSpec, ForeseePlan, ForeseeBuffers> = {
  flow: ({ name, horizon, targets }, input) => {
    const size = horizon * targets;
    if (input.isEveryStep || input.size !== size) throw new Error(`${name} is for ${size} values of the steps ahead.`);
    return { ...input, keepsLast: false };
  },
  parameters: (spec, input) =>
    partsOf(spec, input).flatMap(({ spec: part, input: read }) => project.parameters(part, read)),
  // The steps of a window are about as many as those ahead.
  products: (spec, input) => {
    const [known, , output] = partsOf(spec, input).map(({ spec: part, input: read }) => project.products(part, read));
    return (known ?? 0) + (output ?? 0);
  },
  masks: () => 0,
  plan: (spec, input, parameters) => {
    const [known, context, output] = partsOf(spec, input);
    return {
      ...{ horizon: spec.horizon, targets: spec.targets, size: spec.size },
      // What is known is data: nothing below it learns.
      known: project.plan(known.spec, known.input, { ...parameters, isBelowLearned: false }, 0),
      context: project.plan(context.spec, context.input, parameters, 0),
      output: project.plan(output.spec, output.input, { ...parameters, isBelowLearned: true }, 0),
    };
  },
  buffers: ({ horizon, targets, size, known, context, output }, room) => {
    if (room.known === undefined) throw new Error('There is no room for what is known of the steps ahead.');
    const ahead = roomAhead(room, horizon);
    return {
      values: room.known,
      ...{ known: project.buffers(known, ahead), output: project.buffers(output, ahead) },
      ...{ context: project.buffers(context, room), spread: ahead.sequence(1, size) },
      ...{ y: room.sequence(1, horizon * targets), dy: room.sequence(1, horizon * targets) },
    };
  },
  make: (parts) => new Foresee(parts),
};

interface Part {
  readonly spec: ProjectSpec;
  readonly input: Flow;
}

const partsOf = (
  { name, known, size, targets }: ForeseeSpec,
  input: Flow,
): readonly [known: Part, context: Part, output: Part] => {
  const linear = (part: string, outputs: number): ProjectSpec => ({
    ...{ block: 'project', name: `${name}.${part}`, size: outputs, activation: 'none' },
  });
  const vectors = (width: number): Flow => ({
    ...{ kind: 'vectors', size: width, block: width, directions: 1, isEveryStep: true, keepsLast: false },
  });
  return [
    { spec: linear('known', size), input: vectors(known) },
    { spec: linear('context', size), input },
    { spec: linear('output', targets), input: vectors(size) },
  ];
};

/** The same thread's room for one step of a lane for each step ahead. */
const roomAhead = (room: BufferPlan, horizon: number): BufferPlan => {
  const lanes = room.lanes * horizon;
  const sequence = (rows: number, columns: number): Offset =>
    room.bytes(sequenceBytes(rows, lanes, columns, room.panel), 'A batch');
  return { ...room, steps: 1, lanes, sequence };
};

class Foresee implements Block {
  readonly states = [];
  readonly output: DenseInput;
  private readonly kernels: Kernels;
  private readonly plan: ForeseePlan;
  private readonly buffers: ForeseeBuffers;
  private readonly input: DenseInput;
  private readonly known: Block;
  private readonly context: Block;
  private readonly added: Block;

  constructor({ kernels, plan, buffers, input, below }: BlockParts<ForeseePlan, ForeseeBuffers>) {
    if (!(input instanceof DenseInput) || !below) throw new Error('Nothing is put out that could be added to.');
    this.kernels = kernels;
    this.plan = plan;
    this.buffers = buffers;
    this.input = input;
    const { values, known, context, output } = buffers;
    const of = (read: DenseInput) => ({ kernels, input: read, below: undefined });
    const dense = (offset: Offset, width: number): DenseInput => new DenseInput(kernels, offset, width);
    this.known = project.make({ ...of(dense(values, plan.known.inputRows)), plan: plan.known, buffers: known });
    this.context = project.make({ ...of(input), plan: plan.context, buffers: context });
    this.added = project.make({ ...of(dense(known.y, plan.size)), plan: plan.output, buffers: output });
    this.output = dense(buffers.y, plan.horizon * plan.targets);
  }

  forward(pass: Pass): void {
    const { kernels, plan, buffers, input } = this;
    const { known, context, spread, output, y } = buffers;
    const { horizon, size } = plan;
    const ahead = this.passAhead(pass);
    const hidden = this.floatsOf(size, ahead);
    this.known.forward(ahead);
    this.context.forward(pass);
    kernels.repeat_lanes(spread, context.y, pass.B, horizon, panelsOf(size, kernels.panel));
    kernels.add(known.y, spread, hidden);
    kernels.elementwise(known.y, known.y, hidden, activationCodes.relu);
    this.added.forward(ahead);
    kernels.zero(y, this.width(pass));
    this.unfold(y, output.y, pass, false);
    kernels.add(y, input.offset, this.width(pass));
  }

  gradientAt(): Offset {
    return this.buffers.dy;
  }

  backward(pass: Pass, isFirst: boolean, below: Offset | undefined): void {
    const { kernels, plan, buffers } = this;
    const { known, context, output, dy } = buffers;
    const { horizon, size, targets } = plan;
    const ahead = this.passAhead(pass);
    kernels.zero(output.dy, this.floatsOf(targets, ahead));
    this.unfold(dy, output.dy, pass, true);
    this.added.backward(ahead, isFirst, known.dy);
    kernels.activation_backward(known.dy, known.y, activationCodes.relu, 1, ahead.B, size);
    kernels.sum_lanes(context.dy, known.dy, pass.B, horizon, panelsOf(size, kernels.panel));
    this.known.backward(ahead, isFirst, undefined);
    this.context.backward(pass, isFirst, below);
    if (below !== undefined) kernels.add(below, dy, this.width(pass));
  }

  /** One step of a lane for each step ahead. */
  private passAhead({ B, firstLane, lanes }: Pass): Pass {
    const { horizon } = this.plan;
    const wide = { B: B * horizon, firstLane: firstLane * horizon, lanes: lanes * horizon };
    return { T: 1, ...wide, lengths: undefined, dropoutKey: undefined, isDiagnosed: false };
  }

  /** Between values of the steps ahead and those of all of them in one row. */
  private unfold(all: Offset, values: Offset, { B }: Pass, isBack: boolean): void {
    const { horizon, targets } = this.plan;
    this.kernels.unfold_segments(all, values, targets, 1, horizon, B, isBack ? 1 : 0);
  }

  private width(pass: Pass): number {
    return this.floatsOf(this.plan.horizon * this.plan.targets, pass);
  }

  private floatsOf(columns: number, { B }: Pass): number {
    return sequenceBytes(1, B, columns, this.kernels.panel) / 4;
  }
}
