import type { Kernels } from '../../compute/kernels.ts';
import type { Offset } from '../../compute/offset.ts';

/** What a layer reads: it knows the input's product with the weights, and the weights' gradient. */
export interface LayerInput {
  /** z (T, B, panels) = the biases + the input times the weights. */
  product(
    z: Offset,
    weight: Offset,
    bias1: Offset | undefined,
    bias2: Offset | undefined,
    T: number,
    B: number,
    panels: number,
  ): void;
  /** Adds to the weights' gradient, from the product's gradient dz. */
  addWeightGradient(gradient: Offset, dz: Offset, T: number, B: number, panels: number): void;
}

/** Numbers: x (T, B, size). */
export class DenseInput implements LayerInput {
  private readonly kernels: Kernels;
  private readonly size: number;
  private x: Offset | undefined;

  /** `x`: undefined until `moveTo` tells. */
  constructor(kernels: Kernels, x: Offset | undefined, size: number) {
    this.kernels = kernels;
    this.x = x;
    this.size = size;
  }

  /** Of x. */
  get offset(): Offset {
    if (this.x === undefined) throw new Error('The input of a layer has not been told where it lies.');
    return this.x;
  }

  /** The offset of x for the passes that follow. */
  moveTo(x: Offset): void {
    this.x = x;
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
    this.kernels.project(z, this.offset, weight, bias1, bias2, T, B, this.size, panels);
  }

  addWeightGradient(gradient: Offset, dz: Offset, T: number, B: number, panels: number): void {
    this.kernels.weight_gradient(gradient, this.offset, dz, T, B, this.size, panels);
  }
}

/** Symbols: ids (T, B), read as one-hot vectors without ever forming them. */
export class SymbolInput implements LayerInput {
  private readonly kernels: Kernels;
  readonly ids: Offset;
  private readonly vocabulary: number;

  constructor(kernels: Kernels, ids: Offset, vocabulary: number) {
    this.kernels = kernels;
    this.ids = ids;
    this.vocabulary = vocabulary;
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
    this.kernels.gather_rows(z, weight, bias1, bias2, this.ids, T, B, this.vocabulary, panels);
  }

  addWeightGradient(gradient: Offset, dz: Offset, T: number, B: number, panels: number): void {
    this.kernels.scatter_rows(gradient, dz, this.ids, T, B, this.vocabulary, panels);
  }
}
