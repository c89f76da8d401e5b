import { describe, expect, test } from 'vitest';
import type { PairSource } from '../../../../../engine/compute/source.ts';
import type { Config } from '../../../../../engine/config.ts';
import { InputError } from '../../../../../engine/errors.ts';
import { inspectFile } from '../../../../../engine/tasks/inspectFile.ts';
import type { PreparedData } from '../../../../../engine/tasks/preparedData.ts';
import type { SideCodec, TranslationCodec } from '../../../../../engine/tasks/translation/translationCodec.ts';
import { temporaryFile } from '../../files/temporaryFile.ts';
import { completeFile } from '../completeFile.ts';
import { encodeFile, prepareData } from '../prepareData.ts';

const task = 'translation';
const nouns = ['dog', 'cat', 'man', 'girl', 'bird'];
const verbs = ['sees', 'hears', 'wants', 'knows'];
const german: Readonly<Record<string, string>> = {
  ...{ dog: 'Hund', cat: 'Katze', man: 'Mann', girl: 'Kind', bird: 'Vogel' },
  ...{ sees: 'sieht', hears: 'hört', wants: 'will', knows: 'kennt' },
};

/** Pair r, of 100 different ones. */
const english = (row: number): string => {
  const [subject, verb, object] = [nouns[row % 5], verbs[Math.floor(row / 5) % 4], nouns[Math.floor(row / 20) % 5]];
  return `The ${subject} ${verb} the ${object}.`;
};
const inGerman = (row: number): string =>
  english(row)
    .replace(/[Tt]he (\w+)/g, (_, noun: string) => `das ${german[noun]}`)
    .replace(/ (\w+s) /, (_, verb: string) => ` ${german[verb]} `);

/** Of sides read by words or characters. */
const tokensOf = (side: SideCodec): readonly string[] => (side.unit === 'bytePairs' ? [] : side.tokens);

type PairOf = (row: number) => readonly [string, string];
const pairOf: PairOf = (row) => [english(row), inGerman(row)];
const lines = (count: number, of = pairOf): string =>
  Array.from({ length: count }, (_, row) => `${of(row).join('\t')}\n`).join('');

const complete = async (content: string | Uint8Array, wanted: Config = {}, extension = '.tsv') => {
  const asked: Config = { task, ...wanted, data: { ...wanted.data, file: temporaryFile(content, extension) } };
  return completeFile(asked.data!.file!, asked);
};
const prepare = async (content: string, wanted: Config = {}, extension = '.tsv') => {
  const { config, problems } = await complete(content, wanted, extension);
  expect(problems).toEqual([]);
  const prepared = (await prepareData(config)) as PreparedData<TranslationCodec>;
  return { ...prepared, config, source: prepared.source as PairSource };
};
const idsOf = ({ ids, starts }: PairSource['source'], row: number): number[] => [
  ...(ids as Uint16Array).subarray(starts[row], starts[row + 1]),
];

describe('what is proposed', () => {
  test('two columns of texts are pairs, of a TSV without a header too, and it is said why', async () => {
    const inspection = await inspectFile(temporaryFile(lines(100), '.tsv'), {});
    expect(inspection).toMatchObject({ kind: 'table', proposedTask: task, header: false, rows: 100 });
    expect(inspection.why).toBe(
      "'column1' and 'column2' both hold texts, and nothing else is there: one may become the other.",
    );
  });

  test.each([
    [
      'CSV',
      `en,de,n\n${Array.from({ length: 100 }, (_, row) => `${pairOf(row).join(',')},${row}\n`).join('')}`,
      '.csv',
    ],
    ['TSV', `en\tde\n${lines(100)}`, '.tsv'],
    [
      'JSONL',
      Array.from({ length: 100 }, (_, row) => `${JSON.stringify({ en: english(row), de: inGerman(row) })}\n`).join(''),
      '.jsonl',
    ],
  ])('a %s whose columns are named by languages, in their order', async (_, content, extension) => {
    const inspection = await inspectFile(temporaryFile(content, extension), {});
    expect(inspection).toMatchObject({ proposedTask: task, rows: 100 });
    const { config } = await complete(content, {}, extension);
    expect(config.data).toMatchObject({ source: 'en', target: 'de' });
  });

  test('of columns named source and target in another order the source is the source', async () => {
    const { config, choices } = await complete(`target\tsource\n${lines(100)}`);
    expect(config.data).toMatchObject({ source: 'source', target: 'target' });
    expect(choices).toContain("The source is 'source', the target 'target'.");
  });

  test('the header of a TSV of pairs is one where its cells are single words above sentences, or telling names', async () => {
    const headerOf = async (content: string): Promise<unknown> =>
      inspectFile(temporaryFile(content, '.tsv'), {}).then((inspection) => 'header' in inspection && inspection.header);
    expect(await headerOf(`erste\tzweite\n${lines(60)}`)).toBe(true);
    const words = (row: number) =>
      [`w${row}`.replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)]!), `T ${row}x`] as const;
    expect(await headerOf(lines(60, words))).toBe(false);
    expect(await headerOf(`word\tpronunciation\n${lines(60, words)}`)).toBe(true);
  });

  test('sentences are read as words, names as characters, each side by itself', async () => {
    const { config } = await complete(lines(100));
    expect(config.data).toMatchObject({ unit: 'words', targetUnit: 'words', minCount: 2, maxLength: 8, beam: 5 });
    const sounds = await complete(lines(60, (row) => [`word${row}`, `W ER ${'D'.repeat(1 + (row % 3))} ${row}`]));
    expect(sounds.config.data).toMatchObject({ unit: 'characters', targetUnit: 'words', minCount: 1 });
  });
});

