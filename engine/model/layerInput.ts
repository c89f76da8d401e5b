import { panelsOf, type Kernels } from '../compute/kernels.ts';

/** What a layer reads: it knows the input's product with the weights, and the weights' gradient. */
export interface LayerInput {
  /** z (T, B, panels) = the biases + the input times the weights. */
  product(z: number, weight: number, bias1: number, bias2: number, T: number, B: number, panels: number): void;
  /** Adds to the weights' gradient, from the product's gradient dz. */
  addWeightGradient(gradient: number, dz: number, T: number, B: number, panels: number): void;
}

/** Numbers: x (T, B, size). */
export class DenseInput implements LayerInput {
  private readonly kernels: Kernels;
  private readonly size: number;
  private x: number;

  constructor(kernels: Kernels, x: number, size: number) {
    this.kernels = kernels;
    this.x = x;
    this.size = size;
  }

  /** Of x. */
  get offset(): number {
    return this.x;
  }

  /** The offset of x for the passes that follow. */
  moveTo(x: number): void {
    this.x = x;
  }

  product(z: number, weight: number, bias1: number, bias2: number, T: number, B: number, panels: number): void {
    this.kernels.project(z, this.x, weight, bias1, bias2, T, B, this.size, panels);
  }

  addWeightGradient(gradient: number, dz: number, T: number, B: number, panels: number): void {
    this.kernels.weight_gradient(gradient, this.x, dz, T, B, this.size, panels);
  }
}

/** Symbols: ids (T, B), read as one-hot vectors without ever forming them. */
export class SymbolInput implements LayerInput {
  private readonly kernels: Kernels;
  private readonly ids: number;
  private readonly vocabulary: number;

  constructor(kernels: Kernels, ids: number, vocabulary: number) {
    this.kernels = kernels;
    this.ids = ids;
    this.vocabulary = vocabulary;
  }

  product(z: number, weight: number, bias1: number, bias2: number, T: number, B: number, panels: number): void {
    this.kernels.gather_rows(z, weight, bias1, bias2, this.ids, T, B, this.vocabulary, panels);
  }

  addWeightGradient(gradient: number, dz: number, T: number, B: number, panels: number): void {
    this.kernels.scatter_rows(gradient, dz, this.ids, T, B, this.vocabulary, panels);
  }
}

/** Bytes of a sequence (steps, B, columns). */
export const sequenceBytes = (steps: number, B: number, columns: number, panel: number): number =>
  steps * B * panelsOf(columns, panel) * panel * 4;
