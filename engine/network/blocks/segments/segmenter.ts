import { panelsOf, sequenceBytes, type Kernels } from '../../../compute/kernels.ts';
import { shift, type Offset } from '../../../compute/offset.ts';
import type { Pass } from '../../cells/cell.ts';
import { dropoutKeyOf } from '../../layers/dropoutKey.ts';
import { DenseInput } from '../../layers/layerInput.ts';
import { LayerStack } from '../../layers/layerStack.ts';
import type { LayerState } from '../../layers/recurrentLayer.ts';
import type { Block, BlockParts } from '../block.ts';
import { drop } from '../drop.ts';
import { project } from '../project.ts';
import { PositionInput } from './positionInput.ts';
import type { SegmentsBuffers, SegmentsPlan } from './segmentsPlan.ts';

/** A state of the layers over the window, and that of the same layer ahead which begins with its last. */
interface HandedState {
  readonly from: LayerState;
  readonly to: LayerState;
}

/** One thread's segments. */
export class Segmenter implements Block {
  readonly states = [];
  readonly output: DenseInput;
  private readonly kernels: Kernels;
  private readonly plan: SegmentsPlan;
  private readonly buffers: SegmentsBuffers;
  private readonly input: DenseInput;
  private readonly vectors: Block;
  private readonly layers: LayerStack;
  private readonly positions: PositionInput;
  private readonly ahead: LayerStack;
  /** From what the layers put out ahead to the values of the segments. */
  private readonly above: readonly Block[];
  private readonly handed: readonly HandedState[];

  constructor({ kernels, plan, buffers, input }: BlockParts<SegmentsPlan, SegmentsBuffers>) {
    if (!(input instanceof DenseInput)) throw new Error('Only numbers are cut into segments.');
    this.kernels = kernels;
    this.plan = plan;
    this.buffers = buffers;
    this.input = input;
    const { read, ahead, gradientShift, lanes } = buffers;
    const parts = { kernels, below: undefined };
    const folded = new DenseInput(kernels, buffers.folded, plan.project.inputRows);
    this.vectors = project.make({ ...parts, plan: plan.project, buffers: read.project, input: folded });
    this.layers = new LayerStack({ ...parts, plan: plan.recur, buffers: read.recur, input: this.vectors.output });
    this.positions = new PositionInput(kernels, plan, ahead.inputs, { gradientShift, lanes });
    this.ahead = new LayerStack({ ...parts, plan: plan.recur, buffers: ahead.recur, input: this.positions });
    const dropped =
      plan.drop && ahead.drop
        ? [drop.make({ kernels, plan: plan.drop, buffers: ahead.drop, input: this.ahead.output, below: this.ahead })]
        : [];
    const last = dropped[0] ?? this.ahead;
    const output = { kernels, plan: plan.output, buffers: ahead.output, input: last.output, below: last };
    this.above = [...dropped, project.make(output)];
    this.handed = this.layers.layers.flatMap(({ states }, layer) =>
      states.map((from, index) => {
        const to = this.ahead.layers[layer]?.states[index];
        if (!to) throw new Error(`Layer ${layer} has no state ${from.name} ahead.`);
        return { from, to };
      }),
    );
    this.output = new DenseInput(kernels, buffers.y, plan.width);
  }

  forward(pass: Pass): void {
    const { kernels, plan, buffers, handed } = this;
    const read = this.passOf(pass);
    const ahead = this.passAhead(pass);
    this.fold(buffers.folded, this.input.offset, pass, false);
    this.vectors.forward(read);
    this.begin(read);
    this.layers.forward(read);
    for (const { from, to } of handed) {
      const last = shift(from.offset, this.bytesOf(from.size, read.T, read));
      kernels.repeat_lanes(to.offset, last, read.B, plan.positions, panelsOf(from.size, kernels.panel));
    }
    this.positions.begin();
    this.ahead.forward(ahead);
    for (const block of this.above) block.forward(ahead);
    kernels.zero(buffers.y, this.bytesOf(plan.width, 1, pass) / 4);
    this.unfold(buffers.y, this.values.output.offset, pass, false);
  }

  gradientAt(): Offset {
    return this.buffers.dy;
  }

