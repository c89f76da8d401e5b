import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Random } from '../../../../engine/compute/random.ts';
import type { RunRecord } from '../../../../engine/protocol.ts';
import { editRun } from './editRun.ts';
import { mutateJson, mutateText, pick } from './mutateJson.ts';
import { cutModel, mutateModel } from './mutateModel.ts';

/** The files of a run folder that the engine reads or goes on with. */
export const runFiles = [
  'run.json',
  'metrics.jsonl',
  'gradients.jsonl',
  'samples.jsonl',
  'forecast.json',
  'best.safetensors',
  'last.safetensors',
] as const;

/**
 * Changes one thing in a run folder, as a hand, a program that syncs or a broken disk would, and tells which. `names`:
 * its files. `other`: the folder of another run.
 */
export const changeRun = async (
  run: string,
  other: string,
  names: readonly string[],
  random: Random,
): Promise<string> => {
  // Most of what is relied on stands in the record.
  const name = random.integer(2) === 0 ? 'run.json' : pick(random, names);
  const file = join(run, name);
  const way = pick(random, [
    'delete',
    'replace',
    'swap',
    'cut',
    'edit',
    'edit',
    'edit',
    'edit',
    'edit',
    'edit',
  ] as const);
  switch (way) {
    case 'delete':
      await rm(file);
      return `${name} deleted`;
    case 'replace': {
      const another = pick(random, names);
      await copyFile(join(run, another), file);
      return `${name} replaced by ${another}`;
    }
    case 'swap': {
      const ofBoth = pick(random, ['run.json', 'best.safetensors', 'last.safetensors']);
      await copyFile(join(other, ofBoth), join(run, ofBoth));
      return `${ofBoth} of another run`;
    }
    case 'cut': {
      const bytes = await readFile(file);
      await writeFile(file, bytes.subarray(0, random.integer(bytes.length + 1)));
      return `${name} cut off`;
    }
    case 'edit':
      await writeFile(file, edit(name, await readFile(file), random));
      return `${name} edited`;
  }
};

const edit = (name: string, bytes: Uint8Array, random: Random): string | Uint8Array => {
  if (name.endsWith('.safetensors')) return mutateModel(cutModel(bytes), random).bytes;
  const text = new TextDecoder().decode(bytes);
  if (name === 'run.json') return editRun(JSON.parse(text) as RunRecord, random);
  if (random.integer(4) === 0) return mutateText(text, random);
  const lines = text.trimEnd().split('\n');
  const at = random.integer(lines.length);
  lines[at] = JSON.stringify(mutateJson(JSON.parse(lines[at] ?? ''), random));
  return `${lines.join('\n')}\n`;
};
