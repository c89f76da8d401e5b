import { describe, expect, test } from 'vitest';
import type { StepSource } from '../../../../../engine/compute/source.ts';
import type { Config } from '../../../../../engine/config.ts';
import { inspectFile } from '../../../../../engine/tasks/inspectFile.ts';
import type { LabelingCodec } from '../../../../../engine/tasks/labeling/labelingCodec.ts';
import type { PreparedData } from '../../../../../engine/tasks/preparedData.ts';
import { temporaryFile } from '../../files/temporaryFile.ts';
import { completeFile } from '../completeFile.ts';
import { encodeFile, prepareData } from '../prepareData.ts';

const task = 'labeling';
const words = ['the', 'cat', 'sees', 'a', 'Dog', 'in', '1999', '.'];
const tags: Readonly<Record<string, string>> = {
  ...{ the: 'DET', a: 'DET', cat: 'NOUN', Dog: 'NOUN', sees: 'VERB', in: 'ADP', 1999: 'NUM', '.': 'PUNCT' },
};
/** Sentence n has from one to seven words, from its n-th word on. */
const sentence = (number: number): string[] =>
  Array.from({ length: 1 + (number % 7) }, (_, at) => words[(number + at * 3) % words.length]!);
const linesOf = (
  sentences: readonly (readonly string[])[],
  tagOf = (word: string): string => tags[word] ?? 'X',
): string => sentences.map((each) => `${each.map((word) => `${word} ${tagOf(word)}\n`).join('')}\n`).join('');
const sentences = Array.from({ length: 60 }, (_, number) => sentence(number));

const complete = async (content: string, wanted: Config = {}, extension = '.conll') => {
  const file = temporaryFile(content, extension);
  return completeFile(file, { task, ...wanted, data: { ...wanted.data, file } });
};
const prepare = async (content: string, wanted: Config = {}, extension = '.conll') => {
  const { config, problems, choices } = await complete(content, wanted, extension);
  expect(problems).toEqual([]);
  const prepared = (await prepareData(config)) as PreparedData<LabelingCodec>;
  return { ...prepared, config, choices, source: prepared.source as StepSource };
};
const problemsOf = async (content: string, wanted: Config = {}, extension = '.conll') =>
  (await complete(content, wanted, extension)).problems.map(({ path, message }) => `${path}: ${message}`);
const idsOf = ({ inputs }: StepSource): number[] => ('ids' in inputs ? [...(inputs.ids as Uint16Array)] : []);
const valuesOf = ({ inputs }: StepSource): number[] => ('values' in inputs ? [...(inputs.values as Float32Array)] : []);

