import type { Measured } from './records.ts';

// What a network puts out while it trains, for people to look at: lines of `samples.jsonl`.

export interface SampleEvent {
  readonly event: 'sample';
  readonly epoch: number;
  readonly validLoss: Measured;
  readonly prime: string;
  readonly text: string;
  readonly temperature: number;
  /** Of a translation, instead of a prime and one text: lines of the validation split. */
  readonly translations?: readonly TranslatedLine[];
  /** Of labels per step, beside a text that has them behind the words: sequences of the validation split. */
  readonly labelled?: LabelledSample;
}

export interface TranslatedLine {
  readonly source: string;
  /** What stands in the file. */
  readonly reference: string;
  readonly text: string;
  /** Where the network attends to its source. */
  readonly attention?: AttentionMap;
}

/** What of a source a network looks at while it puts out a text: of long ones the beginning. */
export interface AttentionMap {
  /** Words, characters or their pieces as the network reads them; empty for those that it does not know. */
  readonly source: readonly string[];
  /** What it puts out. */
  readonly target: readonly string[];
  /** Of each of `target` the places in `source` with the largest shares of its attention, and those in percent. */
  readonly looks: readonly (readonly (readonly [place: number, percent: number])[])[];
}

/** Sequences whose steps have labels, the same after every epoch. */
export interface LabelledSample {
  /** Steps name them by their place here; of very many those alone that a step has. */
  readonly labels: readonly string[];
  readonly sequences: readonly LabelledSequence[];
}

/** What stands in the file at each step of a sequence, and what the network says; all lists are equally long. */
export interface LabelledSequence {
  /** Where each step is in the file, from 1. */
  readonly lines: readonly number[];
  /** Where a step is a word. */
  readonly words?: readonly string[];
  /** -1 where a step has no label. */
  readonly actual: readonly number[];
  readonly predicted: readonly number[];
  /** Of what is predicted. */
  readonly probabilities: readonly Measured[];
  /** Steps that come after those. */
  readonly more: number;
}
