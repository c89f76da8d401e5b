import type { Source } from '../../compute/source.ts';

/** Which values of an example are exchanged: at steps of the longest from 0, `to` not among them. */
export interface Block {
  readonly from: number;
  readonly to: number;
  /** Places among the values of a step; all of them when not given. */
  readonly places?: readonly number[];
}

interface StagedParts {
  /** The steps of all examples, one after another. (steps of all, width) */
  readonly values: Float32Array;
  readonly width: number;
  /** Where each begins among the steps, and after the last where it ends. */
  readonly starts: Float64Array;
  /** Of the longest. */
  readonly steps: number;
  /** Examples as the network reads them, from such values: example n is the n-th of `examples`. */
  readonly sourceOf: (values: Float32Array) => Source;
  readonly examples: Int32Array;
}

/** Some examples with what they read, of which a part can be that of other examples. */
export class StagedExamples {
  /** By which the source knows them. */
  readonly examples: Int32Array;
  readonly count: number;
  readonly isUneven: boolean;
  private readonly parts: StagedParts;
  private readonly changed: Float32Array;

  constructor(parts: StagedParts) {
    this.parts = parts;
    this.examples = parts.examples;
    this.count = parts.examples.length;
    this.isUneven = parts.starts.some((start, at) => at > 0 && start !== at * parts.steps);
    this.changed = parts.values.slice();
  }

  /** As they are. */
  get source(): Source {
    return this.parts.sourceOf(this.parts.values);
  }

  /**
   * The examples, of which the n-th reads within `block` what the `order[n]`-th reads. Of sequences of unequal length a
   * step is the one that is as far through. Valid until the next call.
   */
  exchanged(order: Int32Array, block: Block): Source {
    const { values, starts, steps, width, sourceOf } = this.parts;
    const { changed } = this;
    changed.set(values);
    for (let example = 0; example < this.count; example++) {
      const [begin, length] = stretchAt(starts, example);
      const [other, otherLength] = stretchAt(starts, order[example] ?? example);
      const from = Math.ceil((block.from * length) / steps);
      const to = Math.ceil((block.to * length) / steps);
      for (let step = from; step < to; step++) {
        const target = (begin + step) * width;
        const taken = (other + Math.floor((step * otherLength) / length)) * width;
        if (!block.places) changed.set(values.subarray(taken, taken + width), target);
        else for (const place of block.places) changed[target + place] = values[taken + place] ?? 0;
      }
    }
    return sourceOf(changed);
  }
}

/** Where an example begins, and how many steps it has. */
const stretchAt = (starts: Float64Array, example: number): readonly [begin: number, length: number] => {
  const begin = starts[example] ?? 0;
  return [begin, (starts[example + 1] ?? begin) - begin];
};
