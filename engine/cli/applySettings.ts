import type { Config } from '../config.ts';
import { checkConfig, schemaAt } from '../tasks/config/configIssues.ts';
import { InputError } from '../errors.ts';

/**
 * Puts `--set model.hiddenSize=64` and the like into a config. A value is JSON where the field's type calls for it;
 * a list may be written as `a,b`. Throws an `InputError` that names the option that is wrong.
 */
export const applySettings = (config: Config, settings: readonly string[]): Config =>
  settings.reduce<Config>((changed, setting) => {
    const equals = setting.indexOf('=');
    const path = setting.slice(0, equals).split('.');
    if (equals < 1) throw new InputError(`--set ${setting}: write --set field=value, as in model.hiddenSize=64`);
    return check(`--set ${setting}`, replaceAt(changed, path, parseValue(path, setting.slice(equals + 1))));
  }, config);

/** `--task T`. */
export const applyTask = (config: Config, task: string): Config => check(`--task ${task}`, { ...config, task });

const check = (option: string, value: unknown): Config => {
  const checked = checkConfig(value);
  if ('config' in checked) return checked.config;
  throw new InputError(`${option}: ${checked.issues.map(({ message }) => message).join('; ')}`);
};

const replaceAt = (value: unknown, [key, ...rest]: readonly string[], leaf: unknown): unknown => {
  if (key === undefined) return leaf;
  const object = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  return { ...object, [key]: replaceAt(object[key], rest, leaf) };
};

const parseValue = (path: readonly string[], text: string): unknown => {
  const json = parseJson(text);
  const schema = schemaAt(path);
  // A column may be called 2020 or true.
  if (schema?.type === 'string') return typeof json === 'string' ? json : text;
  if (schema?.type !== 'array' || Array.isArray(json)) return json;
  const items = text.split(',');
  return holdsNumbers(schema.items) ? items.map(parseJson) : items;
};

const holdsNumbers = (items: NonNullable<ReturnType<typeof schemaAt>>['items']): boolean =>
  typeof items === 'object' && 'type' in items && (items.type === 'integer' || items.type === 'number');

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
};
