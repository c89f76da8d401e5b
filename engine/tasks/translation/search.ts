import type { BestOutputs } from '../../network/decoder/decoding.ts';
import { continued, firstHypothesis, type Hypothesis, scoreOf } from './hypothesis.ts';

export interface SearchOptions {
  /** Hypotheses kept side by side. */
  readonly beam: number;
  readonly lengthPenalty: number;
  /** Symbols that are put out at the most. */
  readonly longest: number;
  /** How many of the best are asked for. */
  readonly wanted: number;
}

/** The search for what one source becomes: the hypotheses that go on, and those that have ended. */
export class Search {
  live: readonly Hypothesis[];
  private readonly options: SearchOptions;
  /** The best first. */
  private readonly ended: Hypothesis[] = [];

  /** `lane`: where the decoder begins. */
  constructor(lane: number, options: SearchOptions) {
    this.live = [firstHypothesis(lane)];
    this.options = options;
  }

  /** What of a lane has to be asked for: two outputs, the end and the unknown, may be no way on. */
  static outputsOf({ beam }: SearchOptions): number {
    return beam + 2;
  }

  /** After a step in which its live hypotheses were lanes from `first` on. */
  advance({ count, ids, logs }: BestOutputs, first: number): void {
    const { beam, longest } = this.options;
    const candidates: Hypothesis[] = [];
    this.live.forEach((hypothesis, index) => {
      const lane = first + index;
      for (let at = lane * count; at < (lane + 1) * count; at++) {
        const next = continued({ ...hypothesis, lane }, ids[at] ?? 0, logs[at] ?? NaN);
        if (next) candidates.push(next);
      }
    });
    candidates.sort((a, b) => b.log - a.log);
    for (const candidate of candidates.slice(0, beam)) if (candidate.hasEnded) this.end(candidate);
    const goOn = candidates.filter(({ hasEnded }) => !hasEnded).slice(0, beam);
    if (this.isDone(goOn)) this.live = [];
    else if (goOn.some(({ length }) => length >= longest)) {
      for (const hypothesis of goOn) this.end(hypothesis);
      this.live = [];
    } else this.live = goOn;
  }

  /** The best first, `wanted` at the most. */
  get found(): readonly Hypothesis[] {
    return this.ended.slice(0, this.options.wanted);
  }

  private end(hypothesis: Hypothesis): void {
    const score = this.scoreOf(hypothesis);
    const place = this.ended.findIndex((other) => !(this.scoreOf(other) >= score));
    this.ended.splice(place < 0 ? this.ended.length : place, 0, hypothesis);
  }

  /** Whether none of those that go on can still come among the best: a probability only falls. */
  private isDone(goOn: readonly Hypothesis[]): boolean {
    const { wanted, longest, lengthPenalty, beam } = this.options;
    const [best] = goOn;
    if (!best || this.ended.length >= beam) return true;
    const last = this.ended[wanted - 1];
    return last !== undefined && this.scoreOf(last) >= scoreOf(best.log, longest, lengthPenalty);
  }

  private scoreOf({ log, length }: Hypothesis): number {
    return scoreOf(log, length, this.options.lengthPenalty);
  }
}
