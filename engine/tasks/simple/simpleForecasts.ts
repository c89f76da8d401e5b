import type { Numbers } from '../../files/columns/numbers.ts';
import { type ValueTransform, transformed } from '../../encoding/transform/valueTransform.ts';
import { RecentChanges } from './recentChanges.ts';
import { seriesAt } from './seriesAt.ts';
import { type Smoothing, SmoothedValues } from './smoothedValues.ts';

/** Forecasts that take no training, in the order in which they are told. */
export const simpleNames = ['lastValue', 'seasonalNaive', 'drift', 'movingAverage', 'exponentialSmoothing'] as const;
export type SimpleName = (typeof simpleNames)[number];

/** Of a row `ahead` steps, from 0, after those that are known. */
export type SimpleForecast = (ahead: number) => number;

export interface SimpleOptions {
  /** By target, in the file's units. */
  readonly values: readonly Numbers[];
  /** Of several series one after the other, the first row of each, ascending. */
  readonly starts: readonly number[];
  /** 0 for none. */
  readonly season: number;
  readonly window: number;
  /** By target. */
  readonly smoothing: readonly (Smoothing | null)[];
}

/** Change is measured over so many rows at least. */
const fewestRecent = 24;

/**
 * What a forecaster would say without a network, from any row of a file on and by the rows before it alone: the last
 * value; the value a season before; the line through the first and the last value; the mean of the last season, or
 * without one of the window; and exponential smoothing, where its parameters are known.
 */
export class SimpleForecasts {
  readonly values: readonly Numbers[];
  private readonly options: SimpleOptions;
  /** By target, then first row of the series. */
  private readonly smoothed = new Map<string, SmoothedValues>();
  private readonly changes = new Map<string, RecentChanges>();

  constructor(options: SimpleOptions) {
    this.options = options;
    this.values = options.values;
  }

  /** Those that there are for a target. */
  namesOf(target: number): readonly SimpleName[] {
    const { season, smoothing } = this.options;
    return simpleNames.filter(
      (name) =>
        (name !== 'seasonalNaive' || season > 0) && (name !== 'exponentialSmoothing' || Boolean(smoothing[target])),
    );
  }

  /** The forecasts of a target by the rows before `origin`. What cannot be made, as in the first season, is the last value. */
  from(name: SimpleName, target: number, origin: number): SimpleForecast {
    const start = this.startOf(origin);
    const last = this.lastKnown(target, start, origin);
    const { value } = last;
    const other = this.make(name, target, start, origin, last);
    if (!other) return () => value;
    return (ahead) => {
      const forecast = other(ahead);
      return Number.isFinite(forecast) ? forecast : value;
    };
  }

  /** How much the target, transformed, has changed of late before `origin`, see `RecentChanges`. */
  recentChange(target: number, origin: number, transform?: ValueTransform): number {
    const { season, window } = this.options;
    const start = this.startOf(origin);
    const key = `${target} ${start}`;
    let changes = this.changes.get(key);
    if (!changes) {
      const values = this.seriesAt(target, start);
      const learned = transform ? values.map((value) => transformed(value, transform)) : values;
      changes = new RecentChanges(learned, Math.max(1, season), Math.max(window, fewestRecent));
      this.changes.set(key, changes);
    }
    return changes.at(origin - start);
  }

  /** The first row of the series that the row before `origin` is of. */
  startOf(origin: number): number {
    const { starts } = this.options;
    return starts[seriesAt(starts, origin)] ?? 0;
  }

  private make(
    name: SimpleName,
    target: number,
    start: number,
    origin: number,
    last: Known,
  ): SimpleForecast | undefined {
    const { season, window } = this.options;
    const values = this.valuesOf(target);
    switch (name) {
      case 'lastValue':
        return undefined;
      case 'seasonalNaive':
        return (ahead) => {
          const row = origin - season + (ahead % season);
          // In the very first season there is none before it.
          return row < start ? NaN : this.lastKnown(target, start, row + 1).value;
        };
      case 'drift': {
        const first = this.firstKnown(target, start, origin);
        const slope = last.row > first.row ? (last.value - first.value) / (last.row - first.row) : 0;
        return (ahead) => last.value + slope * (origin + ahead - last.row);
      }
      case 'movingAverage': {
        const mean = meanOf(values, Math.max(start, origin - (season > 1 ? season : window)), origin);
        return () => mean;
      }
      case 'exponentialSmoothing': {
        const smoothed = this.smoothedAt(target, start);
        return smoothed && ((ahead) => smoothed.forecast(origin - start, ahead));
      }
    }
  }

  private smoothedAt(target: number, start: number): SmoothedValues | undefined {
    const by = this.options.smoothing[target];
    if (!by) return undefined;
    const key = `${target} ${start}`;
    const known = this.smoothed.get(key);
    if (known) return known;
    const made = new SmoothedValues(this.seriesAt(target, start), this.options.season, by);
    this.smoothed.set(key, made);
    return made;
  }

  private seriesAt(target: number, start: number): Float64Array {
    const values = this.valuesOf(target);
    const { starts } = this.options;
    const end = starts[seriesAt(starts, start + 1) + 1] ?? values.length;
    return values.read(start, end);
  }

  private valuesOf(target: number): Numbers {
    const values = this.values[target];
    if (!values) throw new Error(`there is no target ${target}`);
    return values;
  }

  private lastKnown(target: number, start: number, end: number): Known {
    const values = this.valuesOf(target);
    for (let row = end - 1; row >= start; row--) {
      const value = values.at(row);
      if (!Number.isNaN(value)) return { row, value };
    }
    return { row: start, value: NaN };
  }

  private firstKnown(target: number, start: number, end: number): Known {
    const values = this.valuesOf(target);
    for (let row = start; row < end; row++) {
      const value = values.at(row);
      if (!Number.isNaN(value)) return { row, value };
    }
    return { row: start, value: NaN };
  }
}

interface Known {
  readonly row: number;
  readonly value: number;
}

/** Divided before they are added up: the sum of very large values is none. */
const meanOf = (values: Numbers, from: number, to: number): number => {
  let known = 0;
  for (let row = from; row < to; row++) if (!Number.isNaN(values.at(row))) known++;
  let mean = 0;
  for (let row = from; row < to; row++) {
    const value = values.at(row);
    if (!Number.isNaN(value)) mean += value / known;
  }
  return known > 0 ? mean : NaN;
};
