/** Where in a file an error stands. Lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/**
 * The input is at fault (a file, a config, a model): the message names what, where and the way out.
 * Everything that is not an `InputError` is our own fault.
 */
export class InputError extends Error {
  readonly place: Place | undefined;

  constructor(message: string, place?: Place) {
    super(place ? `${formatPlace(place)}: ${message}` : message);
    this.name = 'InputError';
    this.place = place;
  }
}

/** `weather.csv:17:3`, the form that terminals and VS Code turn into a link. */
export const formatPlace = ({ file, line, column }: Place): string =>
  [file, line, column].filter((part) => part !== undefined).join(':');
