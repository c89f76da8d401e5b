import type { CharacterCodec } from './codec.ts';

/** Ids are 16 bits wide. */
export const mostVocabulary = 65_535;

/** `codePoint -> id + 1`, 0 for symbols that the codec does not know. */
export const buildIdTable = ({ symbols }: CharacterCodec): Uint32Array => {
  const table = new Uint32Array(0x110000);
  let id = 0;
  for (const symbol of symbols) table[symbol.codePointAt(0) ?? 0] = ++id;
  return table;
};

/** Text as the codec's symbols see it: LF line ends, folded to lower case when the codec was. */
export const normaliseText = (text: string, lowercase: boolean): string => {
  const lines = text.includes('\r') ? text.replaceAll('\r\n', '\n') : text;
  return lowercase ? lines.toLowerCase() : lines;
};

/** Ids of a prime text. Symbols that the network never saw are skipped: no id would mean anything to it. */
export const encodePrime = (codec: CharacterCodec, text: string): Uint16Array => {
  const ids = new Map([...codec.symbols].map((symbol, id) => [symbol, id]));
  const known: number[] = [];
  for (const symbol of normaliseText(text, codec.lowercase)) {
    const id = ids.get(symbol);
    if (id !== undefined) known.push(id);
  }
  return Uint16Array.from(known);
};

/** The symbols of `text` that the codec has no id for, each once. */
export const unknownSymbols = (codec: CharacterCodec, text: string): string[] => {
  const known = new Set(codec.symbols);
  return [...new Set(normaliseText(text, codec.lowercase))].filter((symbol) => !known.has(symbol));
};

export const decodeText = (codec: CharacterCodec, ids: Iterable<number>): string => {
  const symbols = symbolsOf(codec);
  let text = '';
  for (const id of ids) text += symbols[id] ?? '';
  return text;
};

/** Where a text may begin: after a line break, or any symbol when the text has no lines. */
export const defaultPrime = (codec: CharacterCodec): Uint16Array =>
  Uint16Array.of(Math.max(0, symbolsOf(codec).indexOf('\n')));

/** Streaming decodes one symbol at a time: the list is made once a codec. */
const symbolLists = new WeakMap<CharacterCodec, readonly string[]>();

const symbolsOf = (codec: CharacterCodec): readonly string[] => {
  let list = symbolLists.get(codec);
  if (!list) {
    list = [...codec.symbols];
    symbolLists.set(codec, list);
  }
  return list;
};
