import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Subjects } from './mutateFrames.ts';
import { createSmallModels } from './smallModels.ts';

/** Puts into `folder` what good requests are about. */
export const writeSubjects = async (folder: string): Promise<Subjects> => {
  const at = (name: string): string => join(folder, name);
  for (const { name, bytes, file, data } of await createSmallModels()) {
    await writeFile(at(`${name}.safetensors`), bytes);
    await writeFile(at(file), data);
  }
  await writeFile(at('config.json'), '{"model": {"hiddenSize": 2}}');
  const [table, model, textModel] = [at('weather.csv'), at('forecast.safetensors'), at('text.safetensors')];
  const more = (['classes of texts', 'labels', 'translation'] as const).map((name) => at(`${name}.safetensors`));
  return { table, model, textModel, more, folder, run: at('runs/none') };
};
