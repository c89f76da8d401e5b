import { panelsOf, sequenceBytes, type Kernels } from '../../../compute/kernels.ts';
import { shift, type Offset } from '../../../compute/offset.ts';
import type { LayerInput } from '../../layers/layerInput.ts';
import type { PositionBuffers, SegmentsPlan } from './segmentsPlan.ts';

/**
 * What the steps ahead read: few different vectors, of each position and target one, whose products are made once and
 * handed to all lanes.
 */
export class PositionInput implements LayerInput {
  private readonly kernels: Kernels;
  private readonly plan: SegmentsPlan;
  private readonly buffers: PositionBuffers;
  private readonly gradientShift: number;
  private readonly rows: number;
  private readonly size: number;

  /** `lanes`: the most that there are. */
  constructor(
    kernels: Kernels,
    plan: SegmentsPlan,
    buffers: PositionBuffers,
    { gradientShift, lanes }: { readonly gradientShift: number; readonly lanes: number },
  ) {
    this.kernels = kernels;
    this.plan = plan;
    this.buffers = buffers;
    this.gradientShift = gradientShift;
    this.rows = plan.copies * plan.positions;
    this.size = plan.positionSize + plan.copySize;
    kernels.cycle_numbers(buffers.ids, lanes, 1, this.rows);
    kernels.cycle_numbers(buffers.positionIds, this.rows, 1, plan.positions);
    kernels.cycle_numbers(buffers.copyIds, this.rows, plan.positions, plan.copies);
  }

  /** The vectors from their parts, before the passes that read them. */
  begin(): void {
    const { kernels, rows, size } = this;
    const { positions, copies, positionSize, copySize, positionWeight, copyWeight } = this.plan;
    const { vectors, positions: first, copies: second, positionIds, copyIds } = this.buffers;
    this.clear(vectors, size);
    const look = (to: Offset, table: Offset, ids: Offset, count: number, width: number): void => {
      const panels = panelsOf(width, kernels.panel);
      kernels.gather_rows(to, table, undefined, undefined, ids, 1, rows, count, panels);
    };
    look(first, positionWeight, positionIds, positions, positionSize);
    kernels.copy_columns(vectors, size, 0, first, positionSize, 0, positionSize, 1, rows);
    if (copyWeight === undefined) return;
    look(second, copyWeight, copyIds, copies, copySize);
    kernels.copy_columns(vectors, size, positionSize, second, copySize, 0, copySize, 1, rows);
  }

  product(
    z: Offset,
    weight: Offset,
    bias1: Offset | undefined,
    bias2: Offset | undefined,
    T: number,
    B: number,
    panels: number,
  ): void {
    const { kernels, rows, size } = this;
    const { vectors, products, ids } = this.buffers;
    kernels.project(products, vectors, weight, bias1, bias2, 1, rows, size, panels);
    kernels.gather_rows(z, products, undefined, undefined, ids, T, B, rows, panels);
  }

  addWeightGradient(gradient: Offset, dz: Offset, T: number, B: number, panels: number): void {
    const { kernels, rows, size } = this;
    const { vectors, dProducts, ids } = this.buffers;
    kernels.zero(dProducts, rows * panels * kernels.panel);
    kernels.scatter_rows(dProducts, dz, ids, T, B, rows, panels);
    kernels.weight_gradient(gradient, vectors, dProducts, 1, rows, size, panels);
  }

  /** After `addWeightGradient`: adds to the gradients of the vectors' parts. `transposed` is the weight that multiplied them. */
  addGradient(transposed: Offset, panels: number): void {
    const { kernels, rows, size } = this;
    const { positions, copies, positionSize, copySize, positionWeight, copyWeight } = this.plan;
    const { dVectors, dProducts, positions: first, copies: second, positionIds, copyIds } = this.buffers;
    const depth = panels * kernels.panel;
    const width = panelsOf(size, kernels.panel);
    kernels.project(dVectors, dProducts, transposed, undefined, undefined, 1, rows, depth, width);
    const part = (to: Offset, from: number, table: Offset, ids: Offset, count: number, columns: number): void => {
      this.clear(to, columns);
      kernels.copy_columns(to, columns, 0, dVectors, size, from, columns, 1, rows);
      const panelsOfPart = panelsOf(columns, kernels.panel);
      kernels.scatter_rows(shift(table, this.gradientShift), to, ids, 1, rows, count, panelsOfPart);
    };
    part(first, 0, positionWeight, positionIds, positions, positionSize);
    if (copyWeight !== undefined) part(second, positionSize, copyWeight, copyIds, copies, copySize);
  }

  /** Nothing stands beside the columns. */
  private clear(table: Offset, columns: number): void {
    this.kernels.zero(table, sequenceBytes(1, this.rows, columns, this.kernels.panel) / 4);
  }
}
