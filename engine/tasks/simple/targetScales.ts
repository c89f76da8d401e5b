import type { TransformedScale } from '../../encoding/transform/valueTransform.ts';
import { seriesAt } from './seriesAt.ts';

/** How values of a target are scaled, and whether its forecasts stop at 0. */
export interface TargetScale extends TransformedScale {
  readonly nonNegative?: boolean | undefined;
}

/** What is known of the targets of a series. */
interface SeriesCodec {
  readonly targets: readonly TargetScale[];
  /** See `ForecastCodec`. */
  readonly naiveErrors: readonly number[];
}

/** Of several series one after the other: the codec of each, and the first row of each, ascending. */
interface SeriesCodecs {
  readonly codecs: readonly SeriesCodec[];
  readonly starts: readonly number[];
}

/** Of one series, or of several that share one. */
export const oneScale = (codec: SeriesCodec): TargetScales => new TargetScales({ codecs: [codec], starts: [0] });

/** What targets were divided by, and what their errors are divided by, which each series may have its own of. */
export class TargetScales {
  readonly targets: number;
  /** Series by series, by target. */
  readonly naiveErrors: readonly number[];
  private readonly series: SeriesCodecs;
  private latest = { from: 0, to: 0, index: 0 };

  constructor(series: SeriesCodecs) {
    this.series = series;
    this.targets = series.codecs[0]?.targets.length ?? 0;
    this.naiveErrors = series.codecs.flatMap(({ naiveErrors }) => naiveErrors);
  }

  /** Of the series that the row before `origin` is of. */
  at(target: number, origin: number): TargetScale {
    return this.series.codecs[this.indexOf(origin)]?.targets[target] ?? { offset: 0, scale: 1 };
  }

  /** The place among `naiveErrors`. */
  place(target: number, origin: number): number {
    return this.indexOf(origin) * this.targets + target;
  }

  private indexOf(origin: number): number {
    const { starts } = this.series;
    if (starts.length <= 1) return 0;
    const { from, to, index } = this.latest;
    // One forecast after the other is of the same series.
    if (origin > from && origin <= to) return index;
    const found = seriesAt(starts, origin);
    this.latest = { from: starts[found] ?? 0, to: starts[found + 1] ?? Infinity, index: found };
    return found;
  }
}
