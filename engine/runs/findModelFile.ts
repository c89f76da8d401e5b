import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../errors.ts';

/** The weights of a run folder, or the file itself. */
export const findModelFile = async (path: string): Promise<string> => {
  const kind = await stat(path).catch(() => undefined);
  if (!kind) throw new InputError('does not exist; give a run folder, a run id or a .safetensors file', { file: path });
  if (!kind.isDirectory()) return path;
  for (const name of ['best.safetensors', 'last.safetensors']) {
    const file = join(path, name);
    if (
      await stat(file)
        .then((found) => found.isFile())
        .catch(() => false)
    )
      return file;
  }
  throw new InputError('has no best.safetensors yet; wait for the first epoch to end', { file: path });
};