test('how many words there will be is foreseen by how many more come: of sounds none, of words ever more', async () => {
  const [sounds, words] = [['AH', 'B', 'K', 'IY'], 'abcdefghij'];
  const spelled = (row: number): string => [...String(row)].map((digit) => words[Number(digit)]).join('');
  const { work } = await complete(
    lines(8000, (row) => [
      `text ${spelled(row)}`,
      Array.from({ length: 5 }, (_, at) => sounds[(row >> at) % 4]).join(' '),
    ]),
    { data: { unit: 'words', targetUnit: 'words' } },
  );
  const { input, target } = work.shape;
  expect(target?.vocabulary).toBe(4 + 2);
  expect(input.kind === 'symbols' && input.vocabulary).toBeGreaterThan(2000);
});

describe('what is encoded', () => {
  test('tokens have numbers by how often they stand in the training rows, targets an edge on either side', async () => {
    const { codec, source, shape, targetSteps, splits } = await prepare(lines(100));
    // A full stop ends each line, and one of the two articles begins it.
    expect(tokensOf(codec.source).slice(0, 3)).toEqual(['.', 'The', 'the']);
    for (const row of [...splits.train, ...splits.valid, ...splits.test]) {
      const read = idsOf(source.source, row).map((id) => tokensOf(codec.source)[id - 2]);
      expect(read.join(' ').replace(' .', '.')).toBe(english(row));
      const [begin, ...put] = idsOf(source.target, row);
      expect([begin, put.pop()]).toEqual([0, 0]);
      expect(
        put
          .map((id) => tokensOf(codec.target)[id - 2])
          .join(' ')
          .replace(' .', '.'),
      ).toBe(inGerman(row));
    }
    expect(shape.target?.vocabulary).toBe(tokensOf(codec.target).length + 2);
    expect(targetSteps).toBe(9);
  });

  test('held-out pairs do not change what is known; what only they have is one unknown, and that is said', async () => {
    const { splits, codec } = await prepare(lines(100));
    const held = new Set([...splits.valid, ...splits.test]);
    const changed = await prepare(
      lines(100, (row) => (held.has(row) ? [`zebra${row} x`, `quagga ${row}`] : pairOf(row))),
    );
    expect(changed.codec).toEqual(codec);
    expect(changed.dropped.join()).toMatch(
      /% of the words of the targets are rare or not known and read as one unknown\./,
    );
  });

  test('rows without a source are left out, rows without a target can be predicted, and both are told', async () => {
    const content = lines(100, (row) => (row < 3 ? ['', 'x'] : row < 5 ? [english(row), ' '] : pairOf(row)));
    const { splits, dropped, rows } = await prepare(content);
    expect([...splits.train, ...splits.valid, ...splits.test].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 95 }, (_, index) => index + 5),
    );
    expect(dropped).toContain('3 rows have no source and are left out.');
    expect(dropped).toContain('2 rows have no target and can be predicted, not learned from.');
    expect([2, 3].map((row) => rows?.hasInputs?.(row))).toEqual([false, true]);
    expect([3, 5].map((row) => rows?.targets[0]?.isEmpty(row))).toEqual([true, false]);
  });

  test('lines of a million words are read to the longest length, and told with their share', async () => {
    const long = 'wort '.repeat(1_000_000);
    const { source, dropped, codec } = await prepare(lines(100, (row) => (row === 7 ? [long, long] : pairOf(row))));
    expect(idsOf(source.source, 7)).toHaveLength(8);
    // The end of what is cut is not learned.
    expect(idsOf(source.target, 7)).toEqual([
      0,
      ...new Array<number>(8).fill(tokensOf(codec.target).indexOf('wort') + 2 || 1),
    ]);
    expect(dropped).toContain(
      '1 source (1.0 %) is longer than 8 words, the longest has 1,000,000; of it the first 8 are read.',
    );
    expect(dropped).toContain(
      '1 target (1.0 %) is longer than 8 words, the longest has 1,000,000; of it the first 8 are read.',
    );
  });

  test('another file is encoded as the model knows it, also without the target column', async () => {
    const { config, codec } = await prepare(`source\ttarget\n${lines(100)}`);
    const other = await encodeFile(config, codec, temporaryFile('source\nThe unicorn sees the dog.\n\n', '.csv'));
    const { source, target } = other.source as PairSource;
    expect(idsOf(source, 0).map((id) => tokensOf(codec.source)[id - 2] ?? '?')).toEqual([
      'The',
      '?',
      'sees',
      'the',
      'dog',
      '.',
    ]);
    expect(target.starts.every((start) => start === 0)).toBe(true);
    expect(other.examples).toHaveLength(0);
  });
});

