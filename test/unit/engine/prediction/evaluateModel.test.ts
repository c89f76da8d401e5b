import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { TrainingEngine } from '../server/trainingEngine.ts';

const passengers = fileURLToPath(new URL('../../../../samples/airline-passengers.csv', import.meta.url));
const home = new TrainingEngine('test');

test('that a model was trained on all rows of a file in the end is said of that file alone', async () => {
  const training = { epochs: 2, threads: 1 };
  const model = { hiddenSize: 4 };
  const refitted = await home.train(passengers, { model, training: { ...training, refit: true } });
  const usual = await home.train(passengers, { model, training });
  const copy = join(home.folder, 'copy.csv');
  await copyFile(passengers, copy);
  const evaluate = (run: string, file: string) => home.engine.evaluate({ model: run, file, token: 'e' });
  expect(await evaluate(refitted.run, passengers)).toMatchObject({ isTrainingFile: true, isRefit: true });
  expect(await evaluate(usual.run, passengers)).not.toHaveProperty('isRefit');
  expect(await evaluate(refitted.run, copy)).not.toHaveProperty('isRefit');
});
