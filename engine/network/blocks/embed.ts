import { panelsOf, type Kernels } from '../../compute/kernels.ts';
import { shift, type Offset } from '../../compute/offset.ts';
import type { Pass } from '../cells/cell.ts';
import { dropoutKeyOf } from '../layers/dropoutKey.ts';
import { DenseInput, SymbolInput } from '../layers/layerInput.ts';
import type { EmbedSpec } from '../networkSpec.ts';
import type { Block, BlockParts, EncoderKind } from './block.ts';

export interface EmbedPlan {
  readonly vocabulary: number;
  readonly size: number;
  readonly padding: number | undefined;
  readonly weight: Offset;
  readonly dropped: number;
  readonly mask: number;
}

export interface EmbedBuffers {
  readonly gradientShift: number;
  /** The vectors, and their gradient. (T, B, size) */
  readonly x: Offset;
  readonly dy: Offset;
}

/**
 * Symbols become vectors, a row each of `weight` (vocabulary, size); in training those of a share of the symbols are 0
 * wherever they stand, and the others grow (Gal and Ghahramani 2016).
 */
export const embed: EncoderKind<EmbedSpec, EmbedPlan, EmbedBuffers> = {
  flow: ({ size }, input) => ({
    ...{ letters: input.letters, labels: input.labels },
    ...{ kind: 'vectors', size, block: size, directions: 1, isEveryStep: input.isEveryStep, keepsLast: false },
  }),
  parameters: ({ name, size }, { size: vocabulary, padding }) => [
    {
      ...{ name: `${name}.weight`, role: 'embedding', fan: 1, shape: [vocabulary, size], inputsFirst: true, gates: 1 },
      ...{ outputs: size, inputs: vocabulary, inputBlock: vocabulary, padding },
    },
  ],
  // Symbols are looked up, not multiplied.
  products: () => 0,
  masks: ({ dropped }) => (dropped === undefined ? 0 : 1),
  plan: ({ name, size, dropped = 0 }, { size: vocabulary, padding }, { parameterOf }, mask) => ({
    ...{ vocabulary, size, padding, weight: parameterOf(`${name}.weight`), dropped, mask },
  }),
  buffers: ({ size }, { gradientShift, sequence, steps, dy }) => ({ gradientShift, x: sequence(steps, size), dy }),
  make: (parts) => new Embed(parts),
};

class Embed implements Block {
  readonly states = [];
  readonly output: DenseInput;
  private readonly kernels: Kernels;
  private readonly plan: EmbedPlan;
  private readonly buffers: EmbedBuffers;
  private readonly ids: Offset;

  constructor({ kernels, plan, buffers, input }: BlockParts<EmbedPlan, EmbedBuffers>) {
    if (!(input instanceof SymbolInput)) throw new Error('Only symbols are embedded.');
    this.kernels = kernels;
    this.plan = plan;
    this.buffers = buffers;
    this.ids = input.ids;
    this.output = new DenseInput(kernels, buffers.x, plan.size);
  }

  forward(pass: Pass): void {
    const { T, B } = pass;
    const { weight, vocabulary, size } = this.plan;
    const panels = panelsOf(size, this.kernels.panel);
    this.kernels.gather_rows(this.buffers.x, weight, undefined, undefined, this.ids, T, B, vocabulary, panels);
    this.drop(this.buffers.x, pass);
  }

  gradientAt(): Offset {
    return this.buffers.dy;
  }

  backward(pass: Pass): void {
    const { T, B } = pass;
    const { weight, vocabulary, size, padding } = this.plan;
    const { dy, gradientShift } = this.buffers;
    const gradient = shift(weight, gradientShift);
    const panels = panelsOf(size, this.kernels.panel);
    this.drop(dy, pass);
    this.kernels.scatter_rows(gradient, dy, this.ids, T, B, vocabulary, panels);
    if (padding !== undefined) this.kernels.zero_row(gradient, padding, vocabulary, panels);
  }

  private drop(rows: Offset, { T, B, dropoutKey }: Pass): void {
    const { dropped, mask, size } = this.plan;
    if (dropped === 0 || dropoutKey === undefined) return;
    const key = dropoutKeyOf(dropoutKey, mask);
    this.kernels.drop_rows(rows, rows, this.ids, dropped, key, T, B, panelsOf(size, this.kernels.panel));
  }
}