describe('splits and what they are held against', () => {
  // Every source stands there twice, the second time with another target.
  const twice: PairOf = (row) => [english(row >> 1), row % 2 ? `oder ${inGerman(row >> 1)}` : inGerman(row >> 1)];

  test('what stands there several times lies in one split, and that is told', async () => {
    const { splits, dropped } = await prepare(lines(200, twice));
    const splitOf = new Map(
      [splits.train, splits.valid, splits.test].flatMap((rows, split) =>
        Array.from(rows, (row) => [row, split] as const),
      ),
    );
    expect(splitOf.size).toBe(200);
    for (let row = 0; row < 200; row += 2) expect(splitOf.get(row)).toBe(splitOf.get(row + 1));
    expect(dropped.join()).toContain('100 rows have the source of another row: they lie in the same split');
    expect(dropped).toContain(
      'BLEU is nrefs:2|case:mixed|eff:no|tok:13a|smooth:exp, chrF nrefs:2|case:mixed|eff:yes|nc:6|nw:0|space:no.',
    );
  });

  test('the same seed splits alike, another one otherwise', async () => {
    const splitsOf = async (seed: number) => (await prepare(lines(100), { training: { seed } })).splits;
    expect(await splitsOf(3)).toEqual(await splitsOf(3));
    expect((await splitsOf(4)).test).not.toEqual((await splitsOf(3)).test);
  });

  test('copying the source is right where it is, by each of its targets', async () => {
    const same = await prepare(lines(200, (row) => [english(row >> 1), row % 2 ? english(row >> 1) : 'x y']));
    expect(same.baselines.test['copy']).toMatchObject({ exactMatch: 1 });
    expect(same.baselines.test['copy']!['bleu']).toBeCloseTo(100, 9);
    expect(same.baselines.test['copy']!['chrf']).toBeCloseTo(100, 9);
    const { baselines } = await prepare(lines(100));
    expect(baselines.test['copy']).toMatchObject({ exactMatch: 0 });
  });

  test('of a large validation split some sources are translated after an epoch, each with all its targets', async () => {
    const content = lines(12_000, (row) => [
      `${english(row >> 1)} ${row >> 1}`,
      row % 2 ? `${english(row >> 1)} ${row >> 1}` : 'x y',
    ]);
    const { baselines, dropped } = await prepare(content, { data: { split: { valid: 0.4, test: 0.1 } } });
    expect(dropped).toContain('After an epoch 2400 rows of the 4800 of the validation split are translated.');
    expect(baselines.valid['copy']).toMatchObject({ exactMatch: 1 });
  });

  test('the nearest training pair is right where sources differ in what does not matter', async () => {
    // Each target belongs to ten sources that differ in their last word.
    const { baselines } = await prepare(
      lines(200, (row) => [
        `${nouns[row % 5]} ${verbs[row % 4]} number${row}`,
        `${nouns[row % 5]}x ${verbs[row % 4]}y`,
      ]),
      { data: { source: 'column1', target: 'column2' } },
    );
    expect(baselines.valid['nearest']).toMatchObject({ exactMatch: 1 });
    expect(baselines.test['nearest']).toMatchObject({ exactMatch: 1 });
  });
});

describe('what cannot be learned is refused with the reason', () => {
  const problemsOf = async (content: string, data: Config['data']): Promise<unknown> =>
    (await complete(content, { data })).problems;

  test('a column that does not exist, the source as its own target, and no texts', async () => {
    const content = `from\tto\n${lines(40)}`;
    expect(await problemsOf(content, { source: 'fram' })).toContainEqual({
      path: 'data.source',
      message: "there is no column 'fram'; did you mean 'from'?",
    });
    expect(await problemsOf(content, { source: 'from', target: 'from' })).toContainEqual({
      path: 'data.target',
      message: "'from' is the source; it cannot be its translation too",
    });
    expect(await problemsOf('a,b\n1,2\n3,4\n5,6\n', { source: 'a' })).toContainEqual({
      path: 'data.target',
      message: 'there are no two columns of texts; name the one that holds what it becomes',
    });
  });

  test('a file without a pair', async () => {
    const content = `from\tto\n${lines(40, (row) => (row % 2 ? [english(row), ''] : ['', inGerman(row)]))}`;
    const { config } = await complete(content, { data: { source: 'from', target: 'to' } });
    await expect(prepareData(config)).rejects.toThrow('has not enough rows with both a text in from and one in to');
  });

  test('bytes that are no UTF-8, with their place', async () => {
    const bytes = Buffer.concat([Buffer.from(lines(40)), Buffer.from([0x61, 0xff, 0x09, 0x62, 0x0a])]);
    const refused = await complete(bytes).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(InputError);
    expect((refused as InputError).place?.line).toBe(41);
  });
});
