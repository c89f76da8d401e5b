import { describe, expect, test } from 'vitest';
import type { SymbolSource } from '../../../../../engine/compute/source.ts';
import type { RunConfig } from '../../../../../engine/config.ts';
import type { BytePairCodec, TextCodec, WordCodec } from '../../../../../engine/encoding/codec.ts';
import { spellingCosts } from '../../../../../engine/encoding/spelling.ts';
import { coderOf } from '../../../../../engine/encoding/textCoder.ts';
import { textCodecSchema } from '../../../../../engine/encoding/textCodecSchema.ts';
import type { TextData } from '../../../../../engine/tasks/languageModel/textFields.ts';
import type { InMemory } from '../../files/inMemory.ts';
import { temporaryFile } from '../../files/temporaryFile.ts';
import { textConfig } from '../../wholeConfig.ts';
import { encodeFile, prepareData } from '../prepareData.ts';

const configOf = (content: string, data: Partial<TextData> = {}): RunConfig =>
  textConfig({
    data: { file: temporaryFile(content, '.txt'), unit: 'words', minCount: 1, seqLength: 2, stepLength: 2, ...data },
  });
const prepare = async (content: string, data: Partial<TextData> = {}) => {
  const prepared = await prepareData(configOf(content, data));
  return { ...prepared, source: prepared.source as InMemory<SymbolSource>, codec: prepared.codec as WordCodec };
};

const written = (codec: TextCodec, ids: Iterable<number>): string =>
  Array.from(ids, (id) => coderOf(codec).textOf(id)).join('');

describe('a text as words', () => {
  const text = 'to be, or not to be\nthat is the question\n'.repeat(10);

  test('is known by its training part, the most frequent first, and written back as it was', async () => {
    const { source, codec, shape } = await prepare(text, { split: { valid: 0, test: 0 } });
    expect(codec.tokens.slice(0, 2)).toEqual(['\n', ' be']);
    expect(shape.outputSize).toBe(codec.tokens.length + 1);
    expect(written(codec, source.ids)).toBe(text);
    expect(textCodecSchema.parse(JSON.parse(JSON.stringify(codec)))).toEqual(codec);
  });

  test('is split at the same characters as by characters: a word belongs to where it begins', async () => {
    const split = { valid: 0.25, test: 0.25 };
    const byWord = await prepare(text, { split });
    const byCharacter = await prepareData(configOf(text, { split, unit: 'characters' }));
    const sides = [byCharacter.splits.valid, byCharacter.splits.test].map(([from = 0]) => from);
    for (const [index, part] of [byWord.splits.valid, byWord.splits.test].entries()) {
      const before = written(byWord.codec, byWord.source.ids.subarray(0, part[0])).length;
      const first = coderOf(byWord.codec).textOf(byWord.source.ids[part[0]!]!).length;
      expect(before).toBeGreaterThanOrEqual(sides[index]!);
      expect(before - sides[index]!).toBeLessThan(first + 12);
    }
    const all = written(byWord.codec, byWord.source.ids);
    expect(all).toBe(text);
  });

  test('has one unknown for what is rare in the training part or stands only behind it, and says how much that is', async () => {
    const { source, codec, dropped } = await prepare(`${'a b a b a b c\n'.repeat(4)}x y a b\n`, {
      minCount: 5,
      split: { valid: 0.13, test: 0 },
    });
    expect(new Set(codec.tokens)).toEqual(new Set([' b', ' a']));
    // a at the beginning of a line, c and line breaks are rare; x and y unseen.
    expect([...source.ids.subarray(0, 8)].map((id) => (id === 0 ? '?' : codec.tokens[id - 1]))).toEqual([
      '?',
      ' b',
      ' a',
      ' b',
      ' a',
      ' b',
      '?',
      '?',
    ]);
    expect(dropped[0]).toMatch(/^\d+ % of the words are rare or not known and read as one unknown\.$/);
  });

  test('too short for its stretches is refused with the way out', async () => {
    await expect(prepare('a b c d e f g h\n', { seqLength: 6, split: { valid: 0.3, test: 0 } })).rejects.toThrow(
      /has \d words in its (training|validation) part, and data.seqLength 6 asks for 7; use a smaller one/,
    );
  });
});

describe('metrics by word, by character and by symbol', () => {
  test('count what is predicted: all but the first symbol, and words between spaces', async () => {
    // The last five words: d, e, f and two line breaks; the first of them is only given.
    const { baselines } = await prepare(`${'a b c\n'.repeat(20)}d ee\nf\n`, {
      minCount: 2,
      split: { valid: 7 / 127, test: 0 },
    });
    const { crossEntropy, perplexity, bitsPerCharacter, wordPerplexity } = baselines.valid['unigram']!;
    const codec = (await prepare('a b c\n'.repeat(20), { minCount: 2, split: { valid: 0, test: 0 } })).codec;
    // 80 symbols in training, a, ' b', ' c', '\n' 20 times each, one more for each and for the unknown: 85. The last part
    // is d, ee, break, f, break.
    const [known, rare] = [21 / 85, 1 / 85];
    const nats = -2 * Math.log(known) - 2 * Math.log(rare);
    expect(crossEntropy).toBeCloseTo(nats / 4, 9);
    expect(perplexity).toBeCloseTo(Math.exp(nats / 4), 9);
    const spelled = spellingCosts(codec.spelling);
    const all = nats + spelled(' ee') + spelled('f');
    // ' ee', break, f, break: 6 characters; two words and two ends of lines.
    expect(bitsPerCharacter).toBeCloseTo(all / 6 / Math.LN2, 9);
    expect(wordPerplexity).toBeCloseTo(Math.exp(all / 4), 6);
  });

  test('of characters: nats by character are bits by ln 2, words are counted between spaces and line breaks', async () => {
    const { baselines } = await prepare(`${'ab cd\n'.repeat(30)}ab cd\nef\n`, {
      unit: 'characters',
      split: { valid: 9 / 189, test: 0 },
    });
    const { crossEntropy, bitsPerCharacter, wordPerplexity } = baselines.valid['unigram']!;
    expect(bitsPerCharacter).toBeCloseTo(crossEntropy! / Math.LN2, 12);
    // Predicted: 'b cd', break, 'ef', break: of the first word only its beginning is given, so it is not counted.
    expect(wordPerplexity).toBeCloseTo(Math.exp((crossEntropy! * 8) / 4), 6);
  });
});