describe('tokens', () => {
  test('are recognised, and read as words with a label for each', async () => {
    const file = temporaryFile(linesOf(sentences), '.conll');
    expect(await inspectFile(file, {})).toMatchObject({
      proposedTask: 'labeling',
      why: "'token' holds a word a row, 'tag' a tag for each of them with 6 classes, and 'sentence' says which sentence it is in.",
    });
    const { codec, source, splits, lengths, config, steps, shape } = await prepare(linesOf(sentences));
    expect(config.data).toMatchObject({ label: 'tag', token: 'token', group: 'sentence', time: null, stretch: 7 });
    expect(codec.labels).toEqual(['ADP', 'DET', 'NOUN', 'NUM', 'PUNCT', 'VERB']);
    expect(steps).toBe(7);
    expect([...lengths!]).toEqual(sentences.map(({ length }) => length));
    expect(Array.from(source.labels, (id) => codec.labels[id])).toEqual(sentences.flat().map((word) => tags[word]));
    const all = [...splits.train, ...splits.valid, ...splits.test].sort((a, b) => a - b);
    expect(all).toEqual(Array.from({ length: 60 }, (_, stretch) => stretch));
    expect([splits.valid.length, splits.test.length]).toEqual([6, 12]);
    expect(shape).toEqual({
      input: {
        ...{ kind: 'symbols', vocabulary: 2 + words.length, padding: 0 },
        letters: { vocabulary: 2 + new Set(words.join('')).size, padding: 0, longest: 24 },
      },
      outputSize: 6,
      everyStep: true,
    });
  });

  test('the vocabulary is that of the training sentences: rare words and those of other splits are unknown', async () => {
    const odd = sentences.map((each, number) => [...each, `only${number}`]);
    const { codec, source, splits, dropped } = await prepare(linesOf(odd));
    const { inputs } = codec;
    if (inputs.kind !== 'tokens') throw new Error('no tokens');
    expect(inputs).toMatchObject({ lowercase: false, digits: true });
    // Digits are all one, so that the numbers behind `only` come together.
    expect([...inputs.tokens].sort()).toEqual(['.', '0000', 'Dog', 'a', 'cat', 'in', 'only0', 'only00', 'sees', 'the']);
    const whole = await prepare(linesOf(odd), { data: { digits: false, lowercase: true, minCount: 1 } });
    if (whole.codec.inputs.kind !== 'tokens') throw new Error('no tokens');
    const trained = new Set(Array.from(whole.splits.train, (stretch) => `only${stretch}`));
    expect(whole.codec.inputs.tokens.filter((token) => token.startsWith('only')).sort()).toEqual([...trained].sort());
    expect(whole.codec.inputs.tokens).toContain('dog');
    const begin = source.inputs.starts[splits.train[0]!]!;
    expect(idsOf(source).slice(begin, begin + 1)).toEqual([inputs.tokens.indexOf(odd[splits.train[0]!]![0]!) + 2]);
    expect(whole.dropped.join()).toContain(' % of the words are not known and read as one unknown.');
    expect(dropped.join()).not.toContain('unknown');
  });

  test('the characters of words are those that training words have, and each word is written once', async () => {
    const odd = sentences.map((each, number) => (number === 3 ? [...each, 'žlťčký'.normalize('NFD')] : each));
    const { codec, source, splits } = await prepare(linesOf(odd));
    if (codec.inputs.kind !== 'tokens') throw new Error('no tokens');
    const { characters } = codec.inputs;
    // Once is too rare.
    expect([...characters!].sort()).toEqual([...new Set(words.join(''))].sort());
    expect(splits.train.includes(3)).toBe(true);
    const { words: numbers, letters } = source.spelling!;
    expect(new Set(numbers).size).toBe(words.length + 1);
    expect(numbers.length).toBe(odd.flat().length);
    const written = (number: number): number[] => [
      ...(letters.ids as Uint16Array).subarray(letters.starts[number], letters.starts[number + 1]),
    ];
    expect(written(0)).toEqual([]);
    odd.flat().forEach((word, step) => {
      const wanted = Array.from(word.normalize('NFC'), (letter) => Math.max(1, characters!.indexOf(letter) + 2));
      expect(written(numbers[step]!)).toEqual(wanted);
    });
    const plain = await prepare(linesOf(odd), { model: { characterSize: 0 } });
    expect([plain.source.spelling, 'characters' in plain.codec.inputs, plain.shape.input]).toEqual([
      ...[undefined, false, { kind: 'symbols', vocabulary: 2 + words.length, padding: 0 }],
    ]);
  });

  test('the most frequent tag, of all and of each word as it stands in the training sentences, are baselines', async () => {
    const ambiguous = sentences.map((each, number) => (number % 3 === 0 ? each : [...each, 'Cat']));
    const content = linesOf(ambiguous, (word) => (word === 'Cat' ? 'PROPN' : (tags[word] ?? 'X')));
    const { baselines, splits, codec } = await prepare(content, { data: { lowercase: true } });
    const of = (answer: (word: string) => string): number => {
      const tested = Array.from(splits.test, (stretch) => ambiguous[stretch]!).flat();
      const right = tested.filter((word) => answer(word) === (word === 'Cat' ? 'PROPN' : tags[word]));
      return right.length / tested.length;
    };
    const commonest = codec.labels[codec.commonest.class]!;
    expect(commonest).toBe('NOUN');
    expect(baselines.test['majority']?.['tokenAccuracy']).toBeCloseTo(
      of(() => commonest),
      12,
    );
    // The network reads both as cat; the baseline goes by the file.
    expect(baselines.test['wordMajority']?.['tokenAccuracy']).toBe(1);
  });

  test('a sentence of many words is read in stretches of the same split, and all of its labels count', async () => {
    const long = Array.from({ length: 100 }, (_, at) => words[at % words.length]!);
    const { splits, source, steps, dropped, choices } = await prepare(linesOf([...sentences.slice(0, 30), long]), {
      data: { stretch: 16 },
    });
    expect(steps).toBe(16);
    expect(source.inputs.starts.length - 1).toBe(30 + Math.ceil(100 / 16));
    expect(dropped).toContain('1 sequence of more than 16 steps is read in stretches of so many.');
    const holding = Object.values(splits).filter((split) => split.some((stretch) => stretch >= 30));
    expect(holding.length).toBe(1);
    expect(holding[0]!.filter((stretch) => stretch >= 30).length).toBe(7);
    expect(choices).toContain("The rows with the same 'sentence' are a sequence: 31 sequences.");
  });

  test('spans go on where a stretch ends, and are the headline of labels that mark them', async () => {
    const marked = Array.from({ length: 12 }, () => ['B-X', 'I-X', 'I-X', 'O', 'I-Y', 'O']);
    const content = marked.map((each) => `${each.map((tag) => `${tag.toLowerCase()} ${tag}`).join('\n')}\n\n`).join('');
    const { headline, baselines } = await prepare(content, { data: { stretch: 2 } });
    expect(headline).toEqual({ metric: 'spanF1', lowerIsBetter: false });
    // Each word has one tag: all spans are found, the one across stretches and the one that begins with I- too.
    expect(baselines.test['wordMajority']).toEqual({ tokenAccuracy: 1, f1Macro: 1, spanF1: 1 });
    expect(baselines.test['majority']?.['spanF1']).toBeLessThan(0.5);
    expect((await prepare(linesOf(sentences))).headline.metric).toBe('tokenAccuracy');
  });

  test('words without a label are read and neither learned nor scored; sentences of only such words are in no split', async () => {
    const content = `${linesOf(sentences)}the _\ncat NOUN\n\nthe _\n\n`.replaceAll(' _', '\t');
    const tabbed = content.replaceAll(' ', '\t');
    const { source, splits, dropped } = await prepare(tabbed);
    expect([...source.labels.subarray(-3)]).toEqual([-1, 2, -1]);
    const used = [...splits.train, ...splits.valid, ...splits.test];
    expect([used.includes(60), used.includes(61)]).toEqual([true, false]);
    expect(dropped).toContain('2 steps have no label and are read, but not learned or scored.');
  });

  test('a label that no training sentence has is said', async () => {
    const contents = Array.from({ length: 8 }, (_, rare) =>
      linesOf(sentences.map((each, number) => (number === rare * 7 ? [...each, 'zyx'] : each))),
    );
    const said = await Promise.all(contents.map((content) => prepare(content)));
    for (const { dropped, splits, baselines } of said) {
      const rare = said.findIndex((each) => each.splits === splits) * 7;
      const isTrained = splits.train.includes(rare);
      expect(dropped.includes("No training step has the label 'X': it will not be predicted.")).toBe(!isTrained);
      expect(baselines.test['majority']?.['tokenAccuracy']).toBeGreaterThan(0);
    }
  });

  test('sentences in JSON Lines are the same as in columns', async () => {
    const lines = sentences.map((each) => JSON.stringify({ tokens: each, tags: each.map((word) => tags[word]) }));
    const file = temporaryFile(`${lines.join('\n')}\n`, '.jsonl');
    expect(await inspectFile(file, {})).toMatchObject({ proposedTask: 'labeling' });
    const json = await prepare(`${lines.join('\n')}\n`, {}, '.jsonl');
    const columns = await prepare(linesOf(sentences));
    expect(json.config.data).toMatchObject({ token: 'tokens', label: 'tags', group: 'sentence' });
    expect(json.codec).toEqual(columns.codec);
    expect(json.source).toEqual(columns.source);
    expect(json.splits).toEqual(columns.splits);
  });

  test('another file is read with what training fitted; what the model does not know in it is said', async () => {
    const { config, codec } = await prepare(linesOf(sentences));
    const other = temporaryFile(
      linesOf([['the', 'bird', 'sees'], ['a']], (word) => (word === 'a' ? 'NEW' : 'DET')),
      '.conll',
    );
    const encoded = await encodeFile(config, codec, other);
    const source = encoded.source as StepSource;
    const { inputs } = codec;
    if (inputs.kind !== 'tokens') throw new Error('no tokens');
    const idOf = (word: string): number => inputs.tokens.indexOf(word) + 2;
    expect(idsOf(source)).toEqual([idOf('the'), 1, idOf('sees'), idOf('a')]);
    expect([...source.labels]).toEqual([1, 1, 1, -1]);
    expect([...encoded.examples]).toEqual([0]);
    expect(encoded.dropped).toContain('1 step has a label that the model does not know and is not scored.');
    // By what was counted in training: `the` and `sees` are known, the bird is not.
    expect(encoded.baselines['wordMajority']?.['tokenAccuracy']).toBeCloseTo(1 / 3, 12);
    expect(encoded.rows?.excerptOf?.(1)).toBe('the [bird] sees');
    const unlabelled = await encodeFile(config, codec, temporaryFile('token,sentence\nthe,1\na,1\n'));
    expect([unlabelled.rows?.count, unlabelled.examples.length, unlabelled.rows?.targets.length]).toEqual([2, 0, 0]);
  });
});

