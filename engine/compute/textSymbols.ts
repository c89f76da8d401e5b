import type { SymbolSource } from './source.ts';

/** Where symbols are read from: what `ScratchFile` can, and another thread too. */
export interface SymbolFile {
  readonly byteLength: number;
  read(target: Uint16Array, position: number): void;
}

/** Symbols of a piece that is read from a file. */
const pieceLength = 1 << 18;

export const countSymbols = ({ ids }: Pick<SymbolSource, 'ids'>): number => ids.byteLength / 2;

/** The ids from position `from` to `to`, without the last, in pieces that are valid until the next. */
export function* readSymbols(
  { ids }: { readonly ids: Uint16Array | SymbolFile },
  from: number,
  to: number,
): Generator<Uint16Array, void, void> {
  if (ids instanceof Uint16Array) {
    yield ids.subarray(from, to);
    return;
  }
  const buffer = new Uint16Array(Math.min(pieceLength, Math.max(0, to - from)));
  for (let begin = from; begin < to; begin += buffer.length) {
    const piece = buffer.subarray(0, Math.min(buffer.length, to - begin));
    ids.read(piece, begin * 2);
    yield piece;
  }
}