test('a text without spaces has no perplexity by word where that is beyond all measure', async () => {
  const letters = Array.from({ length: 4000 }, (_, at) => String.fromCodePoint(0x4e00 + ((at * 7919) % 1000))).join('');
  const { baselines } = await prepare(letters, { unit: 'characters', split: { valid: 0.2, test: 0 } });
  expect(Object.keys(baselines.valid['unigram']!)).toEqual(['crossEntropy', 'bitsPerCharacter', 'perplexity']);
});

test('a prime is read as words, what is not known as the unknown, and stands before what is written as it was typed', async () => {
  const { codec } = await prepare('to be or not to be\n'.repeat(10), { split: { valid: 0, test: 0 } });
  const coder = coderOf(codec);
  expect(coder.echo('not Hamlet\r\n to ')).toBe('not Hamlet\n to');
  expect(Array.from(coder.encode('or not Hamlet to '), (id) => coder.textOf(id))).toEqual([' or', ' not', '', ' to']);
  expect(coder.unknown('or not Hamlet to Hamlet')).toEqual(['Hamlet']);
  expect([coder.textOf(coder.start[0]!), coder.unwritten?.id, coder.textOf(0)]).toEqual(['\n', 0, '']);
});

test('another file is encoded with the words that training knew', async () => {
  const config = configOf('to be or not to be\n'.repeat(20));
  const { codec } = await prepareData(config);
  const { source, examples, baselines } = await encodeFile(
    config,
    codec,
    temporaryFile('to see or to be\nto be\n', '.txt'),
  );
  const ids = (source as InMemory<SymbolSource>).ids;
  expect(written(codec as WordCodec, ids)).toBe('to or to be\nto be\n');
  expect([...examples]).toEqual([0, 9]);
  expect(Object.keys(baselines)).toEqual(['unigram', expect.stringMatching(/^ngram[1-5]$/)]);
});

describe('a text as byte pairs', () => {
  const text = 'low lower lowest, new newer newest\nwide wider widest\n'.repeat(12);

  test('is learned from its training part, written back as it was, and split at the same characters', async () => {
    const { source, codec, shape, splits } = await prepareData(
      configOf(text, { unit: 'bytePairs', pieces: 30, split: { valid: 0.2, test: 0.2 } }),
    );
    const ids = (source as InMemory<SymbolSource>).ids;
    const pairs = codec as BytePairCodec;
    expect(shape.outputSize).toBe(30);
    expect([...pairs.letters].length + pairs.merges.length + 1).toBe(30);
    expect(written(pairs, ids)).toBe(text);
    expect(ids.length).toBeLessThan(text.length / 2);
    const before = written(pairs, ids.subarray(0, splits.valid[0])).length;
    expect(Math.abs(before - 0.6 * text.length)).toBeLessThan(8);
    expect(textCodecSchema.parse(JSON.parse(JSON.stringify(pairs)))).toEqual(pairs);
  });

  test('has one unknown for letters that stand behind the training part, each as likely as any of Unicode', async () => {
    const { baselines, codec } = await prepareData(
      configOf(`${'ab ab ab\n'.repeat(20)}ab aß\n`, {
        unit: 'bytePairs',
        pieces: 6,
        split: { valid: 6 / 186, test: 0 },
      }),
    );
    const coder = coderOf(codec as BytePairCodec);
    expect(coder.unknown('aß ß\n')).toEqual(['ß']);
    const { crossEntropy, bitsPerCharacter } = baselines.valid['unigram']!;
    // Given is ab; ' ', a, ß and the break are to be foretold.
    const pieces = Array.from(coder.encode(' aß\n'), (id) => coder.textOf(id));
    expect(pieces.join('')).toBe(' a\n');
    const nats = crossEntropy! * pieces.length + Math.log(0x110000);
    expect(bitsPerCharacter).toBeCloseTo(nats / 4 / Math.LN2, 9);
  });

  test('is read on from a prime, unknown letters as the unknown', async () => {
    const { codec } = await prepareData(
      configOf(text, { unit: 'bytePairs', pieces: 40, split: { valid: 0, test: 0 } }),
    );
    const coder = coderOf(codec as BytePairCodec);
    expect(Array.from(coder.encode('lower ßwide '), (id) => coder.textOf(id)).join('')).toBe('lower wide');
    expect(coder.echo('lower ßwide ')).toBe('lower ßwide');
    expect(coder.textOf(coder.start[0]!)).toBe('\n');
  });
});
