import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const samples = fileURLToPath(new URL('../samples/', import.meta.url));

const count = (length: number): number[] => Array.from({ length }, (_, at) => at);

/** Messages about food and about the weather; every tenth has the other label, so that there are mistakes. */
const messages = (): string => {
  const words = {
    food: ['soup', 'bread', 'salt', 'dinner', 'cheese', 'apple', 'kitchen', 'spoon'],
    weather: ['rain', 'wind', 'cloud', 'storm', 'sunny', 'frost', 'snow', 'thunder'],
  };
  const lines = count(600).map((row) => {
    const isFood = (row * 7) % 3 > 0;
    const about = words[isFood ? 'food' : 'weather'];
    const text = count(5 + (row % 4)).map((at) => about[(row * (at + 3) + at) % about.length]);
    return `${isFood !== (row % 10 === 0) ? 'food' : 'weather'}\tthe ${text.join(' ')} of ${row}`;
  });
  return ['label\ttext', ...lines, ''].join('\n');
};

/** Sentences whose words have tags; what `light` is follows from the word before it. */
const people = (): string =>
  count(240)
    .map((at) => {
      const words = [
        [['Ada', 'Rosa', 'Ola', 'Ilse'][at % 4], 'B-PER'],
        ...(at % 5 === 0 ? [] : [[['Lovelace', 'Park', 'Nord'][at % 3], 'I-PER']]),
        [['sees', 'paints'][at % 2], 'O'],
        ...(at % 3 === 0 ? [['very', 'O'] as const, ['light', 'O'] as const] : [['light', 'B-THING'] as const]),
        ['.', 'O'],
      ];
      return `${words.map((pair) => `${pair.join('\t')}\n`).join('')}\n`;
    })
    .join('');

/** Words, and each from its end; of the first ones that is to be said. */
const turned = (): string => {
  const letters = (at: number): string[] =>
    Array.from(at.toString(5).padStart(4, '3'), (digit) => 'abcde'.charAt(Number(digit)));
  const lines = count(300).map((at) => `${letters(at).join('')}\t${at < 3 ? '' : letters(at).reverse().join('')}`);
  return ['word\tturned', ...lines, ''].join('\n');
};

/** Remarks with a score each, the sum of what their two words are worth; four lack it. */
const remarks = (): string => {
  const words = ['poor', 'plain', 'good', 'great'];
  const lines = count(240).map((row) => {
    const [room, food] = [row % 4, (row >> 2) % 4];
    const score = (room + 2 * food + (row % 10) / 100).toFixed(2);
    return `the room was ${words[room]} and the food ${words[food]} on day ${row},${row % 60 === 7 ? '' : score}`;
  });
  return ['remark,score', ...lines, ''].join('\n');
};

const made: Readonly<Record<string, () => string>> = {
  'messages.tsv': messages,
  'people.conll': people,
  'turned.tsv': turned,
  'remarks.csv': remarks,
};

/** Puts a data file into `folder`: one of the samples, or one made here for the tasks that no sample is for. Gives its path. */
export const placeData = async (name: string, folder: string): Promise<string> => {
  const path = join(folder, name);
  const make = made[name];
  await (make ? writeFile(path, make()) : copyFile(join(samples, name), path));
  return path;
};
