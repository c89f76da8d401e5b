import { describe, expect, test } from 'vitest';
import type { SequenceSource } from '../../../../../engine/compute/source.ts';
import type { Config } from '../../../../../engine/config.ts';
import { inspectFile } from '../../../../../engine/tasks/inspectFile.ts';
import type { PreparedData } from '../../../../../engine/tasks/preparedData.ts';
import type { TextClassCodec } from '../../../../../engine/tasks/textClassification/textClassCodec.ts';
import { completeFile } from '../completeFile.ts';
import { encodeFile, prepareData } from '../prepareData.ts';
import type { InMemory } from '../../files/inMemory.ts';
import { temporaryFile } from '../../files/temporaryFile.ts';

const task = 'textClassification';
const good = ['good', 'lovely', 'great', 'fine'];
const bad = ['awful', 'poor', 'dull', 'sad'];
/** Row r is of a good or a bad thing, in so many words as r says. */
const review = (row: number): string => {
  const words = row % 2 ? bad : good;
  return `The ${['film', 'book', 'song'][row % 3]} was ${Array.from({ length: 1 + (row % 5) }, (_, at) => words[(row + at) % 4]).join(' and ')}.`;
};
const reviews = (count: number, row = review): string =>
  `review,verdict\n${Array.from({ length: count }, (_, index) => `${row(index)},${index % 2 ? 'no' : 'yes'}`).join('\n')}\n`;

const complete = async (content: string, wanted: Config = {}) => {
  const file = temporaryFile(content);
  const asked: Config = { task, ...wanted, data: { ...wanted.data, file } };
  return completeFile(file, asked);
};
const prepare = async (content: string, wanted: Config = {}) => {
  const { config, problems } = await complete(content, wanted);
  expect(problems).toEqual([]);
  const prepared = (await prepareData(config)) as PreparedData<TextClassCodec>;
  return { ...prepared, config, source: prepared.source as InMemory<SequenceSource> };
};
const problemsOf = async (content: string, data: Config['data'] = {}): Promise<unknown> =>
  (await complete(content, { data })).problems;

describe('what is proposed', () => {
  test('a table of texts and labels is for it, though no column holds numbers, and says why', async () => {
    const inspection = await inspectFile(temporaryFile(reviews(60)), {});
    expect(inspection).toMatchObject({ kind: 'table', proposedTask: task });
    expect(inspection.why).toMatch(/'review' holds texts \(\d+ characters on average\), 'verdict' .* with 2 classes/);
  });

  test('lines of a label, a tab and a text without a header are for it too', async () => {
    const lines = Array.from({ length: 60 }, (_, row) => `${row % 2 ? 'ham' : 'spam'}\t${review(row)} "so`);
    const { config, problems } = await complete(`${lines.join('\n')}\n`, {});
    expect(problems).toEqual([]);
    expect(config.data).toMatchObject({ text: 'column2', label: 'column1', header: false, delimiter: '\t' });
  });

  test('sentences are read as words in lower case, names as characters as they stand', async () => {
    const { config } = await complete(reviews(60));
    expect(config.data).toMatchObject({ unit: 'words', lowercase: true, minCount: 2 });
    const names = Array.from({ length: 60 }, (_, row) => `N${'aeiou'[row % 5]}${row}x,${row % 2 ? 'it' : 'de'}`);
    const short = await complete(`name,language\n${names.join('\n')}\n`);
    expect(short.config.data).toMatchObject({ unit: 'characters', lowercase: false, minCount: 1, maxLength: 8 });
  });

  test('the longest of hundreds does not decide how much is read', async () => {
    const long = reviews(300, (row) => (row === 4 ? 'word '.repeat(5000) : review(row)));
    const { config } = await complete(long);
    expect(config.data['maxLength' as keyof typeof config.data]).toBeLessThan(30);
  });
});