describe('numbers', () => {
  /** A log of machines: the state follows from the level, every fifth is not known. */
  const log = (machines: number, rows: number): string =>
    `machine,time,level,state\n${Array.from({ length: machines }, (_, machine) =>
      Array.from({ length: rows }, (__, row) => {
        const level = Math.sin(row / 3 + machine);
        return `m${machine},2024-01-01T00:${String(row).padStart(2, '0')}:00Z,${level.toFixed(3)},${row % 5 === 4 ? '' : level > 0 ? 'up' : 'down'}`;
      }).join('\n'),
    ).join('\n')}\n`;

  test('a log of states is recognised, its numbers are scaled by the training sequences, a machine is in one split', async () => {
    const file = temporaryFile(log(20, 30));
    expect(await inspectFile(file, {})).toMatchObject({ proposedTask: 'labeling' });
    const { config, source, splits, codec, shape } = await prepare(log(20, 30), { data: { group: 'machine' } }, '.csv');
    expect(config.data).toMatchObject({ label: 'state', token: null, inputs: ['level'], time: 'time', stretch: 30 });
    expect(shape.input).toEqual({ kind: 'numbers', size: 1 });
    expect([splits.train.length, splits.valid.length, splits.test.length]).toEqual([14, 2, 4]);
    expect(codec.labels).toEqual(['down', 'up']);
    expect(source.labels.filter((label) => label < 0).length).toBe(20 * 6);
    const trained = Array.from(splits.train, (stretch) =>
      valuesOf(source).slice(stretch * 30, stretch * 30 + 30),
    ).flat();
    expect(trained.reduce((sum, value) => sum + value, 0) / trained.length).toBeCloseTo(0, 5);
    expect(trained.reduce((sum, value) => sum + value * value, 0) / trained.length).toBeCloseTo(1, 5);
  });

  test('one sequence is read in stretches, which are split in order of time; an empty cell counts as the one before', async () => {
    const rows = Array.from(
      { length: 400 },
      (_, row) => `${row},${row % 40 === 7 ? '' : row % 10},${row % 10 > 5 ? 'a' : 'b'}`,
    );
    const { splits, source, dropped, config } = await prepare(`time,level,state\n${rows.join('\n')}\n`, {}, '.csv');
    expect(config.data).toMatchObject({ group: null, time: 'time', inputs: ['level'], stretch: 20 });
    expect(splits.train).toEqual(Int32Array.from({ length: 14 }, (_, at) => at));
    expect([...splits.valid].sort((a, b) => a - b)).toEqual([14, 15]);
    expect([...splits.test].sort((a, b) => a - b)).toEqual([16, 17, 18, 19]);
    expect(valuesOf(source)[47]).toBe(valuesOf(source)[46]);
    expect(dropped).toContain('10 empty cells count as the value before in the sequence.');
  });

  test('the rows of a machine are a sequence; where no column is known to tell them apart, going back in time says how to name it', async () => {
    const { config } = await prepare(log(20, 30), {}, '.csv');
    expect(config.data).toMatchObject({ group: 'machine' });
    await expect(prepare(log(20, 30).replace('machine', 'where'), {}, '.csv')).rejects.toThrow(
      ':32: the time in column time is before that of the row above; sort the rows of each sequence by it, name the column that tells sequences apart in data.group, or set data.time to null',
    );
  });

  test('times that go back within a sequence are refused with the line', async () => {
    const content = log(20, 30).replace('2024-01-01T00:07', '2024-01-01T00:05');
    await expect(prepare(content, { data: { group: 'machine' } }, '.csv')).rejects.toThrow(
      ':9: the time in column time is before that of the row above',
    );
  });

  test('an id that returns after another is refused with the line', async () => {
    const content = `${log(3, 30)}m0,2024-01-01T01:00:00Z,1,up\n`;
    await expect(complete(content, { data: { group: 'machine' } }, '.csv')).rejects.toThrow(
      ":92: 'm0' in column machine returns after another",
    );
  });
});

describe('what cannot be learned says why:', () => {
  test.each([
    ['one class', linesOf(sentences, () => 'X'), {}, "data.label: 'tag' has one class only, 'X'"],
    [
      'two sentences',
      linesOf(sentences.slice(5, 7)),
      {},
      'data.split: 2 sequences cannot be shared out to three splits',
    ],
    [
      'another column',
      linesOf(sentences),
      { token: 'tokn' },
      "data.token: there is no column 'tokn'; did you mean 'token'?",
    ],
    [
      'a label that is the word',
      linesOf(sentences),
      { label: 'token' },
      "data.token: 'token' is there for something else",
    ],
    [
      'numbers for words',
      linesOf(sentences),
      { token: 'sentence', group: null },
      "data.token: 'sentence' holds numbers, not words",
    ],
    [
      'words for numbers',
      linesOf(sentences),
      { token: null, inputs: ['token'] },
      "data.inputs: 'token' does not hold numbers (line 1: 'the')",
    ],
    ['both', linesOf(sentences), { token: 'token', inputs: ['sentence'] }, "data.inputs: a step is a word of 'token'"],
  ])('%s', async (_, content, data, message) => {
    expect((await problemsOf(content, { data })).join('\n')).toContain(message);
  });
});
