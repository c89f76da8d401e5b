import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import {
  type Node,
  type ParseError,
  findNodeAtLocation,
  getNodeValue,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import type { Config } from '../../config.ts';
import { type ConfigIssue, checkConfig } from './configIssues.ts';
import { InputError, type Place, formatPlace } from '../../errors.ts';

/**
 * Reads a run config; comments are allowed. `data.file` comes out absolute, `$schema` is left out.
 * Throws an `InputError` that lists all that is wrong by line and column.
 */
export const readConfig = async (file: string): Promise<Config> => {
  const text = await readText(file);
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors);
  const [error] = errors;
  if (!tree) throw new InputError('is empty; a run config is a JSON object, {} at the least', { file });
  if (error) throw new InputError(describeSyntax(error, text), placeOf(file, text, error.offset));

  const checked = checkConfig(getNodeValue(tree));
  if ('config' in checked) {
    const { $schema, ...config } = checked.config;
    const { data } = config;
    return data?.file === undefined
      ? config
      : { ...config, data: { ...data, file: resolve(dirname(file), data.file) } };
  }
  const [first, ...others] = checked.issues
    .map((issue) => ({ offset: offsetOf(issue, tree), message: describeIssue(issue) }))
    .sort((a, b) => a.offset - b.offset)
    .map(({ offset, message }) => ({ place: placeOf(file, text, offset), message }));
  const rest = others.map(({ place, message }) => `\n${formatPlace(place)}: ${message}`).join('');
  throw new InputError(`${first?.message ?? 'is not a run config'}${rest}`, first?.place ?? { file });
};

const readText = async (file: string): Promise<string> => {
  const bytes = await readFile(file).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new InputError('does not exist', { file });
    if (code === 'EISDIR') throw new InputError('is a folder; give a run config, a .json file', { file });
    throw new InputError(`cannot be read: ${error instanceof Error ? error.message : String(error)}`, { file });
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InputError('is not UTF-8 text; save it as UTF-8', { file });
  }
};

const describeIssue = ({ path, isKey, message }: ConfigIssue): string =>
  isKey || path.length === 0 ? message : `${path.join('.')}: ${message}`;

/** What a person reads in place of `CommaExpected`. */
const describeSyntax = ({ error, offset }: ParseError, text: string): string => {
  const problem = printParseErrorCode(error)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  const found = /^\S/.exec(text.slice(offset))?.[0];
  return `not valid JSON: ${problem} ${found === undefined ? 'before the end' : `at '${found}'`}`;
};

const offsetOf = ({ path, isKey }: ConfigIssue, tree: Node): number => {
  const node = findNodeAtLocation(tree, [...path]);
  // The parent of a value is its property, which begins with the key.
  return (isKey ? node?.parent : node)?.offset ?? tree.offset;
};

const placeOf = (file: string, text: string, offset: number): Place => {
  const before = text.slice(0, offset).split(/\r\n|\n|\r/);
  return { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
};
