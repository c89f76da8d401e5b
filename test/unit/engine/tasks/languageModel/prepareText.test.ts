import { expect, test } from 'vitest';
import type { SymbolSource } from '../../../../../engine/compute/source.ts';
import type { RunConfig } from '../../../../../engine/config.ts';
import type { TextData } from '../../../../../engine/tasks/languageModel/textFields.ts';
import type { CharacterCodec } from '../../../../../engine/encoding/codec.ts';
import { encodeFile, prepareData } from '../prepareData.ts';
import { decodeText, defaultPrime, encodePrime } from '../../../../../engine/encoding/textCodec.ts';
import type { InMemory } from '../../files/inMemory.ts';
import { temporaryFile } from '../../files/temporaryFile.ts';

const configOf = (content: string | Uint8Array, data: Partial<TextData> = {}): RunConfig =>
  ({
    task: 'languageModel',
    data: {
      file: temporaryFile(content, '.txt'),
      unit: 'characters',
      lowercase: false,
      minCount: 1,
      pieces: 0,
      seqLength: 4,
      split: { valid: 0.1, test: 0.1 },
      ...data,
    },
  }) as unknown as RunConfig;
const prepare = async (content: string | Uint8Array, data: Partial<TextData> = {}) => {
  const prepared = await prepareData(configOf(content, data));
  return { ...prepared, source: prepared.source as InMemory<SymbolSource>, codec: prepared.codec as CharacterCodec };
};

test('symbols are code points in order, CRLF is a line break, and ids decode to the text', async () => {
  const { source, codec, shape } = await prepare('\ufeffb😀a\r\nü漢b');
  expect(codec.symbols).toBe('\nabü漢😀');
  expect([...source.ids]).toEqual([2, 5, 1, 0, 3, 4, 2]);
  expect(shape).toEqual({ input: { kind: 'symbols', vocabulary: 6 }, outputSize: 6, everyStep: true });
  expect(decodeText(codec, source.ids)).toBe('b😀a\nü漢b');
});

test('a CR is kept unless an LF follows, also where a chunk of a megabyte ends', async () => {
  const long = 'x'.repeat((1 << 20) - 1);
  const { source, codec } = await prepare(`${long}\r\n\ry`);
  expect(decodeText(codec, source.ids.subarray(-4))).toBe('x\n\ry');
});

test('the text is split in order', async () => {
  const { splits } = await prepare('ab'.repeat(50), { split: { valid: 0.2, test: 0.1 } });
  expect([splits.train, splits.valid, splits.test].map((span) => [...span])).toEqual([
    [0, 70],
    [70, 90],
    [90, 100],
  ]);
  expect([...(await prepare('ab'.repeat(50), { split: { valid: 0.2, test: 0 } })).splits.test]).toEqual([]);
});

test('lower case folds the text and later primes', async () => {
  const { codec } = await prepare('AbaB', { lowercase: true });
  expect(codec.symbols).toBe('ab');
  expect([...encodePrime(codec, 'BA')]).toEqual([1, 0]);
});

test('symbols the model never saw are skipped in primes and in other files, and said', async () => {
  const config = configOf('abcabc\n', { seqLength: 3 });
  const { codec } = await prepareData(config);
  expect([...encodePrime(codec as CharacterCodec, 'aZ😀b')]).toEqual([1, 2]);
  const other = temporaryFile('abZc😀Za', '.txt');
  const { source, dropped, examples } = await encodeFile(config, codec, other);
  expect([...(source as InMemory<SymbolSource>).ids]).toEqual([1, 2, 3, 1]);
  expect([...examples]).toEqual([0, 4]);
  expect(dropped).toEqual(['3 symbols that the model never saw are left out: "Z", "😀".']);
});

test('a text without a prime begins after a line break, or at its first symbol', async () => {
  expect([...defaultPrime({ kind: 'text', symbols: 'a\nb', lowercase: false })]).toEqual([1]);
  expect([...defaultPrime({ kind: 'text', symbols: 'ab', lowercase: false })]).toEqual([0]);
});

test('the baselines count the training span alone: symbols plus one each, and the n-grams that the validation likes best', async () => {
  // Train 'aabaabaa' (a 6, b 2), valid 'ab', test 'bb'.
  const { baselines, lateBaselines } = await prepare('aabaabaaabbb', { split: { valid: 2 / 12, test: 2 / 12 } });
  expect(lateBaselines).toBeUndefined();
  expect(baselines.valid['unigram']!['crossEntropy']).toBeCloseTo(-Math.log(3 / 10), 12);
  expect(Object.keys(baselines.valid)).toEqual(['unigram', 'ngram3']);
  // Two symbols are too few for 3-grams: pairs count as often as different symbols come before them, aa, ab and ba once
  // each. Half of each is taken, for a and b that come after two symbols and after one: P(b) = (1 - 1/2 + 3/2 / 2) / 3.
  const b = 5 / 12;
  expect(baselines.valid['ngram3']!['crossEntropy']).toBeCloseTo(-Math.log((1 - 1 / 2 + b) / 2), 6);
  expect(baselines.test['ngram3']!['crossEntropy']).toBeCloseTo(-Math.log(b / 2), 6);
  expect(baselines.test['ngram3']!['perplexity']).toBeCloseTo(2 / b, 5);
});

test('without a validation part there are 5-grams for the test, and nothing beside what is not there', async () => {
  const { baselines } = await prepare('aab'.repeat(40), { split: { valid: 0, test: 0.1 } });
  expect([Object.keys(baselines.valid), Object.keys(baselines.test)]).toEqual([[], ['unigram', 'ngram5']]);
});

test('a long text is counted while the network trains: within memory, and to the same whatever the thread', async () => {
  const { baselines, lateBaselines } = await prepare('the cat sat on the mat. '.repeat(4000));
  expect(Object.keys(baselines.valid)).toEqual(['unigram']);
  const made = await lateBaselines!.make(new AbortController().signal, () => undefined);
  expect(made.valid['unigram']).toEqual(baselines.valid['unigram']);
  const [name] = Object.keys(made.valid).filter((each) => each.startsWith('ngram'));
  expect(made.valid[name!]!['crossEntropy']).toBeLessThan(0.01);
  expect(made.note).toBeUndefined();
});

test('another file is held against the n-grams of the text that was learned, while that is there', async () => {
  const config = configOf('the cat sat on the mat. '.repeat(200));
  const { codec } = await prepareData(config);
  const other = temporaryFile('the mat sat on the cat. '.repeat(10), '.txt');
  const { baselines } = await encodeFile(config, codec, other);
  const [, name] = Object.keys(baselines);
  expect(name).toMatch(/^ngram[2-8]$/);
  expect(baselines[name!]!['crossEntropy']).toBeLessThan(1.3);
  expect(baselines['unigram']!['crossEntropy']).toBeGreaterThan(2);
  // The text itself its n-grams know by heart.
  expect(Object.keys((await encodeFile(config, codec, config.data.file)).baselines)).toEqual(['unigram']);
  const gone = { ...config, data: { ...config.data, file: `${config.data.file}.gone` } };
  expect((await encodeFile(gone, codec, other)).baselines).toEqual({});
});

test('more symbols than 16 bits can tell apart are an error', async () => {
  let text = '';
  for (let codePoint = 0x10000; codePoint < 0x10000 + 65_536; codePoint++) text += String.fromCodePoint(codePoint);
  await expect(prepare(text)).rejects.toThrow('has 65536 different symbols; at most 65535 can be told apart');
});
