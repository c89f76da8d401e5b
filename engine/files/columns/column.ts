import type { ColumnRole, ColumnSummary } from '../../protocol.ts';
import type { CellIds } from './cellIds.ts';
import type { NumberWriting } from './writing/numberWriting.ts';
import type { Numbers } from './numbers.ts';
import type { TextLengths, Texts } from './texts.ts';
import type { TimeFormat } from '../times/timeFormat.ts';

export type CellProblem = ColumnSummary['problems'][number];

interface ColumnBase {
  readonly name: string;
  /** Only where the file's format says it. */
  readonly role?: ColumnRole;
  /** Its place in the row, from 0. */
  readonly cell: number;
  readonly missing: number;
  /** Cells that do not fit the type, at most ten. */
  readonly problems: readonly CellProblem[];
  /** What a person should know of how its cells were understood, a sentence each. */
  readonly notes: readonly string[];
  readonly examples: readonly string[];
}

export interface NumberColumn extends ColumnBase {
  readonly type: 'number';
  /** By row; NaN where the cell is empty or a problem. */
  readonly values: Numbers;
  /** The cells as they stand in the file, while there are few different ones; those of others are not kept. */
  readonly texts: Texts | undefined;
  readonly min: number;
  readonly max: number;
  /** Different values, undefined when there are more than `mostDistinct`. */
  readonly distinct: number | undefined;
  /** Digits after the mark that show what the column shows, without an exponent. */
  readonly decimals: number;
  readonly decimalMark: '.' | ',';
  readonly writing: NumberWriting;
}

/** A cell of a row that holds a part of its time. */
export interface TimeCell {
  readonly name: string;
  readonly cell: number;
  /** What stands in it at a time, in milliseconds since 1970. */
  readonly textOf: (time: number) => string;
}

export interface TimestampColumn extends ColumnBase {
  readonly type: 'timestamp';
  /** By row, in milliseconds since 1970; NaN where the cell is empty or a problem. */
  readonly values: Numbers;
  /** As those of a `NumberColumn`. */
  readonly texts: Texts | undefined;
  readonly min: number;
  readonly max: number;
  readonly format: TimeFormat;
  /** Whether only all dates together tell in which order their numbers stand. */
  readonly isOrdered: boolean;
  /** What the clock shows, where the times are instants of one that is put back and forth: calendars go by it. */
  readonly shown?: Numbers;
  /** What a person should know of how the times were read, a sentence each. */
  readonly told: readonly string[];
  /** Where times stand in several columns: each of them, with the one that holds the whole here. */
  readonly parts?: readonly TimeCell[];
}

export interface CategoryColumn extends ColumnBase {
  readonly type: 'category';
  /** Places in `categories`, from 1; 0 for none. */
  readonly ids: CellIds;
  /** Where the cells are numbers all the same, for who wants them as such. */
  readonly asNumbers?: () => NumberColumn;
  /** In order of first appearance. */
  readonly categories: readonly string[];
  readonly texts: Texts;
  readonly lengths: TextLengths;
  /** The first cell that is no number, where half of the others are. */
  readonly doubt: CellProblem | undefined;
}

/** Free text: too many different values to learn from as categories. */
export interface TextColumn extends ColumnBase {
  readonly type: 'text';
  readonly texts: Texts;
  readonly lengths: TextLengths;
  /** The first cell that is no number, where half of the others are. */
  readonly doubt: CellProblem | undefined;
}

export type Column = NumberColumn | TimestampColumn | CategoryColumn | TextColumn;

/** More different values than this are not counted, and are no categories. */
export const mostDistinct = 1000;
