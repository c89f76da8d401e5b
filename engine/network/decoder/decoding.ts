import type { SharedMemory } from '../../compute/memory.ts';
import type { DecoderPlan } from '../networkPlan.ts';

/** What is decoded step by step: how many lanes have states, and in which of their two places those lie. */
export class Decoding {
  private readonly symbols: Int32Array;
  private readonly from: Int32Array;
  private readonly vocabulary: number;
  /** Lanes that a step can go on from; 0 before the first source. */
  private lanes = 0;
  private turn: 0 | 1 = 0;

  constructor(memory: SharedMemory, decoder: DecoderPlan, batchSize: number) {
    this.symbols = memory.integers(decoder.symbols, batchSize);
    this.from = memory.integers(decoder.from, batchSize);
    this.vocabulary = decoder.input.vocabulary;
  }

  /** Of so many sources; returns where their states are to be put. */
  begin(sources: number): 0 | 1 {
    this.lanes = sources;
    return this.turn;
  }

  /** Lane i reads `symbols[i]` with the states of lane `from[i]`; returns where those lie. Throws where there are none such. */
  take(symbols: Int32Array, from: Int32Array): 0 | 1 {
    const most = this.symbols.length;
    if (symbols.length === 0 || symbols.length > most) {
      throw new Error(`A step takes 1 to ${most} symbols, not ${symbols.length}.`);
    }
    if (from.length !== symbols.length) {
      throw new Error(`${symbols.length} symbols go on from as many lanes, not from ${from.length}.`);
    }
    const symbol = symbols.find((one) => !(one >= 0 && one < this.vocabulary));
    if (symbol !== undefined) throw new Error(`There is no symbol ${symbol}.`);
    const lane = from.find((one) => !(one >= 0 && one < this.lanes));
    if (lane !== undefined) throw new Error(`There is no lane ${lane} to go on from, of ${this.lanes}.`);
    this.symbols.set(symbols);
    this.from.set(from);
    this.lanes = symbols.length;
    const { turn } = this;
    this.turn = turn === 0 ? 1 : 0;
    return turn;
  }
}