  backward(pass: Pass, isFirst: boolean, below: Offset | undefined): void {
    const { kernels, plan, buffers, handed, layers } = this;
    const read = this.passOf(pass);
    const ahead = this.passAhead(pass);
    const dValues = gradientOf(this.values, ahead);
    kernels.zero(dValues, this.bytesOf(plan.outputs, 1, ahead) / 4);
    this.unfold(buffers.dy, dValues, pass, true);
    const chain = [this.ahead, ...this.above];
    for (let index = chain.length - 1; index > 0; index--) {
      chain[index]?.backward(ahead, false, chain[index - 1]?.gradientAt(ahead));
    }
    this.ahead.backward(ahead, false, undefined);
    this.addPositions();
    for (const layer of this.ahead.layers) layer.initialGradient(ahead);
    for (const { from, to } of handed) {
      if (from.lastGradient === undefined) throw new Error(`The last ${from.name} of a layer is not handed on.`);
      kernels.sum_lanes(from.lastGradient, to.gradient, read.B, plan.positions, panelsOf(from.size, kernels.panel));
    }
    // Nothing reads what the layers put out at the segments of the window.
    const top = plan.recur.layers.at(-1)?.outputRows ?? 0;
    kernels.zero(layers.gradientAt(), this.bytesOf(top, read.T, read) / 4);
    layers.backward(read, isFirst, this.vectors.gradientAt(read));
    this.vectors.backward(read, isFirst, below === undefined ? undefined : buffers.dFolded);
    if (below === undefined) return;
    kernels.zero(below, this.bytesOf(plan.columns, pass.T, pass) / 4);
    this.fold(buffers.dFolded, below, pass, true);
  }

  private get values(): Block {
    const values = this.above.at(-1);
    if (!values) throw new Error('Segments have no values.');
    return values;
  }

  /** The segments of the window, as steps of more lanes. */
  private passOf(pass: Pass): Pass {
    const { steps, copies } = this.plan;
    return this.widened(pass, steps, copies, pass.dropoutKey);
  }

  /** One step of a lane for each segment ahead: what it drops is not what the window does. */
  private passAhead(pass: Pass): Pass {
    const { copies, positions, aheadMask } = this.plan;
    const key = pass.dropoutKey === undefined ? undefined : dropoutKeyOf(pass.dropoutKey, aheadMask);
    return { ...this.widened(pass, 1, copies * positions, key), isDiagnosed: false };
  }

  private widened({ B, firstLane, lanes, isDiagnosed }: Pass, T: number, times: number, dropoutKey?: number): Pass {
    const wide = { B: B * times, firstLane: firstLane * times, lanes: lanes * times };
    return { T, ...wide, lengths: undefined, dropoutKey, isDiagnosed };
  }

  /** The first states of the layers over the window: those that are learned, else zeros. */
  private begin({ B }: Pass): void {
    const { kernels } = this;
    for (const { offset, size, learned } of this.layers.states) {
      const panels = panelsOf(size, kernels.panel);
      // No inputs: the bias alone, to every lane.
      if (learned !== undefined) kernels.project(offset, offset, learned, learned, undefined, 1, B, 0, panels);
      else kernels.zero(offset, B * panels * kernels.panel);
    }
  }

  private addPositions(): void {
    const [bottom] = this.plan.recur.layers;
    const [weights] = bottom?.weights ?? [];
    if (weights?.transposedIh === undefined) throw new Error('The layers ahead learn nothing of what they read.');
    const panels = weights.gates * panelsOf(weights.hiddenSize, this.kernels.panel);
    this.positions.addGradient(weights.transposedIh, panels);
  }

  /** Between the steps of a window (T, B, columns) and its segments. */
  private fold(segments: Offset, window: Offset, { B }: Pass, isBack: boolean): void {
    const { kernels } = this;
    const { places, copies, columns, length, steps } = this.plan;
    const width = places[0]?.length ?? 0;
    if (!isBack) kernels.zero(segments, sequenceBytes(steps, B * copies, length * width, kernels.panel) / 4);
    places.forEach((own, copy) => {
      own.forEach((column, place) => {
        kernels.fold_column(
          ...([segments, window, column, columns, copy, copies] as const),
          ...([place, width, length, steps, B, isBack ? 1 : 0] as const),
        );
      });
    });
  }

  /** Between the values of the segments ahead and those of all steps ahead, (1, B, width). */
  private unfold(all: Offset, values: Offset, { B }: Pass, isBack: boolean): void {
    const { outputs, copies, positions } = this.plan;
    this.kernels.unfold_segments(all, values, outputs, copies, positions, B, isBack ? 1 : 0);
  }

  private bytesOf(columns: number, steps: number, { B }: Pass): number {
    return sequenceBytes(steps, B, columns, this.kernels.panel);
  }
}

const gradientOf = (block: Block, pass: Pass): Offset => {
  const gradient = block.gradientAt(pass);
  if (gradient === undefined) throw new Error('Nothing is learned of segments.');
  return gradient;
};
