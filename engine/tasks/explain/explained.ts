import type { GivenImportance, LearnedSeason, ReadColumn } from '../../protocol.ts';
import type { StagedExamples } from './stagedExamples.ts';

/** What a step of the network's input has of one column, or of one period of the calendar. */
export interface ColumnGroup extends ReadColumn {
  /** Places among the values of a step. */
  readonly places: readonly number[];
}

/** Errors by target. */
export type TargetErrors = Float64Array;

/** Something that predictions are made of besides the network. */
export interface GivenPart extends Pick<GivenImportance, 'what' | 'name'> {
  /** Errors where example `i` has that of example `order[i]`. */
  errors(outputs: Float32Array, order: Int32Array): TargetErrors;
}

/** Some examples, laid out so that what they read can be exchanged among them. */
export interface ExplainedExamples {
  readonly staged: StagedExamples;
  /** Of what the network puts out for them. (examples, outputs) */
  errors(outputs: Float32Array): TargetErrors;
  readonly given: readonly GivenPart[];
  /** By what the network puts out. */
  seasons(outputs: Float32Array): readonly LearnedSeason[];
}

/** How the predictions of a model are taken apart. */
export interface Explained {
  readonly columns: readonly ColumnGroup[];
  readonly targets: readonly string[];
  readonly measure: 'mae' | 'mase' | 'wrong';
  /** Of the longest example. */
  readonly steps: number;
  /** Steps after those of which columns are read too. */
  readonly ahead?: number;
  /** Values of a step. */
  readonly width: number;
  readonly countsBack: boolean;
  readonly stepLength?: number | undefined;
  /** What some steps, from 1, are called; by their numbers when not given. */
  readonly nameSteps?: ((from: number, to: number) => string) | undefined;
  stage(examples: Int32Array): ExplainedExamples;
}
