import { basename, dirname, resolve } from 'node:path';
import { InputError } from '../errors.ts';
import { sideOfName } from '../files/pairNames.ts';

/**
 * The columns of two texts that are read together, as they are named. Throws an `InputError` where their names do not say
 * that they belong together.
 */
export const nameParallel = (file: string, other: string): { readonly source: string; readonly target: string } => {
  const [from, to] = [file, other].map((path) => sideOfName(basename(path)));
  const areBeside = dirname(resolve(file)) === dirname(resolve(other));
  if (areBeside && from && to && from.base === to.base && from.side !== to.side) {
    return { source: from.side, target: to.side };
  }
  const message = `does not go by its name with ${basename(file)}; name two texts alike but for their language, in one folder, such as train.de and train.en`;
  throw new InputError(message, { file: other });
};
