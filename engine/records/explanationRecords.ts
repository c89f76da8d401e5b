import type { Measured } from './records.ts';

// What a prediction rests on, as `explain` measures it.

/** How much more a model errs where something that it reads is that of other examples, by several permutations. */
export interface Importance {
  /** Of errors of numbers as a share of the error without: 0.5 for half as much again. Of classes a share of the examples. */
  readonly growth: Measured;
  /** Its standard deviation over the permutations. */
  readonly spread: Measured;
}

/** A column of the file, or a period of the calendar. */
export interface ReadColumn {
  readonly column: string;
  /** Where it is no column of the file: what it is of the calendar. */
  readonly period?: 'day' | 'week' | 'year';
}

/** Of all that it puts into a step. */
export interface ColumnImportance extends Importance, ReadColumn {}

/** Of all columns at some steps. */
export interface StepImportance extends Importance {
  /** The first and the last of them, from 1: as `Explanation.countsBack` says. */
  readonly from: number;
  readonly to: number;
  /** The columns that they are, where each row is a sequence. */
  readonly name?: string;
}

/** Of what a forecast is made of besides the network. */
export interface GivenImportance extends Importance {
  /** What the network's output is a difference from, or the baseline that it is blended with. */
  readonly what: 'anchor' | 'baseline';
  /** In words: `last value`, `same hour yesterday`. */
  readonly name: string;
}

/** What the errors of one target, or of all, say. */
export interface ImportanceView {
  /** Whose they are; of all targets when not given. */
  readonly target?: string;
  /** Without any permutation, as `Explanation.measure` says. */
  readonly error: Measured;
  /** The most important first. */
  readonly columns: readonly ColumnImportance[];
  /** The nearest to the prediction first where they are counted back, else in order. */
  readonly steps: readonly StepImportance[];
  readonly given: readonly GivenImportance[];
  /** What carries the prediction: columns, and steps as long as they hold most of it. */
  readonly rests: { readonly columns: readonly ReadColumn[]; readonly steps: readonly StepRange[] };
  /** Columns without which the model would err as little. */
  readonly idle: readonly ReadColumn[];
}

export interface StepRange {
  readonly from: number;
  readonly to: number;
}

/** Means over the same rows: of the truth, and of what is forecast of them. */
export interface LearnedLine {
  /** `actual`, `model`, or what that is made of: `network`, `anchor`, or a baseline by its name. */
  readonly who: string;
  /** In words. */
  readonly name: string;
  readonly values: readonly Measured[];
}

/** The season and the level of a target beside those that a forecast has. */
export interface LearnedSeason {
  readonly target: string;
  readonly decimals: number;
  /** Of several series, percent of the mean of each. */
  readonly unit: 'value' | 'percent';
  /** By place in the season; undefined without one. */
  readonly season?: {
    /** Steps in it. */
    readonly length: number;
    /** What `x` is: hours from midnight, weekdays from Monday as 0, months from January as 0, or places from 1. */
    readonly x: readonly number[];
    readonly kind: 'hour' | 'weekday' | 'month' | 'place';
    readonly lines: readonly LearnedLine[];
  };
  /** By the time that a forecast begins at, the mean over its horizon; undefined for several series. */
  readonly level?: { readonly x: readonly number[]; readonly isTime: boolean; readonly lines: readonly LearnedLine[] };
}

/** What the predictions of a model rest on, by examples that it was not trained on. */
export interface Explanation {
  /** Of numbers the mean absolute error, of several series that over the naive one; of classes the share that is wrong. */
  readonly measure: 'mae' | 'mase' | 'wrong';
  /** The split whose examples are looked at, how many of them, and how many it has. */
  readonly part: 'valid' | 'test';
  readonly examples: number;
  readonly of: number;
  /** Permutations of each thing. */
  readonly repeats: number;
  readonly seed: number;
  /** Of an example, the longest where they differ. */
  readonly steps: number;
  /** Whether step 1 is the last before the prediction; else it is the first. */
  readonly countsBack: boolean;
  /** Whether sequences are of unequal length: a step is then one of the longest, and one as far through a shorter. */
  readonly isUneven: boolean;
  /** Milliseconds from one step to the next, where that is known. */
  readonly stepLength?: number;
  /** Over all targets first, where there are several. */
  readonly views: readonly ImportanceView[];
  readonly seasons: readonly LearnedSeason[];
  /** What the predictions are made of besides the network, in a sentence. */
  readonly madeOf?: string;
  /** What to know of the figures, a sentence each. */
  readonly notes: readonly string[];
}
