import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Random } from '../../../engine/compute/random.ts';
import { garbleBytes, garbleModel } from './garbleModel.ts';
import { garbleValue } from './garbleValue.ts';
import { pick } from './pick.ts';

/** The files of a run folder that mean something to the engine. */
export const runFiles = [
  'run.json',
  'metrics.jsonl',
  'gradients.jsonl',
  'best.safetensors',
  'last.safetensors',
  'forecast.json',
  'samples.jsonl',
] as const;

/** What was changed in a run folder. */
export interface RunChange {
  /** The file's name. */
  readonly file: string;
  /** The field of it, where it was one. */
  readonly field?: string;
  readonly what: string;
}

/** Changes one thing in a run folder, as a hand, a sync tool or a broken disk would; `other` is a run of another task. */
export const garbleRun = async (
  run: string,
  other: string,
  names: readonly string[],
  random: Random,
): Promise<RunChange> => {
  // Most of what is relied on stands in the record and the models.
  const file = random.integer(2) === 0 ? 'run.json' : pick(names, random);
  const path = join(run, file);
  const way = random.integer(12);
  if (way === 0) {
    await rm(path);
    return { file, what: 'deleted' };
  }
  if (way === 1) {
    const name = pick(names, random);
    await copyFile(join(run, name), path);
    return { file, what: `replaced by ${name}` };
  }
  if (way === 2 && (file === 'run.json' || file.endsWith('.safetensors'))) {
    await copyFile(join(other, file), path);
    return { file, what: 'replaced by that of another run' };
  }
  const bytes = new Uint8Array(await readFile(path));
  if (way === 3) {
    await writeFile(path, bytes.subarray(0, random.integer(bytes.length + 1)));
    return { file, what: 'cut off' };
  }
  if (file.endsWith('.safetensors')) {
    await writeFile(path, garbleModel(bytes, random));
    return { file, what: 'changed' };
  }
  if (way === 4) {
    await writeFile(path, garbleBytes(bytes, 0, bytes.length, random));
    return { file, what: 'bytes changed' };
  }
  const text = new TextDecoder().decode(bytes);
  if (file.endsWith('.jsonl')) {
    const lines = text.trimEnd().split('\n');
    const at = random.integer(lines.length);
    const { path: place, value } = garbleValue(JSON.parse(lines[at] ?? ''), random);
    lines[at] = JSON.stringify(value);
    await writeFile(path, `${lines.join('\n')}\n`);
    return { file, field: place.join('.'), what: `line ${at + 1}, ${place.join('.')}` };
  }
  const { path: place, value } = garbleValue(JSON.parse(text), random);
  await writeFile(path, JSON.stringify(value, null, 2));
  return { file, field: place.join('.'), what: `field ${place.join('.')}` };
};
