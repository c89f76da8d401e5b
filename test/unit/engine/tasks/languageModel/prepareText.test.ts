import { expect, test } from 'vitest';
import type { SymbolSource } from '../../../../../engine/compute/source.ts';
import type { RunConfig } from '../../../../../engine/config.ts';
import type { TextData } from '../../../../../engine/tasks/languageModel/textFields.ts';
import type { TextCodec } from '../../../../../engine/encoding/codec.ts';
import { encodeFile, prepareData } from '../prepareData.ts';
import { decodeText, defaultPrime, encodePrime } from '../../../../../engine/encoding/textCodec.ts';
import type { InMemory } from '../../files/inMemory.ts';
import { temporaryFile } from '../../files/temporaryFile.ts';

const configOf = (content: string | Uint8Array, data: Partial<TextData> = {}): RunConfig =>
  ({
    task: 'languageModel',
    data: {
      file: temporaryFile(content, '.txt'),
      lowercase: false,
      seqLength: 4,
      split: { valid: 0.1, test: 0.1 },
      ...data,
    },
  }) as unknown as RunConfig;
const prepare = async (content: string | Uint8Array, data: Partial<TextData> = {}) => {
  const prepared = await prepareData(configOf(content, data));
  return { ...prepared, source: prepared.source as InMemory<SymbolSource>, codec: prepared.codec as TextCodec };
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
  expect([...encodePrime(codec as TextCodec, 'aZ😀b')]).toEqual([1, 2]);
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

test('unigram and bigram baselines are add-one counts of the training span alone', async () => {
  // Train 'aabaabaa' (a 6, b 2), valid 'ab', test 'bb'.
  const { baselines } = await prepare('aabaabaaabbb', { split: { valid: 2 / 12, test: 2 / 12 } });
  // Unigram: P(a) = 7/10, P(b) = 3/10. Pairs after a: aa 3, ab 2, so P(b|a) = 3/7; after b: ba 2, bb 0, so P(b|b) = 1/4.
  expect(baselines.valid['unigram']!['crossEntropy']).toBeCloseTo(-Math.log(3 / 10), 12);
  expect(baselines.valid['bigram']!['crossEntropy']).toBeCloseTo(-Math.log(3 / 7), 12);
  expect(baselines.test['bigram']!['crossEntropy']).toBeCloseTo(-Math.log(1 / 4), 12);
});

test('more symbols than 16 bits can tell apart are an error', async () => {
  let text = '';
  for (let codePoint = 0x10000; codePoint < 0x10000 + 65_536; codePoint++) text += String.fromCodePoint(codePoint);
  await expect(prepare(text)).rejects.toThrow('has 65536 different symbols; at most 65535 can be told apart');
});
