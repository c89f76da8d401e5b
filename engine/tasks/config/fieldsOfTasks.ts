import { anyOf } from '../../words/anyOf.ts';
import type { Config } from '../../config.ts';
import type { ConfigProblem } from './completion.ts';
import { tasks } from '../registry.ts';
import type { Task } from '../task.ts';

/** The config's fields that only some tasks read, those of this one, as paths: `data.window`. */
export const pathsOf = ({ fields, ownFields }: Task): string[] => [
  ...Object.keys(fields).map((field) => `data.${field}`),
  ...ownFields,
];

/** Fields that are there for another task than the one that is trained. */
export const findFieldsOfOtherTasks = (config: Config, task: Task): ConfigProblem[] => {
  const own = new Set(pathsOf(task));
  const others = new Set(tasks.flatMap(pathsOf).filter((path) => !own.has(path)));
  return [...others].flatMap((path) => {
    const [section = '', field = ''] = path.split('.');
    const value = sectionOf(config, section)[field];
    if (value === undefined || isHarmless(path, value)) return [];
    const readers = tasks.filter((each) => pathsOf(each).includes(path)).map(({ name }) => name);
    const message = `${field} ${show(value)} does nothing: a ${task.name} does not read it; leave it out, or set task to ${anyOf(readers)}`;
    return [{ path, message }];
  });
};

const sectionOf = (config: Config, section: string): Readonly<Record<string, unknown>> => {
  const value: unknown = config[section as keyof Config];
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
};

/** Defaults, and values that ask for nothing. */
const isHarmless = (path: string, value: unknown): boolean =>
  tasks.some(({ harmless }) => (harmless[path] ?? []).some((each) => JSON.stringify(each) === JSON.stringify(value)));

const show = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : JSON.stringify(value));
