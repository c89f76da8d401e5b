import { copyFile, writeFile } from 'node:fs/promises';
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

test('lines that a file of tokens leaves out are told once', async () => {
  const file = join(home.folder, 'words.conllu');
  const row = (id: string, word: string, tag: string): string => `${id}\t${word}\t_\t${tag}\t_\t_\t_\t_\t_\t_\n`;
  const sentence = `${row('1-2', "can't", '_')}${row('1', 'ca', 'VERB')}${row('2', "n't", 'PART')}${row('3', 'go', 'VERB')}\n`;
  await writeFile(file, sentence.repeat(30));
  const { run } = await home.train(file, { model: { hiddenSize: 4 }, training: { epochs: 1, threads: 1 } });
  const { notes = [] } = await home.engine.evaluate({ model: run, file, token: 'e' });
  expect(notes.filter((note) => note.includes('of several words'))).toEqual([
    '30 lines of several words are left out: the words stand in lines of their own.',
  ]);
});
