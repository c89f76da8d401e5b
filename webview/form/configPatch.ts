import type { Config } from '../../engine/config.ts';

/** A change of one field. `undefined` hands the field back to the automatic choice. */
export interface Edit {
  readonly value: unknown;
  /** Why it cannot be sent: shown under the field, and held back until it is mended. */
  readonly problem?: string;
}

/** Changes by config path that the host has not confirmed. */
export type Edits = Readonly<Record<string, Edit>>;

type Tree = Readonly<Record<string, unknown>>;

/** The value at `path` (`training.schedule.kind`), undefined where there is none. */
export const readPath = (config: object | undefined, path: string): unknown =>
  path.split('.').reduce<unknown>((node, key) => (isTree(node) ? node[key] : undefined), config);

/** A copy of the config with the value set, or with the field taken away, and then also a section left empty. */
export const writePath = (config: Config, path: string, value: unknown): Config =>
  // Only paths of the config's own fields come here.
  write({ ...config }, path.split('.'), value);

const write = (tree: Tree, [key = '', ...rest]: readonly string[], value: unknown): Tree => {
  const child = tree[key];
  const next = rest.length === 0 ? value : write(isTree(child) ? child : {}, rest, value);
  const isEmpty = next === undefined || (rest.length > 0 && isTree(next) && Object.keys(next).length === 0);
  const { [key]: _, ...others } = tree;
  return isEmpty ? others : { ...tree, [key]: next };
};

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The config with all sendable edits in it. */
export const applyEdits = (config: Config, edits: Edits): Config =>
  Object.entries(edits).reduce(
    (result, [path, { value, problem }]) => (problem === undefined ? writePath(result, path, value) : result),
    config,
  );

/** The edits the host does not know of yet: a state from the host must not undo what the person typed since. */
export const unconfirmed = (edits: Edits, config: Config): Edits =>
  Object.fromEntries(
    Object.entries(edits).filter(
      ([path, { value, problem }]) =>
        problem !== undefined || JSON.stringify(readPath(config, path)) !== JSON.stringify(value),
    ),
  );
