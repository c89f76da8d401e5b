import { stat } from 'node:fs/promises';
import type { SymbolSource } from '../compute/source.ts';
import type { TextData } from '../config.ts';
import { InputError } from '../errors.ts';
import type { Baselines } from '../protocol.ts';
import type { TextCodec } from './codec.ts';
import { cannotOpen } from './decodedChunks.ts';
import { count } from './proposeTask.ts';
import { buildIdTable, maxVocabulary } from './textCodec.ts';
import { textMetrics } from './textMetrics.ts';
import { readNormalisedChunks, symbolAt, symbolLength } from './textBytes.ts';
import { surveyText } from './textSurvey.ts';

/**
 * The symbols of a whole text. Those that only the held-out spans have get an id too: knowing that a symbol exists is
 * no knowledge of where it stands, and a model without it could not score those spans at all.
 */
export const fitText = async ({ file, lowercase }: TextData): Promise<TextCodec> => {
  const { vocabulary } = await surveyText(file, lowercase);
  const size = [...vocabulary].length;
  if (size > maxVocabulary) {
    throw new InputError(`has ${size} different symbols; at most ${maxVocabulary} can be told apart: is it a text?`, {
      file,
    });
  }
  return { kind: 'text', symbols: vocabulary, lowercase };
};

/** A text as ids. Symbols that the codec does not know are skipped, and said. */
export const encodeText = async (
  file: string,
  codec: TextCodec,
): Promise<{ source: SymbolSource; dropped: readonly string[] }> => {
  const table = buildIdTable(codec);
  const { size } = await stat(file).catch((error: unknown) => {
    throw cannotOpen(file, error);
  });
  // A symbol takes at least a byte; pages that are never written take no memory.
  const ids = new Uint16Array(size);
  const unknown = new Map<number, number>();
  let length = 0;
  for await (const bytes of readNormalisedChunks(file, codec.lowercase)) {
    length = encodeBytes(bytes, table, ids, length, unknown);
  }
  const source: SymbolSource = {
    kind: 'symbols',
    ids: length * 2 > size ? ids.subarray(0, length) : ids.slice(0, length),
    vocabulary: [...codec.symbols].length,
  };
  if (unknown.size === 0) return { source, dropped: [] };
  const skipped = [...unknown.values()].reduce((sum, times) => sum + times);
  const shown = [...unknown.keys()].slice(0, 10).map((codePoint) => JSON.stringify(String.fromCodePoint(codePoint)));
  const more = unknown.size > shown.length ? ', …' : '';
  return {
    source,
    dropped: [
      `${count(skipped, 'symbol')} that the model never saw ${skipped === 1 ? 'is' : 'are'} left out: ${shown.join(', ')}${more}.`,
    ],
  };
};

/** Writes the ids of a text's symbols from `length` on; returns the new length. Unknown symbols are counted instead. */
const encodeBytes = (
  bytes: Uint8Array,
  table: Uint32Array,
  ids: Uint16Array,
  length: number,
  unknown: Map<number, number>,
): number => {
  let end = length;
  for (let at = 0; at < bytes.length;) {
    const byte = bytes[at] ?? 0;
    const symbol = byte < 0x80 ? byte : symbolAt(bytes, at);
    const id = table[symbol] ?? 0;
    if (id > 0) ids[end++] = id - 1;
    else unknown.set(symbol, (unknown.get(symbol) ?? 0) + 1);
    at += byte < 0x80 ? 1 : symbolLength(byte);
  }
  return end;
};

/** Counting pairs takes the square of the vocabulary in memory. */
const largestPairVocabulary = 2048;

/**
 * What counting reaches on each span: how often a symbol comes, and how often after the one before it, both with one
 * added to every count so that nothing is impossible (Laplace). Counts are of `train` alone.
 */
export const textBaselines = (source: SymbolSource, train: Int32Array, spans: readonly Int32Array[]): Baselines[] => {
  const { ids, vocabulary } = source;
  const [begin = 0, end = 0] = train;
  const single = new Float64Array(vocabulary).fill(1);
  for (let at = begin; at < end; at++) single[ids[at] ?? 0] = (single[ids[at] ?? 0] ?? 0) + 1;
  const total = end - begin + vocabulary;
  const hasPairs = vocabulary <= largestPairVocabulary;
  const pairs = new Uint32Array(hasPairs ? vocabulary * vocabulary : 0);
  const firsts = new Float64Array(vocabulary).fill(vocabulary);
  for (let at = begin + 1; hasPairs && at < end; at++) {
    const first = ids[at - 1] ?? 0;
    const pair = first * vocabulary + (ids[at] ?? 0);
    pairs[pair] = (pairs[pair] ?? 0) + 1;
    firsts[first] = (firsts[first] ?? 0) + 1;
  }
  return spans.map(([from = 0, to = 0]) => {
    if (to - from < 2) return {};
    let unigram = 0;
    let bigram = 0;
    // As for the network, the first symbol of a span is only ever given.
    for (let at = from + 1; at < to; at++) {
      const first = ids[at - 1] ?? 0;
      const second = ids[at] ?? 0;
      unigram -= Math.log((single[second] ?? 1) / total);
      if (hasPairs) bigram -= Math.log(((pairs[first * vocabulary + second] ?? 0) + 1) / (firsts[first] ?? 1));
    }
    const predictions = to - from - 1;
    return {
      unigram: textMetrics(unigram / predictions),
      ...(hasPairs && { bigram: textMetrics(bigram / predictions) }),
    };
  });
};
