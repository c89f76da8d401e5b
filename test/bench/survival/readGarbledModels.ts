import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRandom } from '../../../engine/compute/random.ts';
import { InputError } from '../../../engine/errors.ts';
import { toCheckpoint, toModel } from '../../../engine/runs/modelFile.ts';
import { parseSafetensors } from '../../../engine/runs/safetensors.ts';
import { garbleModel } from './garbleModel.ts';
import { pick } from './pick.ts';
import type { Rounds } from './rounds.ts';
import { trainTemplates } from './templates.ts';

/** Reads models and checkpoints whose bytes were changed: each is read whole, or refused by the file's name. */
export const readGarbledModels = async (folder: string): Promise<Rounds> => {
  const templates = await trainTemplates(folder);
  const files = templates.flatMap(({ run }) =>
    (['best.safetensors', 'last.safetensors'] as const).map((name) => ({ name, file: join(run, name) })),
  );
  const models = await Promise.all(
    files.map(async ({ name, file }) => ({ name, bytes: new Uint8Array(await readFile(file)) })),
  );
  return {
    play: async (seed) => {
      const random = createRandom(seed);
      const { name, bytes } = pick(models, random);
      return readGarbled(garbleModel(bytes, random), name);
    },
    end: async () => undefined,
  };
};

const readGarbled = (bytes: Uint8Array<ArrayBuffer>, name: string): string[] => {
  try {
    const content = parseSafetensors(bytes, name);
    const { parameters } = name === 'last.safetensors' ? toCheckpoint(content, name) : toModel(content, name);
    for (const [tensor, { shape, values }] of parameters) {
      if (!values.every(Number.isFinite)) return [`${tensor} is not finite and was read`];
      if (shape.reduce((product, size) => product * size, 1) !== values.length)
        return [`${tensor} is not of its shape`];
    }
    return [];
  } catch (error) {
    return judgeError(error, [name]);
  }
};

/** An error has to be the input's fault, and to name one of the files. */
export const judgeError = (error: unknown, names: readonly string[]): string[] => {
  if (!(error instanceof InputError)) return [`raw: ${error instanceof Error ? String(error.stack) : String(error)}`];
  if (/\n\s+at /.test(error.message)) return [`shows a stack: ${error.message}`];
  return names.some((name) => error.message.includes(name)) ? [] : [`names no file: ${error.message}`];
};
