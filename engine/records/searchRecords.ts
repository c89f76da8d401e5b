import type { Config } from '../config.ts';
import type { Measured, RunRecord } from './records.ts';

// What a search for the settings of a network tells and keeps.

/** What a candidate sets besides what was asked for, by the paths of the config: `{ 'model.cell': 'gru' }`. */
export type Changes = Readonly<Record<string, string | number | boolean>>;

/** What the trials of a search are compared by. */
export interface SearchMeasure {
  /** A metric of the task, `mae`. */
  readonly metric: string;
  readonly lowerIsBetter: boolean;
  /** What it is measured on, as part of a sentence: `3 folds before the test part`, `the validation part`. */
  readonly on: string;
}

/** A candidate that was trained for a while and measured; a line of `trials.jsonl`. */
export interface Trial {
  /** 0 is the config without changes. */
  readonly candidate: number;
  readonly changes: Changes;
  /** From 0, the shortest; the next is three times as long. */
  readonly rung: number;
  /** That its trainings took. */
  readonly updates: number;
  /** Of the search's measure; null where it failed. */
  readonly value: Measured;
  /** Decides where several have the same value: the error of the network alone, or its validation loss. */
  readonly tie?: Measured;
  readonly seconds: number;
  /** Why there is no value. */
  readonly failure?: string;
}

/** What is told of a search as it goes. */
export type SearchEvent = SearchBegun | ({ readonly event: 'trial' } & Trial);

/** Told after the first trial, from which on there is something to keep, or when a search goes on. */
export interface SearchBegun {
  readonly event: 'search';
  /** Its folder. */
  readonly search: string;
  readonly file: string;
  readonly task: string;
  readonly measure: SearchMeasure;
  readonly rungs: readonly number[];
  /** Seconds that it may take in all. */
  readonly budget: number;
  /** What it varies, as paths of the config. */
  readonly varied: readonly string[];
  /** Those that were made before, where it goes on. */
  readonly trials: readonly Trial[];
}

/** In the record of a run: the search that its settings come from. */
export interface FoundBy {
  /** The id of the search. */
  readonly search: string;
  readonly candidate: number;
  readonly measure: SearchMeasure;
  readonly rungs: readonly number[];
  /** Seconds that it took. */
  readonly seconds: number;
  /** All that were made. */
  readonly count: number;
  /** That which each candidate is ranked by, the best first; of very many the best. */
  readonly trials: readonly Trial[];
}

/** A candidate with the trial that it is ranked by, its longest. */
export interface RankedCandidate extends Trial {
  /** To train it with. */
  readonly config: Config;
  /** That a whole training takes, about. */
  readonly wholeSeconds: number;
}

export interface TuneResult {
  /** Folder of the search. */
  readonly search: string;
  readonly file: string;
  readonly task: string;
  readonly measure: SearchMeasure;
  readonly rungs: readonly number[];
  /** Seconds that it might take in all, and that it took. */
  readonly budget: number;
  readonly seconds: number;
  /** In the order in which they were made. */
  readonly trials: readonly Trial[];
  /** Those that have a value, the best first. */
  readonly ranking: readonly RankedCandidate[];
}

/** `search.json` of the folder of a search. */
export interface SearchRecord {
  readonly version: 1;
  readonly id: string;
  readonly created: string;
  readonly updated: string;
  /** `rnn-studio` version. */
  readonly software: string;
  /** Absolute path of the data file when the search began. */
  readonly file: string;
  readonly fingerprint: RunRecord['fingerprint'];
  /** As it was asked for: what it leaves open is searched. */
  readonly config: Config;
  readonly seed: number;
  /** Shares of a whole training that the rungs take, the shortest first. */
  readonly rungs: readonly number[];
  /** Seconds that it may take in all, and that it has taken so far. */
  readonly budget: number;
  readonly seconds: number;
  readonly measure: SearchMeasure;
  /** What is being tried, and how often that was begun: more than once where its engine has ended over it. */
  readonly underWay?: { readonly candidate: number; readonly rung: number; readonly begun: number };
}
