import { createRandom } from '../../../../engine/compute/random.ts';
import { toCheckpoint } from '../../../../engine/runs/modelFile.ts';
import { parseSafetensors } from '../../../../engine/runs/safetensors.ts';
import { judgeError } from './judgeError.ts';
import { pick } from './mutateJson.ts';
import { cutModel, mutateModel } from './mutateModel.ts';
import type { Rounds } from '../rounds.ts';
import { createSmallModels } from './smallModels.ts';

const name = 'a/last.safetensors';

/** Reads checkpoints in which something is another thing: each is read whole, or refused by the file's name. */
export const readMutatedModels = async (): Promise<Rounds> => {
  const models = (await createSmallModels()).map(({ bytes }) => cutModel(bytes));
  return {
    play: async (seed) => {
      const random = createRandom(seed);
      return read(mutateModel(pick(random, models), random).bytes);
    },
    end: async () => undefined,
  };
};

const read = (bytes: Uint8Array<ArrayBuffer>): string[] => {
  try {
    const { parameters } = toCheckpoint(parseSafetensors(bytes, name), name);
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
