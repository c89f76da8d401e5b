import { parseArgs } from 'node:util';
import { InputError } from '../errors.ts';
import { nearest } from '../words/nearest.ts';
import type { Options } from './command.ts';

type Values = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;

/** What a person wrote after the name of a command. */
export class Arguments {
  readonly positionals: readonly string[];
  private readonly values: Values;

  private constructor(positionals: readonly string[], values: Values) {
    this.positionals = positionals;
    this.values = values;
  }

  /** Throws an `InputError` for an unknown option, with the one that was meant, and for a value that is missing. */
  static parse(words: readonly string[], options: Options): Arguments {
    const { positionals, values, tokens } = parseArgs({
      args: [...words],
      options: Object.fromEntries(
        Object.entries(options).map(([name, { type, multiple = false, short }]) => [
          name,
          { type, multiple, ...(short && { short }) },
        ]),
      ),
      allowPositionals: true,
      strict: false,
      tokens: true,
    });
    for (const token of tokens) {
      if (token.kind !== 'option') continue;
      const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
      if (!option) throw new InputError(describeUnknown(token.rawName, options));
      checkValue(token.rawName, option.type, token.value, token.inlineValue);
    }
    return new Arguments(positionals, values);
  }

  has(name: string): boolean {
    return this.values[name] !== undefined;
  }

  text(name: string): string | undefined {
    const value = this.values[name];
    return typeof value === 'string' ? value : undefined;
  }

  texts(name: string): readonly string[] {
    const value = this.values[name];
    return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
  }

  /** Throws an `InputError` when the value is not a number. */
  number(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (text.trim() === '' || !Number.isFinite(value)) throw new InputError(`--${name}: '${text}' is not a number`);
    return value;
  }
}

const describeUnknown = (rawName: string, options: Options): string => {
  const meant = nearest(rawName.replace(/^-+/, ''), Object.keys(options));
  return `unknown option ${rawName}; ${meant === undefined ? 'see --help' : `did you mean --${meant}?`}`;
};

const checkValue = (
  rawName: string,
  type: 'string' | 'boolean',
  value: string | undefined,
  isInline: boolean | undefined,
): void => {
  if (type === 'boolean') {
    if (value !== undefined) throw new InputError(`${rawName} takes no value`);
  } else if (value === undefined) {
    throw new InputError(`${rawName} needs a value`);
  } else if (!isInline && /^-\D/.test(value)) {
    // Most likely the value was forgotten and this is the next option.
    throw new InputError(`${rawName} needs a value; write ${rawName}=${value} if it begins with a dash`);
  }
};
