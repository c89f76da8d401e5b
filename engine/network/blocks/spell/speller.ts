import { panelsOf, sequenceBytes, type Kernels } from '../../../compute/kernels.ts';
import { shift, type Offset } from '../../../compute/offset.ts';
import type { LetterTables, Pass } from '../../cells/cell.ts';
import { DenseInput, SymbolInput } from '../../layers/layerInput.ts';
import type { Block, BlockParts } from '../block.ts';
import { embed } from '../embed.ts';
import { pool } from '../pool.ts';
import { recur } from '../recur.ts';
import type { SpellBuffers, SpellPlan } from './spellPlan.ts';

/** One thread's reader of letters. */
export class Speller implements Block {
  readonly states = [];
  readonly output: DenseInput;
  private readonly kernels: Kernels;
  private readonly plan: SpellPlan;
  private readonly buffers: SpellBuffers;
  private readonly input: DenseInput;
  private readonly vectors: Block;
  private readonly layer: Block;
  private readonly ends: Block;
  /** Different words of the last pass forward. */
  private count = 0;
  /** The first word of those whose letters went forward last; their values are still there. */
  private present = -1;

  constructor({ kernels, plan, buffers, input }: BlockParts<SpellPlan, SpellBuffers>) {
    if (!(input instanceof DenseInput)) throw new Error('Letters are read beside the vectors of words.');
    this.kernels = kernels;
    this.plan = plan;
    this.buffers = buffers;
    this.input = input;
    const letters = new SymbolInput(kernels, buffers.ids, plan.embed.vocabulary);
    const parts = { kernels, below: undefined };
    this.vectors = embed.make({ ...parts, plan: plan.embed, buffers: buffers.embed, input: letters });
    const { output: read } = this.vectors;
    this.layer = recur.make({ kernels, plan: plan.recur, buffers: buffers.recur, input: read, below: this.vectors });
    const { output: gone } = this.layer;
    this.ends = pool.make({ kernels, plan: plan.pool, buffers: buffers.pool, input: gone, below: this.layer });
    this.output = new DenseInput(kernels, buffers.y, this.width);
  }

  forward(pass: Pass): void {
    const { kernels, plan, buffers } = this;
    const { T, B } = pass;
    const letters = lettersOf(pass);
    const { rows, vectorSize, size } = plan;
    const { table, places, distinct, words, vectors, y } = buffers;
    this.count = kernels.list_distinct(places, distinct, letters.places, words, T * B);
    for (const first of this.firstWords()) {
      const { B: lanes } = this.read(first, letters);
      kernels.copy_lanes(table, this.count, first, this.ends.output.offset, lanes, 0, lanes, this.panels);
    }
    kernels.gather_rows(vectors, table, undefined, undefined, places, T, B, this.count, this.panels);
    this.clear(y, this.width, pass);
    kernels.copy_columns(y, this.width, 0, this.input.offset, vectorSize, 0, vectorSize, T, B);
    for (const direction of [0, 1]) {
      const [to, from] = [vectorSize + direction * size, (direction * rows) / 2];
      kernels.copy_columns(y, this.width, to, vectors, rows, from, size, T, B);
    }
  }

  gradientAt(): Offset {
    return this.buffers.dy;
  }

  backward(pass: Pass, _isFirst: boolean, below: Offset | undefined): void {
    const { kernels, plan, buffers } = this;
    const { T, B } = pass;
    const letters = lettersOf(pass);
    const { rows, vectorSize, size } = plan;
    const { dTable, places, vectors, dy } = buffers;
    if (below !== undefined) {
      this.clear(below, vectorSize, pass);
      kernels.copy_columns(below, vectorSize, 0, dy, this.width, 0, vectorSize, T, B);
    }
    this.clear(vectors, rows, pass);
    for (const direction of [0, 1]) {
      const [to, from] = [(direction * rows) / 2, vectorSize + direction * size];
      kernels.copy_columns(vectors, rows, to, dy, this.width, from, size, T, B);
    }
    kernels.zero(dTable, sequenceBytes(1, this.count, rows, kernels.panel) / 4);
    kernels.scatter_rows(dTable, vectors, places, T, B, this.count, this.panels);
    // The words that went forward last are still there: those before them go forward once more.
    for (const first of this.firstWords().reverse()) this.learn(first, letters);
  }

  /** What `first` and the words after it have learned goes back to their letters. */
  private learn(first: number, letters: LetterTables): void {
    const { kernels, vectors, layer, ends } = this;
    const pass = this.present === first ? this.passOf(first) : this.read(first, letters);
    const gradient = ends.gradientAt(pass);
    if (gradient === undefined) throw new Error('Nothing is learned of letters.');
    kernels.copy_lanes(gradient, pass.B, 0, this.buffers.dTable, this.count, first, pass.B, this.panels);
    ends.backward(pass, true, layer.gradientAt(pass));
    layer.backward(pass, true, vectors.gradientAt(pass));
    vectors.backward(pass, true, undefined);
  }

  /** Reads the letters of `first` and the words after it, as lanes. */
  private read(first: number, { ids, starts, lengths }: LetterTables): Pass {
    const { kernels, buffers, plan } = this;
    const examples = shift(buffers.distinct, first * 4);
    const B = Math.min(buffers.atOnce, this.count - first);
    kernels.gather_labels(buffers.lengths, lengths, examples, B);
    const pass = this.passOf(first);
    kernels.gather_sequences(buffers.ids, ids, starts, examples, buffers.lengths, plan.padding, pass.T, B);
    for (const { offset, size } of this.layer.states) {
      kernels.zero(offset, sequenceBytes(1, B, size, kernels.panel) / 4);
    }
    for (const block of [this.vectors, this.layer, this.ends]) block.forward(pass);
    this.present = first;
    return pass;
  }

  /** Once the lengths of the words are there. */
  private passOf(first: number): Pass {
    const { lengths, atOnce } = this.buffers;
    const B = Math.min(atOnce, this.count - first);
    const T = this.kernels.largest_number(lengths, B);
    return { ...{ T, B, lengths, dropoutKey: undefined, firstLane: 0, lanes: B, isDiagnosed: false } };
  }

  /** The first of each stretch of words that are read together. */
  private firstWords(): number[] {
    const { atOnce } = this.buffers;
    return Array.from({ length: Math.ceil(this.count / atOnce) }, (_, stretch) => stretch * atOnce);
  }

  /** Nothing stands beside the columns of a sequence. */
  private clear(sequence: Offset, columns: number, { T, B }: Pass): void {
    this.kernels.zero(sequence, sequenceBytes(T, B, columns, this.kernels.panel) / 4);
  }

  private get panels(): number {
    return panelsOf(this.plan.rows, this.kernels.panel);
  }

  private get width(): number {
    return this.plan.vectorSize + 2 * this.plan.size;
  }
}

const lettersOf = ({ letters }: Pass): LetterTables => {
  if (!letters) throw new Error('The data has no letters of words.');
  return letters;
};
