import * as z from 'zod';
import type { Config } from '../../config.ts';
import { nearest } from '../../words/nearest.ts';
import { shorten } from '../../words/shorten.ts';
import { asConfig, configSchema, withPresentNames } from './configSchema.ts';

/** One thing that is wrong with a config. */
export interface ConfigIssue {
  /** Of the field, `['model', 'cell']`. */
  readonly path: readonly string[];
  /** Whether the key itself is wrong, and not its value. */
  readonly isKey: boolean;
  readonly message: string;
}

type JsonSchema = z.core.JSONSchema.BaseSchema;

let madeJsonSchema: JsonSchema | undefined;
/** Made when it is first asked for: many processes never do, and it takes a tenth of what they need to start. */
const jsonSchema = (): JsonSchema => (madeJsonSchema ??= z.toJSONSchema(configSchema));

/** What the schema says about a field; nothing for a field it does not know. */
export const schemaAt = (path: readonly string[]): JsonSchema | undefined =>
  path.reduce<JsonSchema | undefined>((schema, key) => {
    const field = schema?.properties && Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
    return typeof field === 'object' ? field : undefined;
  }, jsonSchema());

/** Checks a config as it came out of a file: the config, or all that is wrong with it. */
export const checkConfig = (value: unknown): { config: Config } | { issues: readonly ConfigIssue[] } => {
  const result = configSchema.safeParse(withPresentNames(value));
  if (result.success) return { config: asConfig(result.data) };
  return { issues: result.error.issues.flatMap((issue) => describeIssue(issue, value)) };
};

/** What a schema says of a value in words; of a config also what was meant. */
export const describeIssue = (issue: z.core.$ZodIssue, config: unknown): ConfigIssue[] => {
  const path = issue.path.map(String);
  const value = valueAt(config, path);
  if (value === undefined && issue.code !== 'unrecognized_keys') return [{ path, isKey: false, message: 'is missing' }];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: [...path, key], isKey: true, message: describeKey(path, key) }));
    case 'invalid_value': {
      const options = issue.values.map(String);
      const meant = typeof value === 'string' ? nearest(value, options) : undefined;
      const message = `${show(value)} is not one of ${options.join(', ')}${didYouMean(meant)}`;
      return [{ path, isKey: false, message }];
    }
    default: {
      const message = issue.message.replace(/^Invalid input: /, '').replace(/^[A-Z]/, (first) => first.toLowerCase());
      const shown = typeof value === 'object' ? '' : `${show(value)} is not valid: `;
      return [{ path, isKey: false, message: `${shown}${message}` }];
    }
  }
};

/** JSON has no word for a number that is too large. */
const show = (value: unknown): string => shorten(typeof value === 'number' ? String(value) : JSON.stringify(value));

const describeKey = (parent: readonly string[], key: string): string => {
  const siblings = Object.keys(schemaAt(parent)?.properties ?? {});
  const meant = nearest(key, siblings) ?? nearestElsewhere(key);
  return `unknown key '${shorten(key)}'${meant ? didYouMean(meant) : `; known here are ${siblings.join(', ')}`}`;
};

/** The field of this name in another part of the config, in full: `model.hiddenSize`. */
const nearestElsewhere = (key: string): string | undefined => {
  const paths = pathsBelow(jsonSchema());
  const leaf = nearest(key, [...paths.keys()]);
  return leaf === undefined ? undefined : paths.get(leaf);
};

const pathsBelow = (schema: JsonSchema, prefix = ''): Map<string, string> => {
  const paths = new Map<string, string>();
  for (const [key, field] of Object.entries(schema.properties ?? {})) {
    paths.set(key, `${prefix}${key}`);
    if (typeof field === 'object') {
      for (const [leaf, path] of pathsBelow(field, `${prefix}${key}.`)) if (!paths.has(leaf)) paths.set(leaf, path);
    }
  }
  return paths;
};

const didYouMean = (meant: string | undefined): string => (meant === undefined ? '' : `; did you mean '${meant}'?`);

const valueAt = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[key] : undefined),
    value,
  );
