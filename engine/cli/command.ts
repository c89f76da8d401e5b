import type { Arguments } from './arguments.ts';
import type { Output } from './output.ts';

export interface Option {
  readonly type: 'string' | 'boolean';
  /** What the value is called in the help; options without one take none. */
  readonly value?: string;
  readonly multiple?: boolean;
  readonly short?: string;
  readonly help: string;
}

export type Options = Readonly<Record<string, Option>>;

/** What a command runs in. */
export interface Surroundings {
  readonly output: Output;
  /** One JSON object per line instead of text for people. */
  readonly isJson: boolean;
  /** Pass the engine's log on to standard error. */
  readonly isVerbose: boolean;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  /** What follows the name: `MODEL FILE [options]`. */
  readonly usage: string;
  /** Fewest and most arguments besides the options. */
  readonly positionals: readonly [number, number];
  readonly options: Options;
  /** Resolves to the exit code. */
  run(args: Arguments, surroundings: Surroundings): Promise<number>;
}
