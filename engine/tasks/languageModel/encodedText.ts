import type { SymbolSource } from '../../compute/source.ts';
import { countSymbols } from '../../compute/textSymbols.ts';
import type { TextCodec } from '../../encoding/codec.ts';
import { splitPoints } from '../../encoding/splitPoints.ts';
import { coderOf } from '../../encoding/textCoder.ts';
import type { Encoding, Split } from '../../config.ts';
import type { OpenedFile } from '../openedFile.ts';
import { type Readable, encodeCharacters, fitCharacters } from './characterFile.ts';
import type { TextData } from './textFields.ts';
import { SpanSizes } from './spanSizes.ts';
import { encodePieces, fitPieces } from './pieceFile.ts';

/** A text as a network reads it. */
export interface EncodedText {
  readonly source: SymbolSource;
  readonly dropped: readonly string[];
  /** How it is encoded, a sentence each. */
  readonly notes: readonly string[];
  /** Places of symbols: where the validation and the test part begin, and the end of all. */
  readonly validStart: number;
  readonly testStart: number;
  readonly end: number;
  readonly sizes: SpanSizes;
}

/** What a network is to know of a text's symbols: of words and their pieces, those of the training part. */
export const fitText = async (file: OpenedFile, data: TextData): Promise<TextCodec> => {
  if (data.unit === 'characters') return fitCharacters(file, data);
  const { symbols } = await file.surveyText(data);
  return fitPieces(file, data, splitPoints(symbols, data.split).validStart);
};

/**
 * A text as symbols that were fitted before, cut where the parts of a split begin: at the same characters, whatever the
 * symbols are. `characters` is how many it has; a text that is not split needs neither.
 */
export const encodeText = async (
  file: Readable,
  codec: TextCodec,
  encoding: Encoding | undefined,
  split: Split = { valid: 0, test: 0 },
  characters = 0,
): Promise<EncodedText> => {
  const coder = coderOf(codec);
  if (codec.kind === 'text') {
    const { source, dropped, notes } = await encodeCharacters(file, codec, encoding);
    const end = countSymbols(source);
    return { source, dropped, notes, ...splitPoints(end, split), end, sizes: new SpanSizes(source, coder) };
  }
  const { validStart, testStart } = splitPoints(characters, split);
  const isSplit = split.valid + split.test > 0;
  const cuts = isSplit ? [validStart, testStart] : [];
  const { source, dropped, notes, starts, unknown } = await encodePieces(file, codec, encoding, cuts);
  const end = countSymbols(source);
  const [validFrom = end, testFrom = end] = starts;
  const sizes = new SpanSizes(source, coder);
  for (const [index, pieces] of unknown.entries()) sizes.addUnknown([0, ...starts][index] ?? 0, pieces);
  return { source, dropped, notes, validStart: validFrom, testStart: testFrom, end, sizes };
};