describe('what is encoded', () => {
  test('the words of the training texts have numbers by how often they stand there, and all others one', async () => {
    const { codec, source, splits, config } = await prepare(reviews(100));
    expect(codec.tokens.slice(0, 4).sort()).toEqual(['.', 'and', 'the', 'was']);
    expect(codec.labels).toEqual(['no', 'yes']);
    expect(config.data).toMatchObject({ text: 'review', label: 'verdict' });
    for (const row of [...splits.train, ...splits.valid, ...splits.test]) {
      const ids = source.ids.subarray(source.starts[row], source.starts[row + 1]);
      const words = Array.from(ids, (id) => codec.tokens[id - 2] ?? '?');
      expect(words.join(' ').replace(' .', '.')).toBe(review(row).toLowerCase());
      expect(source.labels[row]).toBe(row % 2 ? 0 : 1);
    }
  });

  test('held-out texts do not change what is known', async () => {
    const { splits, codec } = await prepare(reviews(100));
    const held = new Set([...splits.valid, ...splits.test]);
    const changed = await prepare(reviews(100, (row) => (held.has(row) ? `zebra ${row} zebra` : review(row))));
    expect(changed.codec).toEqual(codec);
    expect(changed.dropped.join()).toMatch(/% of the words are rare or not known and read as one unknown\./);
  });

  test('longer texts are cut, rows without a text or a label are left out, and all of it is told', async () => {
    const content = reviews(100, (row) => (row === 7 ? ' ' : review(row))).replace(/,yes\n/, ',\n');
    const { dropped, splits, lengths, source } = await prepare(content, { data: { maxLength: 8 } });
    expect(dropped).toContain('1 row has no text and is left out.');
    expect(dropped).toContain('1 row has no label and is not scored.');
    expect(dropped.join()).toMatch(/59 texts \(59 %\) are longer than 8 words; of them the first 8 are read\./);
    const used = [...splits.train, ...splits.valid, ...splits.test];
    expect(used).toHaveLength(98);
    expect(used).not.toContain(0);
    expect(used).not.toContain(7);
    expect(Math.max(...(lengths ?? []))).toBe(8);
    expect(source.starts[8]).toBe(source.starts[7]);
  });

  test('validation and test go by length, so that texts of a batch are alike long', async () => {
    const { splits, lengths } = await prepare(reviews(200));
    for (const split of [splits.valid, splits.test]) {
      const sizes = Array.from(split, (row) => lengths?.[row] ?? 0);
      expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    }
  });

  test('the commonest class and naive Bayes stand beside the model on validation and test', async () => {
    const { baselines } = await prepare(reviews(200));
    for (const part of [baselines.valid, baselines.test]) {
      expect(Object.keys(part)).toEqual(['majority', 'naiveBayes']);
      expect(part['naiveBayes']).toEqual({ accuracy: 1, f1Macro: 1 });
      expect(part['majority']?.['accuracy']).toBeLessThan(0.7);
    }
  });

  test('a class that only held-out rows have is told of, and kept', async () => {
    const { splits } = await prepare(reviews(100));
    const rare = splits.test[0] ?? 0;
    const lines = reviews(100).split('\n');
    lines[rare + 1] = `${review(rare)},maybe`;
    const { dropped, codec } = await prepare(lines.join('\n'));
    expect(codec.labels).toEqual(['maybe', 'no', 'yes']);
    expect(dropped).toContain("No training row has the label 'maybe': it will not be predicted.");
  });

  test('a text of a million characters is read to its longest length', async () => {
    const content = reviews(60, (row) => (row === 3 ? 'long '.repeat(200_000) : review(row)));
    const { source } = await prepare(content, { data: { maxLength: 50 } });
    expect((source.starts[4] ?? 0) - (source.starts[3] ?? 0)).toBe(50);
  });

  test('another file is encoded as the model knows it, also without labels', async () => {
    const { config, codec } = await prepare(reviews(100));
    const other = await encodeFile(
      config,
      codec,
      temporaryFile('review\nThe film was unseen and good.\n\nThe song.\n'),
    );
    const source = other.source as InMemory<SequenceSource>;
    const words = Array.from(source.ids, (id) => codec.tokens[id - 2] ?? '?').join(' ');
    expect(words).toBe('the film was ? and good . the song .');
    expect([...source.labels]).toEqual(new Array(source.labels.length).fill(-1));
    expect(other.examples).toHaveLength(0);
  });
});

describe('what cannot be learned is refused with the reason', () => {
  test('a text column that holds numbers, does not exist, or is the label', async () => {
    const content = `review,verdict,n\n${Array.from({ length: 40 }, (_, row) => `${review(row)},${row % 2 ? 'a' : 'b'},${row}`).join('\n')}`;
    expect(await problemsOf(content, { text: 'n' })).toContainEqual({
      path: 'data.text',
      message: "'n' holds numbers, not texts; choose a column of words",
    });
    expect(await problemsOf(content, { text: 'reviews' })).toContainEqual({
      path: 'data.text',
      message: "there is no column 'reviews'; did you mean 'review'?",
    });
    expect(await problemsOf(content, { text: 'verdict', label: 'verdict' })).toContainEqual({
      path: 'data.label',
      message: "'verdict' is the text; it cannot be the label too",
    });
  });

  test('a label of one class, or of as many classes as rows', async () => {
    const one = reviews(40).replaceAll(',no', ',yes');
    expect(await problemsOf(one, { label: 'verdict' })).toContainEqual({
      path: 'data.label',
      message: "'verdict' has one class only, 'yes'; there is nothing to tell apart",
    });
    const each = `review,verdict\n${Array.from({ length: 18 }, (_, row) => `${review(row)},v${row}`).join('\n')}`;
    expect(await problemsOf(each, { text: 'review', label: 'verdict' })).toContainEqual({
      path: 'data.label',
      message: "'verdict' is different in each of its 18 rows; classes are values that rows have in common",
    });
  });

  test('a table without texts, and a file of text alone', async () => {
    expect(await problemsOf('a,b\n1,x\n2,y\n3,x\n4,y\n')).toContainEqual({
      path: 'data.text',
      message: expect.stringMatching(/^no column holds texts; name the one to learn from; /) as string,
    });
  });
});
