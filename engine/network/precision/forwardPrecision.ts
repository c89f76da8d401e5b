import type { TrainingConfig } from '../../config.ts';
import { describeFaster, fasterPrecision, type PrecisionTimes, timeInTurns } from './fasterPrecision.ts';
import type { Precision } from './precision.ts';

/** After that many milliseconds of measuring no further round begins: nobody waits long for a prediction. */
const patience = 150;

type PassKind = 'batch' | 'symbol';

/**
 * What products of passes are rounded to that learn nothing: float32, as long as nothing else is asked for. With `auto` the
 * first pass of its kind that can be repeated is measured both ways, and what is found holds from then on.
 */
export class ForwardPrecision {
  private wanted: TrainingConfig['precision'] = 'float32';
  private readonly times = new Map<PassKind, PrecisionTimes>();
  private readonly hasCopies: boolean;

  /** @param hasCopies whether there is room for weights in bfloat16 */
  constructor(hasCopies: boolean) {
    this.hasCopies = hasCopies;
  }

  /** Throws where bfloat16 was not planned for. */
  ask(precision: TrainingConfig['precision']): void {
    if (precision !== 'float32' && !this.hasCopies) throw new Error('The session has no weights in bfloat16.');
    this.wanted = precision;
  }

  /** For a pass that `run` does, which leaves no trace but its last results when it is repeated, where it `isRepeatable`. */
  choose(kind: PassKind, isRepeatable: boolean, run: (precision: Precision) => void): Precision {
    if (this.wanted !== 'auto') return this.wanted;
    if (isRepeatable && !this.times.has(kind)) this.times.set(kind, timeInTurns(run, patience));
    const times = this.times.get(kind);
    return times ? fasterPrecision(times) : 'float32';
  }

  /** What has been decided so far, a sentence each. */
  describe(): readonly string[] {
    if (this.wanted === 'auto') return [...this.times].map(([kind, times]) => describeFaster(times, kind));
    return this.wanted === 'float32' ? [] : ['products in bfloat16'];
  }
}
