/** How much of what is new an exponential smoothing takes over, by part; all from 0 to 1. */
export interface Smoothing {
  /** Of `multiplicative` the logarithms are smoothed: level, trend and season multiply. */
  readonly kind: 'additive' | 'multiplicative';
  readonly level: number;
  readonly trend: number;
  readonly season: number;
  /** What is left of the trend from one step to the next. */
  readonly damping: number;
}

/**
 * Level, damped trend and season of a series after each of its rows, none of which looks at a later one (Holt 1957,
 * Winters 1960, Gardner and McKenzie 1985). With m steps in a season and y the value, or its logarithm:
 *
 *     l_t = α (y_t − s_{t−m}) + (1 − α)(l_{t−1} + φ b_{t−1})
 *     b_t = β (l_t − l_{t−1}) + (1 − β) φ b_{t−1}
 *     s_t = γ (y_t − l_t) + (1 − γ) s_{t−m}
 *     forecast of y_{t+h} = l_t + (φ + … + φ^h) b_t + s_{t+h−m⌈h/m⌉}
 *
 * The first season gives the first level, its mean, and the first s; b begins as 0. Rows without a value change nothing.
 */
export class SmoothedValues {
  private readonly by: Smoothing;
  private readonly steps: number;
  /** The first row after which there is a forecast. */
  private readonly begin: number;
  private readonly level: Float64Array;
  private readonly trend: Float64Array;
  private readonly seasonal: Float64Array;

  /** `season` is 0 or 1 where there is none. */
  constructor(values: Float64Array, season: number, by: Smoothing) {
    this.by = by;
    this.steps = Math.max(1, season);
    const read = by.kind === 'multiplicative' ? values.map((value) => (value > 0 ? Math.log(value) : NaN)) : values;
    const first = read.findIndex((value) => !Number.isNaN(value));
    this.begin = first < 0 ? values.length : first + this.steps;
    this.level = new Float64Array(values.length);
    this.trend = new Float64Array(values.length);
    this.seasonal = new Float64Array(values.length);
    if (this.begin > values.length) return;
    this.startAt(read, first);
    this.smooth(read);
  }

  /** Of the row `origin + ahead`, by those before `origin`; NaN within the first season. */
  forecast(origin: number, ahead: number): number {
    if (origin < this.begin) return NaN;
    const { damping, kind } = this.by;
    const steps = ahead + 1;
    const reach = damping === 1 ? steps : (damping * (1 - damping ** steps)) / (1 - damping);
    const newest = origin - 1;
    const season = this.seasonal[newest + steps - this.steps * Math.ceil(steps / this.steps)] ?? 0;
    const value = (this.level[newest] ?? NaN) + reach * (this.trend[newest] ?? NaN) + season;
    return kind === 'multiplicative' ? Math.exp(value) : value;
  }

  private startAt(read: Float64Array, first: number): void {
    let sum = 0;
    let known = 0;
    for (let row = first; row < this.begin; row++) {
      const value = read[row] ?? NaN;
      if (Number.isNaN(value)) continue;
      sum += value;
      known++;
    }
    const level = sum / known;
    this.level[this.begin - 1] = level;
    if (this.steps === 1) return;
    for (let row = first; row < this.begin; row++) {
      const value = read[row] ?? NaN;
      this.seasonal[row] = Number.isNaN(value) ? 0 : value - level;
    }
  }

  private smooth(read: Float64Array): void {
    const { by, steps, level: levels, trend: trends, seasonal } = this;
    for (let row = this.begin; row < read.length; row++) {
      const value = read[row] ?? NaN;
      const before = levels[row - 1] ?? 0;
      const drift = by.damping * (trends[row - 1] ?? 0);
      const season = steps > 1 ? (seasonal[row - steps] ?? 0) : 0;
      if (Number.isNaN(value)) {
        levels[row] = before + drift;
        trends[row] = drift;
        seasonal[row] = season;
        continue;
      }
      const level = by.level * (value - season) + (1 - by.level) * (before + drift);
      levels[row] = level;
      trends[row] = by.trend * (level - before) + (1 - by.trend) * drift;
      if (steps > 1) seasonal[row] = by.season * (value - level) + (1 - by.season) * season;
    }
  }
}
