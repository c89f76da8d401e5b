import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Whether a folder is that of a run of ours, or lies in one. */
export const isInRun = async (folder: string): Promise<boolean> => {
  for (let above = folder; ; above = dirname(above)) {
    if (await isRun(above)) return true;
    if (above === dirname(above)) return false;
  }
};

/** Others have files of this name too; one that is damaged is known by what lies beside it. */
const isRun = async (folder: string): Promise<boolean> => {
  const text = await readFile(join(folder, 'run.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return false;
  try {
    const value: unknown = JSON.parse(text);
    return ['id', 'file', 'fingerprint', 'config'].every((field) => Object.hasOwn(Object(value) as object, field));
  } catch {
    return existsSync(join(folder, 'last.safetensors'));
  }
};
