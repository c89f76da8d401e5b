import type { SharedMemory } from '../../compute/memory.ts';
import { mostBest, type DecoderPlan } from '../networkPlan.ts';

/** What a step may put out: of each lane the likeliest first. (lanes, count) each */
export interface BestOutputs {
  readonly count: number;
  readonly ids: Int32Array;
  /** Logarithms of their probabilities. */
  readonly logs: Float32Array;
}

/** What is decoded step by step: how many lanes have states, and in which of their two places those lie. */
export class Decoding {
  private readonly symbols: Int32Array;
  private readonly from: Int32Array;
  private readonly ids: Int32Array;
  private readonly logs: Float32Array;
  private readonly vocabulary: number;
  /** Which source each lane is of, where the steps attend to it. */
  private readonly rows: Int32Array | undefined;
  /** Lanes that a step can go on from; 0 before the first source. */
  private lanes = 0;
  private turn: 0 | 1 = 0;

  constructor(memory: SharedMemory, decoder: DecoderPlan, batchSize: number) {
    this.symbols = memory.integers(decoder.symbols, batchSize);
    this.from = memory.integers(decoder.from, batchSize);
    this.ids = memory.integers(decoder.best.ids, batchSize * mostBest);
    this.logs = memory.floats(decoder.best.logs, batchSize * mostBest);
    this.rows = decoder.kept && memory.integers(decoder.kept.rows, batchSize);
    this.vocabulary = decoder.input.vocabulary;
  }

  /** Of so many sources; returns where their states are to be put. */
  begin(sources: number): 0 | 1 {
    this.lanes = sources;
    this.rows?.forEach((_, lane, rows) => (rows[lane] = lane));
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
    const { rows } = this;
    if (rows) rows.set(Int32Array.from(from, (one) => rows[one] ?? 0));
    this.symbols.set(symbols);
    this.from.set(from);
    this.lanes = symbols.length;
    const { turn } = this;
    this.turn = turn === 0 ? 1 : 0;
    return turn;
  }

  /** Returns `count`; throws where so many outputs of a lane cannot be asked for. */
  checkBest(count: number): number {
    if (count >= 1 && count <= mostBest) return count;
    throw new Error(`Of a step 1 to ${mostBest} outputs can be asked for, not ${count}.`);
  }

  /** After a step of so many lanes that was asked for the `count` likeliest outputs. */
  best(lanes: number, count: number): BestOutputs {
    return { count, ids: this.ids.subarray(0, lanes * count), logs: this.logs.subarray(0, lanes * count) };
  }
}
