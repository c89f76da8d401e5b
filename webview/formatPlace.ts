import type { Place } from '../engine/errors.ts';

/** A place with the file's name alone: `weather.csv:17:3`. */
export const formatPlace = ({ file, line, column }: Place): string =>
  [file.replace(/^.*[\\/]/, ''), line, column].filter((part) => part !== undefined).join(':');
