import { visible } from './words/visible.ts';

/** Where in a file an error stands. Lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  /** UTF-16 units from there on the same line. */
  readonly length?: number;
}

/**
 * The input is at fault (a file, a config, a model): the message names what, where and the way out.
 * Everything that is not an `InputError` is our own fault.
 */
export class InputError extends Error {
  readonly place: Place | undefined;
  /** The message without the place. */
  readonly problem: string;

  constructor(message: string, place?: Place) {
    // Names and cells in it come from outside.
    const problem = visible(message);
    super(place ? `${formatPlace(place)}: ${problem}` : problem);
    this.name = 'InputError';
    this.place = place;
    this.problem = problem;
  }
}

/** `weather.csv:17:3`, the form that terminals and VS Code turn into a link. */
export const formatPlace = ({ file, line, column }: Place): string =>
  [visible(file), line, column].filter((part) => part !== undefined).join(':');

/** Our own fault, as `message` already tells it to people; `cause` is for the log. */
export class EngineFault extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EngineFault';
  }
}

/** Files of the program itself, with the place in them, as messages of Node name them: quoted, and bare. */
const ownFiles = [
  /(['"])[^'"\n]*\.(?:[cm]?js|tsx?|node|wasm)(?::\d+)*\1/g,
  /\S*[\\/][^\s'"()]+\.(?:[cm]?js|tsx?|node|wasm)\b(?::\d+)*/g,
  /\b[\w-]+\.[cm]js\b(?::\d+)*/g,
  /\bnode:internal\/[^\s'"()]+/g,
];

/**
 * What an error that nobody foresaw says, fit for people: its first line alone, without the stack and without names of
 * the program's own files. Those are for the log.
 */
export const plainReason = (error: unknown): string => {
  const text = error instanceof Error ? error.message : String(error);
  const [line = ''] = text.trim().split(/\r?\n/);
  return ownFiles.reduce((said, files) => said.replace(files, 'a file of RNN Studio'), line);
};
