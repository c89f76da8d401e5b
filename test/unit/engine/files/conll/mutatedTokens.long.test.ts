import { expect, test } from 'vitest';
import { createRandom } from '../../../../../engine/compute/random.ts';
import { InputError } from '../../../../../engine/errors.ts';
import { jsonTokens } from '../../../../../engine/files/conll/jsonTokens.ts';
import { TokenLines } from '../../../../../engine/files/conll/tokenLines.ts';
import { looksLikeConll } from '../../../../../engine/files/conll/looksLikeConll.ts';
import { readTable } from '../../../../../engine/files/readTable.ts';
import { temporaryFile } from '../temporaryFile.ts';

const conllu =
  '# text = a\n1-2\tdu\t_\t_\t_\t_\t_\t_\t_\t_\n1\tde\t_\tADP\t_\t_\t0\t_\t_\t_\n2.1\tx\t_\tX\t_\t_\t_\t_\t_\t_\n\n';
const columns = 'EU NNP B-ORG\nsays VBZ O\n\n# Peter\nPeter NNP B-PER\n\n';
const sentences = '{"tokens": ["Ada", "é"], "tags": ["NOUN", null]}\n{"tokens": [], "n": 1e9}\n';
const pieces = [
  '\t',
  ' ',
  '\n',
  '#',
  '\r',
  '_',
  '1-2',
  '1.1',
  '"',
  '[',
  ']',
  '{',
  ',',
  'é',
  '\u2028',
  '-DOCSTART-',
  '=',
  '\\',
];

const mutated = (text: string, random: ReturnType<typeof createRandom>): string => {
  let out = text;
  for (let count = 1 + random.integer(4); count > 0; count--) {
    const at = random.integer(out.length + 1);
    const gone = random.integer(6);
    out = out.slice(0, at) + (pieces[random.integer(pieces.length)] ?? '') + out.slice(at + gone);
  }
  return out;
};

/** Whether lines are tokens, all with as many cells as there are columns; an `InputError` tells what is wrong else. */
const areTokens = (lines: readonly string[], isConllu: boolean): boolean => {
  let [width, rows] = [0, 0];
  const table: ConstructorParameters<typeof TokenLines>[1] = {
    addColumn: () => width++,
    addRows: (batch) => {
      rows += batch.rows.length;
      for (const row of batch.rows) if (row.length !== width) throw new Error(`a row of ${row.length} cells`);
    },
  };
  try {
    new TokenLines('a.conll', table, isConllu).take(lines);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return false;
  }
  return rows > 0;
};

test('100,000 mutated files of columns are tables or are refused with their line', () => {
  const random = createRandom(11);
  let tables = 0;
  for (let count = 0; count < 1e5; count++) {
    const isConllu = count % 2 === 0;
    const text = mutated(isConllu ? conllu : columns, random);
    looksLikeConll(text);
    if (areTokens(text.split('\n'), isConllu)) tables++;
  }
  expect(tables).toBeGreaterThan(1e4);
  expect(tables).toBeLessThan(9e4);
});

test('mutated files of sentences in JSON Lines are tables or are refused', async () => {
  const random = createRandom(12);
  let tables = 0;
  for (let count = 0; count < 300; count++) {
    const file = temporaryFile(mutated(sentences, random), '.jsonl');
    jsonTokens.recognise(file, mutated(sentences, random));
    const found = await readTable(file).catch((error: unknown) => {
      expect(error).toBeInstanceOf(InputError);
      return undefined;
    });
    if (found) tables++;
  }
  expect(tables).toBeGreaterThan(5);
});
