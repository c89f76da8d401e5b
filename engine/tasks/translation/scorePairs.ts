import type { Metrics } from '../../protocol.ts';
import type { Session } from '../../network/session.ts';
import type { Breathe } from '../preparedData.ts';
import type { Texts } from '../../files/columns/texts.ts';
import { stretches } from '../../errands/stretches.ts';
import { Bleu } from './metrics/bleu.ts';
import { Chrf } from './metrics/chrf.ts';
import { ExactMatch } from './metrics/exactMatch.ts';
import { rowsByGroup } from './sourceGroups.ts';
import { scoredUnit } from './sideCoder.ts';
import { beginningOf, normalForm, tokensOf } from './spacing.ts';
import { fitBeam, translateAll } from './translateAll.ts';
import type { TranslationCodec } from './translationCodec.ts';
import type { TranslationData } from './translationFields.ts';

/** Characters of a text that are scored: the n-grams of a text of millions would fill the memory. */
const longestScored = 20_000;

/** Rows whose nearest pair is looked for at once. */
const rowsAtOnce = 256;

/** Different sources of some rows, with all that they become there. */
export interface ScoredSources {
  /** A row of each. */
  readonly rows: Int32Array;
  readonly referencesOf: (index: number) => readonly string[];
}

/** The pairs of a file as they are scored: of a source that stands there several times, each of its targets is right. */
export class PairScorer {
  private readonly codec: TranslationCodec;
  private readonly sources: Texts;
  private readonly targets: Texts | undefined;
  private readonly groups: Int32Array;

  constructor(codec: TranslationCodec, sources: Texts, targets: Texts | undefined, groups: Int32Array) {
    this.codec = codec;
    this.sources = sources;
    this.targets = targets;
    this.groups = groups;
  }

  sourcesOf(rows: Int32Array): ScoredSources {
    const members = [...rowsByGroup(rows, this.groups).values()];
    return {
      rows: Int32Array.from(members, ([first = 0]) => first),
      referencesOf: (index) => (members[index] ?? []).map((row) => this.normal(this.targets?.at(row) ?? '')),
    };
  }

  /** By the source's row what something else than the network makes of it. */
  async score(sources: ScoredSources, textOf: (row: number) => string): Promise<Metrics> {
    const outputs: { text: string; tokens: readonly string[] }[] = [];
    for await (const [from, to] of stretches(sources.rows.length, rowsAtOnce, 'scoring what is simple')) {
      for (const row of sources.rows.subarray(from, to)) {
        const text = this.normal(textOf(row));
        outputs.push({ text, tokens: this.tokensOf(text) });
      }
    }
    return this.scoreTexts(sources, outputs);
  }

  sourceAt(row: number): string {
    return this.sources.at(row);
  }

  /** What the network's present weights make of the sources of these rows. */
  async scoreDecoded(
    session: Session,
    rows: Int32Array,
    { beam, lengthPenalty, maxTargetLength: longest }: TranslationData,
    breathe: Breathe,
  ): Promise<Metrics> {
    const sources = this.sourcesOf(rows);
    const options = { beam: fitBeam(session, beam), lengthPenalty, longest, wanted: 1 };
    return this.scoreTexts(sources, await translateAll(session, this.codec, sources.rows, options, breathe));
  }

  private scoreTexts(
    { referencesOf }: ScoredSources,
    outputs: readonly { readonly text: string; readonly tokens: readonly string[] }[],
  ): Metrics {
    const [exact, bleu, chrf] = [new ExactMatch(), new Bleu(), new Chrf()];
    const cut = (text: string): string => text.slice(0, longestScored);
    for (const [index, { text, tokens }] of outputs.entries()) {
      const references = referencesOf(index);
      exact.add(
        tokens,
        references.map((reference) => this.tokensOf(reference)),
      );
      const shown = references.map(cut);
      bleu.add(cut(text), shown);
      chrf.add(cut(text), shown);
    }
    return { exactMatch: exact.score(), bleu: bleu.score(), chrf: chrf.score() };
  }

  private normal(text: string): string {
    return normalForm(beginningOf(text), this.codec.lowercase).trim();
  }

  private tokensOf(text: string): string[] {
    return tokensOf(scoredUnit(this.codec.target), this.codec.lowercase, text);
  }
}
