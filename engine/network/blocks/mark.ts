import { sequenceBytes, type Kernels } from '../../compute/kernels.ts';
import type { Offset } from '../../compute/offset.ts';
import type { Pass } from '../cells/cell.ts';
import { DenseInput } from '../layers/layerInput.ts';
import type { MarkSpec, ProjectSpec } from '../networkSpec.ts';
import type { Block, BlockParts, EncoderKind, Flow } from './block.ts';
import { project, type ProjectBuffers, type ProjectPlan } from './project.ts';

interface MarkPlan {
  /** Values of a step, the places of the marks among them, and of all others. */
  readonly columns: number;
  readonly marks: readonly number[];
  readonly others: readonly number[];
  readonly size: number;
  readonly vectors: ProjectPlan;
}

interface MarkBuffers {
  /** The marks alone. (T, B, marks) */
  readonly marks: Offset;
  readonly vectors: ProjectBuffers;
  /** What is handed on, and its gradient. (T, B, others + size) */
  readonly y: Offset;
  readonly dy: Offset;
}

/**
 * See `MarkSpec`: the values of a step that are no marks, in their order, and behind them W m + b of the marks m. What is
 * put out has others + size values.
 */
export const mark: EncoderKind<MarkSpec, MarkPlan, MarkBuffers> = {
  flow: (spec, input) => {
    const { name, columns, size } = spec;
    if (input.kind !== 'vectors' || !input.isEveryStep) throw new Error(`${name} is for numbers of every step.`);
    const beyond = columns.find((column) => column >= input.size);
    if (beyond !== undefined) throw new Error(`${name} has a column ${beyond} of ${input.size}.`);
    if (new Set(columns).size < columns.length) throw new Error(`${name} has a column twice.`);
    const width = input.size - columns.length + size;
    return { ...input, size: width, block: width, directions: 1, keepsLast: false };
  },
  parameters: (spec) => project.parameters(linearOf(spec), marksOf(spec)),
  products: (spec) => project.products(linearOf(spec), marksOf(spec)),
  masks: () => 0,
  plan: (spec, input, parameters) => ({
    ...{ columns: input.size, marks: spec.columns, size: spec.size },
    others: Array.from({ length: input.size }, (_, place) => place).filter((place) => !spec.columns.includes(place)),
    // Marks are data: nothing below them learns.
    vectors: project.plan(linearOf(spec), marksOf(spec), { ...parameters, isBelowLearned: false }, 0),
  }),
  buffers: ({ marks, others, size, vectors }, room) => ({
    marks: room.sequence(room.steps, marks.length),
    vectors: project.buffers(vectors, room),
    y: room.sequence(room.steps, others.length + size),
    dy: room.sequence(room.steps, others.length + size),
  }),
  make: (parts) => new Mark(parts),
};

const linearOf = ({ name, size }: MarkSpec): ProjectSpec => ({ block: 'project', name, size, activation: 'none' });

const marksOf = ({ columns: { length: size } }: MarkSpec): Flow => ({
  ...{ kind: 'vectors', size, block: size, directions: 1, isEveryStep: true, keepsLast: false },
});

/** Values of a step in one buffer, and where some of them stand in another. */
interface Columns {
  readonly offset: Offset;
  readonly width: number;
  readonly places: readonly number[];
}

class Mark implements Block {
  readonly states = [];
  readonly output: DenseInput;
  private readonly kernels: Kernels;
  private readonly plan: MarkPlan;
  private readonly buffers: MarkBuffers;
  private readonly input: DenseInput;
  private readonly vectors: Block;

  constructor({ kernels, plan, buffers, input }: BlockParts<MarkPlan, MarkBuffers>) {
    if (!(input instanceof DenseInput)) throw new Error('Only numbers are marks.');
    this.kernels = kernels;
    this.plan = plan;
    this.buffers = buffers;
    this.input = input;
    const marks = new DenseInput(kernels, buffers.marks, plan.marks.length);
    this.vectors = project.make({
      ...{ kernels, input: marks, below: undefined },
      ...{ plan: plan.vectors, buffers: buffers.vectors },
    });
    this.output = new DenseInput(kernels, buffers.y, this.width);
  }

  forward(pass: Pass): void {
    const { kernels, plan, buffers, input } = this;
    const { columns, marks, others } = plan;
    kernels.zero(buffers.marks, this.floatsOf(marks.length, pass));
    kernels.zero(buffers.y, this.floatsOf(this.width, pass));
    const given = { offset: input.offset, width: columns };
    this.copy({ ...given, places: marks }, { offset: buffers.marks, width: marks.length, places: upTo(marks) }, pass);
    this.vectors.forward(pass);
    this.copy({ ...given, places: others }, { offset: buffers.y, width: this.width, places: upTo(others) }, pass);
    this.copy(this.vectorColumns(buffers.vectors.y), this.placesOfVectors(buffers.y), pass);
  }

  gradientAt(): Offset {
    return this.buffers.dy;
  }

  backward(pass: Pass, isFirst: boolean, below: Offset | undefined): void {
    const { kernels, plan, buffers } = this;
    kernels.zero(buffers.vectors.dy, this.floatsOf(plan.size, pass));
    this.add(this.vectorColumns(buffers.vectors.dy), this.placesOfVectors(buffers.dy), pass);
    this.vectors.backward(pass, isFirst, undefined);
    if (below === undefined) return;
    const { columns, others } = plan;
    kernels.zero(below, this.floatsOf(columns, pass));
    const own = { offset: buffers.dy, width: this.width, places: upTo(others) };
    this.add({ offset: below, width: columns, places: others }, own, pass);
  }

  private get width(): number {
    return this.plan.others.length + this.plan.size;
  }

  private vectorColumns(offset: Offset): Columns {
    const { size: width } = this.plan;
    return { offset, width, places: Array.from({ length: width }, (_, place) => place) };
  }

  private placesOfVectors(offset: Offset): Columns {
    const { others, size } = this.plan;
    return { offset, width: this.width, places: Array.from({ length: size }, (_, place) => others.length + place) };
  }

  private copy(from: Columns, to: Columns, pass: Pass): void {
    this.move(from, to, pass, 0);
  }

  private add(to: Columns, from: Columns, pass: Pass): void {
    this.move(to, from, pass, 1);
  }

  /** Each step is a segment of one. */
  private move(outer: Columns, inner: Columns, { T, B }: Pass, isBack: number): void {
    outer.places.forEach((column, at) => {
      this.kernels.fold_column(
        ...([inner.offset, outer.offset, column, outer.width, 0, 1] as const),
        ...([inner.places[at] ?? 0, inner.width, 1, T, B, isBack] as const),
      );
    });
  }

  private floatsOf(columns: number, { T, B }: Pass): number {
    return sequenceBytes(T, B, columns, this.kernels.panel) / 4;
  }
}

const upTo = ({ length }: readonly number[]): readonly number[] => Array.from({ length }, (_, place) => place);
