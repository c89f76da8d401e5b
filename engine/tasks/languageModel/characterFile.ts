import type { SymbolSource } from '../../compute/source.ts';
import type { Encoding } from '../../config.ts';
import { InputError } from '../../errors.ts';
import type { CharacterCodec } from '../../encoding/codec.ts';
import { count } from '../../words/count.ts';
import { buildIdTable, mostVocabulary } from '../../encoding/textCodec.ts';
import { SymbolWriter } from '../../encoding/symbolWriter.ts';
import { type TextOptions, readNormalisedChunks, symbolAt, symbolLength } from '../../encoding/textBytes.ts';
import { type ToldText, describeEncodings } from '../../files/decoding/describeEncoding.ts';
import type { OpenedFile } from '../openedFile.ts';

/** Positions are 32 bits wide. */
const mostSymbols = 2 ** 31 - 1;

/** What is needed of a file to read it. An open one may have been read before. */
export type Readable = Pick<OpenedFile, 'path' | 'texts' | 'bytes' | 'limits'> &
  Partial<Pick<OpenedFile, 'lastSurvey'>>;

/**
 * The symbols of a whole text. Those that only the held-out spans have get an id too: knowing that a symbol exists is
 * no knowledge of where it stands, and a model without it could not score those spans at all.
 */
export const fitCharacters = async (file: OpenedFile, options: TextOptions): Promise<CharacterCodec> => {
  const { vocabulary } = await file.surveyText(options);
  const size = [...vocabulary].length;
  if (size > mostVocabulary) {
    throw new InputError(`has ${size} different symbols; at most ${mostVocabulary} can be told apart: is it a text?`, {
      file: file.path,
    });
  }
  return { kind: 'text', symbols: vocabulary, lowercase: options.lowercase };
};

/** A text as ids. Symbols that the codec does not know are skipped, and said; `notes` say how it is encoded. */
export const encodeCharacters = async (
  file: Readable,
  codec: CharacterCodec,
  encoding: Encoding | undefined,
): Promise<{ source: SymbolSource; dropped: readonly string[]; notes: readonly string[] }> => {
  const unknown = new Map<number, number>();
  const options = { lowercase: codec.lowercase, encoding };
  const { ids, notes } = (await readBySurvey(file, codec, options)) ?? (await readIds(file, codec, options, unknown));
  const source: SymbolSource = { kind: 'symbols', ids, vocabulary: [...codec.symbols].length };
  if (unknown.size === 0) return { source, dropped: [], notes };
  const skipped = [...unknown.values()].reduce((sum, times) => sum + times);
  const shown = [...unknown.keys()].slice(0, 10).map((codePoint) => JSON.stringify(String.fromCodePoint(codePoint)));
  const more = unknown.size > shown.length ? ', …' : '';
  return {
    source,
    dropped: [
      `${count(skipped, 'symbol')} that the model never saw ${skipped === 1 ? 'is' : 'are'} left out: ${shown.join(', ')}${more}.`,
    ],
    notes,
  };
};

interface ReadIds {
  readonly ids: SymbolSource['ids'];
  readonly notes: readonly string[];
}

/** Those that counting has kept, where the codec was fitted on this text; another reads it with other eyes. */
const readBySurvey = async (
  file: Readable,
  { symbols }: CharacterCodec,
  options: TextOptions,
): Promise<ReadIds | undefined> => {
  const survey = await file.lastSurvey?.(options);
  return survey?.ids && survey.vocabulary === symbols ? { ids: survey.ids, notes: survey.notes } : undefined;
};

const readIds = async (
  { path: file, texts, bytes, limits }: Readable,
  codec: CharacterCodec,
  options: TextOptions,
  unknown: Map<number, number>,
): Promise<ReadIds> => {
  const table = buildIdTable(codec);
  // A symbol takes at least a byte.
  const ids = new SymbolWriter(bytes, limits.encoded);
  const told: ToldText[] = [];
  for await (const chunk of readNormalisedChunks(texts, options, told)) {
    ids.take(encodeBytes(chunk, table, ids.room(chunk.length), unknown));
  }
  checkLength(ids.length, file);
  return { ids: ids.finish(), notes: describeEncodings(told) };
};

export const checkLength = (symbols: number, file: string): void => {
  if (symbols <= mostSymbols) return;
  throw new InputError(`has ${symbols} symbols, more than ${mostSymbols}; cut it into several files`, { file });
};

/** Writes the ids of the symbols to `ids`; returns how many they are. Unknown symbols are counted instead. */
const encodeBytes = (bytes: Uint8Array, table: Uint32Array, ids: Uint16Array, unknown: Map<number, number>): number => {
  let end = 0;
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
