import type { Values } from './reference.ts';

/** A vector or a matrix (row-major) of a computation, and the slope of what came of it by each of its values. */
export interface Traced {
  readonly values: Values;
  readonly slopes: Float64Array;
}

/**
 * Reverse-mode differentiation of computations in double precision: one run gives the slopes by all that went into it.
 * Central differences would take two runs for each.
 */
export class Tape {
  private readonly steps: (() => void)[] = [];

  /** What goes into the computation. Not copied. */
  value(values: Values): Traced {
    return { values, slopes: new Float64Array(values.length) };
  }

  zeros(count: number): Traced {
    return this.value(new Float64Array(count));
  }

  /** The products of the rows of a matrix with a vector. */
  product(matrix: Traced, x: Traced): Traced {
    const width = x.values.length;
    const out = this.zeros(matrix.values.length / width);
    for (let row = 0, at = 0; row < out.values.length; row++) {
      let sum = 0;
      for (let i = 0; i < width; i++, at++) sum += matrix.values[at]! * x.values[i]!;
      out.values[row] = sum;
    }
    this.steps.push(() => {
      for (let row = 0, at = 0; row < out.values.length; row++) {
        const slope = out.slopes[row]!;
        for (let i = 0; i < width; i++, at++) {
          matrix.slopes[at]! += slope * x.values[i]!;
          x.slopes[i]! += slope * matrix.values[at]!;
        }
      }
    });
    return out;
  }

  sum(a: Traced, b: Traced): Traced {
    return this.combine(
      a,
      b,
      (x, y) => x + y,
      () => [1, 1],
    );
  }

  /** Value by value. */
  times(a: Traced, b: Traced): Traced {
    return this.combine(
      a,
      b,
      (x, y) => x * y,
      (x, y) => [y, x],
    );
  }

  /** @param slopeOf gives the slope of `f` at x, where it is y */
  map(a: Traced, f: (x: number) => number, slopeOf: (x: number, y: number) => number): Traced {
    const out = this.value(Float64Array.from(a.values, f));
    this.steps.push(() => {
      for (let i = 0; i < out.slopes.length; i++) {
        a.slopes[i]! += out.slopes[i]! * slopeOf(a.values[i]!, out.values[i]!);
      }
    });
    return out;
  }

  part(a: Traced, from: number, to: number): Traced {
    const out = this.value(a.values.slice(from, to));
    this.steps.push(() => {
      for (let i = 0; i < out.slopes.length; i++) a.slopes[from + i]! += out.slopes[i]!;
    });
    return out;
  }

  joined(parts: readonly Traced[]): Traced {
    const out = this.value(parts.flatMap(({ values }) => [...values]));
    this.steps.push(() => {
      let at = 0;
      for (const { slopes } of parts) for (let i = 0; i < slopes.length; i++, at++) slopes[i]! += out.slopes[at]!;
    });
    return out;
  }

  /** Less the mean, divided by the deviation, as torch.nn.LayerNorm has it. */
  standardised(a: Traced): Traced {
    const n = a.values.length;
    const mean = total(a.values) / n;
    const deviation = Math.sqrt(total(Float64Array.from(a.values, (x) => (x - mean) ** 2)) / n + 1e-5);
    const out = this.value(Float64Array.from(a.values, (x) => (x - mean) / deviation));
    this.steps.push(() => {
      const slope = total(out.slopes) / n;
      const along = total(out.slopes.map((value, i) => value * out.values[i]!)) / n;
      for (let i = 0; i < n; i++) a.slopes[i]! += (out.slopes[i]! - slope - out.values[i]! * along) / deviation;
    });
    return out;
  }

  /** Carries the slopes of what came out, which the caller has set, to all that went in. Only once. */
  backward(): void {
    for (const step of this.steps.splice(0).reverse()) step();
  }

  private combine(
    a: Traced,
    b: Traced,
    f: (x: number, y: number) => number,
    slopesOf: (x: number, y: number) => readonly [number, number],
  ): Traced {
    const out = this.zeros(a.values.length);
    for (let i = 0; i < out.values.length; i++) out.values[i] = f(a.values[i]!, b.values[i]!);
    this.steps.push(() => {
      for (let i = 0; i < out.slopes.length; i++) {
        const [byX, byY] = slopesOf(a.values[i]!, b.values[i]!);
        a.slopes[i]! += out.slopes[i]! * byX;
        b.slopes[i]! += out.slopes[i]! * byY;
      }
    });
    return out;
  }
}

const total = (values: Values): number => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
};
