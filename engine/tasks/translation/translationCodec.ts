import * as z from 'zod';
import { isEachOnce } from '../../encoding/codecFields.ts';
import type { BytePairs } from '../../encoding/codec.ts';
import { bytePairFields, hasEarlierPieces, laterPiece } from '../../encoding/textCodecSchema.ts';
import { mostTokens } from '../../encoding/tokenCounts.ts';

/** How one side of the pairs is read: by words or characters, or by pieces of words. */
export type SideCodec = TokenSide | PieceSide;

export interface TokenSide {
  readonly unit: 'words' | 'characters';
  /** What the network knows, the most frequent first; for ids see `sideCoder`. */
  readonly tokens: readonly string[];
}

export interface PieceSide extends BytePairs {
  readonly unit: 'bytePairs';
}

/** How words become a text again: those that have no space before them, and those that have none behind. */
export interface Spacing {
  readonly joinsLeft: readonly string[];
  readonly joinsRight: readonly string[];
}

export interface TranslationCodec {
  readonly kind: 'pairs';
  readonly lowercase: boolean;
  readonly source: SideCodec;
  /** Pieces have the spaces between words in them. */
  readonly target: (TokenSide & Spacing) | PieceSide;
}

const once = z.array(z.string()).refine(isEachOnce, { error: 'something stands there twice' });
const tokenFields = { unit: z.enum(['words', 'characters']), tokens: once.max(mostTokens) };
const pieceSide = z
  .object({ unit: z.literal('bytePairs'), ...bytePairFields })
  .refine(hasEarlierPieces, { error: laterPiece });

export const translationCodecSchema = z.object({
  kind: z.literal('pairs'),
  lowercase: z.boolean(),
  source: z.discriminatedUnion('unit', [z.object(tokenFields), pieceSide]),
  target: z.discriminatedUnion('unit', [z.object({ ...tokenFields, joinsLeft: once, joinsRight: once }), pieceSide]),
}) satisfies z.ZodType<TranslationCodec>;

/** What a side's network knows, in the order of its ids: two that have it alike mean the same by an id. */
export const symbolsOf = (side: SideCodec): string =>
  side.unit === 'bytePairs' ? JSON.stringify([side.letters, side.merges]) : side.tokens.join('\0');
