import { learnBytePairs } from '../../encoding/bytePairs.ts';
import { TokenCounts } from '../../encoding/tokenCounts.ts';
import { stretches } from '../../errands/stretches.ts';
import type { Texts } from '../../files/columns/texts.ts';
import { findTexts } from '../../files/columns/findColumn.ts';
import type { Table } from '../../files/readTable.ts';
import { wordsOfPieces } from './sideCoder.ts';
import { beginningOf, SpacingCounts, tokensOf } from './spacing.ts';
import type { SideCodec, Spacing, TokenSide, TranslationCodec } from './translationCodec.ts';
import type { TranslationData } from './translationFields.ts';

/** Rows whose texts are looked at together. */
const rowsAtOnce = 4096;

/**
 * What of the training rows' texts is not too rare, or the pieces that are learned of their words, and how words of the
 * targets are put together. Where sides share a vocabulary, both have that of all texts.
 */
export const fitPairs = async (table: Table, data: TranslationData, train: Int32Array): Promise<TranslationCodec> => {
  const { unit, targetUnit, lowercase, sharedVocabulary } = data;
  const [sources, targets] = [findTexts(table, data.source), findTexts(table, data.target)];
  const from = new TokenCounts();
  const to = sharedVocabulary ? from : new TokenCounts();
  await countTexts(from, sources, unit, lowercase, train);
  await countTexts(to, targets, targetUnit, lowercase, train);
  const source = await fitSide(from, unit, data);
  const target = sharedVocabulary ? source : await fitSide(to, targetUnit, data);
  return {
    kind: 'pairs',
    lowercase,
    source,
    target: target.unit === 'bytePairs' ? target : { ...target, ...spacingOf(targets, target, lowercase, train) },
  };
};

const countTexts = async (
  counts: TokenCounts,
  texts: Texts,
  unit: SideCodec['unit'],
  lowercase: boolean,
  rows: Int32Array,
): Promise<void> => {
  for await (const [from, to] of stretches(rows.length, rowsAtOnce, 'counting words')) {
    for (const row of rows.subarray(from, to)) {
      const text = beginningOf(texts.at(row));
      counts.add(unit === 'bytePairs' ? wordsOfPieces(lowercase, text) : tokensOf(unit, lowercase, text));
    }
  }
};

const fitSide = async (
  counts: TokenCounts,
  unit: SideCodec['unit'],
  { minCount, pieces }: TranslationData,
): Promise<SideCodec> =>
  unit === 'bytePairs'
    ? { unit, ...(await learnBytePairs(counts.entries(), pieces)) }
    : { unit, tokens: counts.frequent(minCount) };

const spacingOf = (texts: Texts, { unit, tokens }: TokenSide, lowercase: boolean, rows: Int32Array): Spacing => {
  const spacing = new SpacingCounts(lowercase);
  for (const row of unit === 'words' ? rows : []) {
    const text = beginningOf(texts.at(row));
    spacing.add(text, tokensOf(unit, lowercase, text));
  }
  return spacing.spacing(tokens);
};
