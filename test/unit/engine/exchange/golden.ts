import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface Golden {
  /** (rows, columns) */
  readonly values: readonly number[];
  readonly columns: number;
  readonly steps: number;
  readonly examples: readonly number[];
  /** What the framework computes for the examples, by the name of the file of weights. */
  readonly outputs: Readonly<Record<string, readonly number[]>>;
  readonly text: { readonly ids: readonly number[]; readonly vocabulary: number; readonly loss: number };
}

const folder = new URL('../../../golden/exchange/', import.meta.url);

/** The path of a file that another program wrote. */
export const goldenFile = (name: string): string =>
  fileURLToPath(new URL(name.endsWith('.h5') ? `keras/${name}` : name, folder));

export const golden = JSON.parse(readFileSync(goldenFile('golden.json'), 'utf8')) as Golden;
