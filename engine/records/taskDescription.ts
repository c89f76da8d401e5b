import type { TrainingConfig } from '../config.ts';
import type { ColumnType, Inspection } from './records.ts';

// What the editor and the command line know of a task.

/**
 * What can be done with a model of a task: predict a file, or a text that somebody types, write on from a text, or say
 * what comes after the last row.
 */
export type Capability = 'predict' | 'predictText' | 'generate' | 'nextRows';

/** What a file is read as. */
export type FileKind = Inspection['kind'];

export interface MetricDescription {
  readonly name: string;
  readonly label: string;
  readonly format: 'number' | 'percent';
  /** Of a `number`, `nats/symbol`. */
  readonly unit?: string;
  readonly lowerIsBetter: boolean;
  /** How it is computed, where programs differ. */
  readonly definition?: string;
  /** Whether it stands in tables alone, not among the few numbers that are seen first. */
  readonly isDetail?: boolean;
}

/** A field of the training form. `path` is that of the config. */
export interface FieldDescription {
  readonly path: string;
  readonly label: string;
  /** `column` and `columns` are chosen among those of `columnTypes`; a `real` is a number that is not negative. */
  readonly kind: 'columns' | 'column' | 'whole' | 'real' | 'flag' | 'choice';
  /** What it stands among of all tasks' fields, which is folded; beside the other data when not given. */
  readonly fold?: 'training' | 'layers' | 'regularisation';
  /** Of a `whole`; 1 when not given. */
  readonly low?: number;
  /** Of a `whole` that a proposal leaves out: what it is then. */
  readonly usual?: number;
  readonly columnTypes?: readonly ColumnType[];
  /** Of a `choice`: the values that there are, and what a person reads. */
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
  /** Of a `column` that there need not be, what it means that there is none: the field is null then. Of `columns` that there need not be any. */
  readonly none?: string;
  /** Whether the field is left out then, instead of null. */
  readonly isLeftOut?: boolean;
  /** Path of the column that this one says something of: without that there is nothing to choose, and it goes with it. */
  readonly needs?: string;
  /** Of `columns`: the path of those that they are some of, and of those that they are none of. */
  readonly among?: string;
  readonly notAmong?: string;
  /** Whether that column may be one of those of a `columns` as well. */
  readonly mayBeInput?: boolean;
}

/** Something that a run's config says of its data. */
export interface FactDescription {
  /** Of the config. */
  readonly path: string;
  readonly label: string;
  /** `{0}` stands for the value; the value alone when not given. */
  readonly words?: string;
  /** What it means that there is none. */
  readonly none?: string;
}

/** What the editor and the command line know of a task: forms, menus, tabs and numbers follow from it. */
export interface TaskDescription {
  readonly name: string;
  readonly formerName?: string;
  readonly title: string;
  readonly reads: FileKind;
  readonly capabilities: readonly Capability[];
  /** What speeds count, `rows`. */
  readonly items: string;
  /** Whether the splits are taken in the order of the file. */
  readonly splitsInOrder: boolean;
  /** Whether the network predicts after every step, or only after the last. */
  readonly everyStep: boolean;
  readonly metrics: readonly MetricDescription[];
  /** One that `isPart` of the model is no rival of it. */
  readonly baselines: readonly { readonly name: string; readonly label: string; readonly isPart?: boolean }[];
  /** The first is the default. */
  readonly losses: readonly TrainingConfig['loss'][];
  readonly fields: readonly FieldDescription[];
  /** What is told of a run's data besides its file and split. */
  readonly facts: readonly FactDescription[];
  /** What the panel shows beside curves, gradients, data and config. */
  readonly views: readonly string[];
  /** Of some of these the config's field without which there is nothing to see: `{ tryIt: 'data.token' }`. */
  readonly viewNeeds?: Readonly<Record<string, string>>;
  /** Whether its forecasts can be tried on rows that are known. */
  readonly canBacktest?: boolean;
  /** Paths of the config's fields that it reads and that mean nothing, or something else, to another task. */
  readonly ownPaths: readonly string[];
  /** What its network can repeat, as `model.cell` and as people read it. */
  readonly cells: readonly { readonly name: string; readonly label: string }[];
  /** Paths of those that say how its file is cut, which mean the same to each task that reads them. */
  readonly formatPaths: readonly string[];
}
