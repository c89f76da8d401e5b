import * as z from 'zod';
import { isEachOnce } from '../../encoding/codecFields.ts';
import { mostTokens } from '../../encoding/tokenCounts.ts';

/** How one side of the pairs is read. */
export interface SideCodec {
  readonly unit: 'words' | 'characters';
  /** What the network knows, the most frequent first; for ids see `sideIds`. */
  readonly tokens: readonly string[];
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
  readonly target: SideCodec & Spacing;
}

const once = z.array(z.string()).refine(isEachOnce, { error: 'something stands there twice' });
const side = { unit: z.enum(['words', 'characters']), tokens: once.max(mostTokens) };

export const translationCodecSchema = z.object({
  kind: z.literal('pairs'),
  lowercase: z.boolean(),
  source: z.object(side),
  target: z.object({ ...side, joinsLeft: once, joinsRight: once }),
}) satisfies z.ZodType<TranslationCodec>;
