import type { Session } from '../../network/session.ts';
import type { Breathe } from '../preparedData.ts';
import { type Hypothesis, symbolsOf } from './hypothesis.ts';
import { Search, type SearchOptions } from './search.ts';
import { codersOf, type TargetCoder } from './sideCoder.ts';
import { edgeId } from './sideIds.ts';
import type { TranslationCodec } from './translationCodec.ts';

/** What a model puts out for a source. */
export interface Translation {
  /** As ids of the network, without the edges. */
  readonly symbols: readonly number[];
  readonly tokens: readonly string[];
  readonly text: string;
  /** Logarithm of its probability; NaN where the network has lost its numbers. */
  readonly log: number;
}

/** Puts ids into texts. */
export class Translator {
  private readonly coder: TargetCoder;

  constructor(codec: TranslationCodec) {
    this.coder = codersOf(codec).target;
  }

  /**
   * The best translations of each of some examples of the loaded source, as many as `sourcesAtOnce` at the most, all
   * hypotheses of all of them going through the network together.
   */
  translate(session: Session, examples: Int32Array, options: SearchOptions): (readonly Translation[])[] {
    session.encode(examples);
    const searches = Array.from(examples, (_, lane) => new Search(lane, options));
    for (let alive = searches; alive.length > 0; alive = alive.filter(({ live }) => live.length > 0)) {
      const all = alive.flatMap(({ live }) => live);
      const outputs = session.decodeBest(
        Int32Array.from(all, ({ before, symbol }) => (before ? symbol : edgeId)),
        Int32Array.from(all, ({ lane }) => lane),
        Search.outputsOf(options),
      );
      let first = 0;
      for (const search of alive) {
        const { length } = search.live;
        search.advance(outputs, first);
        first += length;
      }
    }
    return searches.map(({ found }) => found.map((hypothesis) => this.read(hypothesis)));
  }

  private read(hypothesis: Hypothesis): Translation {
    const symbols = symbolsOf(hypothesis);
    return { symbols, ...this.coder.decode(symbols), log: hypothesis.log };
  }
}

/** No more hypotheses than the session has lanes. */
export const fitBeam = ({ batchSize }: Session, beam: number): number => Math.min(beam, batchSize);

/** Sources whose hypotheses have a lane each. */
export const sourcesAtOnce = ({ batchSize }: Session, { beam }: SearchOptions): number =>
  Math.max(1, Math.floor(batchSize / beam));

/** The best translation of each example of the loaded source; `breathe` is told how far it is. */
export const translateAll = async (
  session: Session,
  codec: TranslationCodec,
  examples: Int32Array,
  options: SearchOptions,
  breathe: Breathe,
): Promise<readonly Translation[]> => {
  const translator = new Translator(codec);
  const translations: Translation[] = [];
  const atOnce = sourcesAtOnce(session, options);
  for (let from = 0; from < examples.length; from += atOnce) {
    await breathe(from / examples.length);
    for (const [best] of translator.translate(session, examples.subarray(from, from + atOnce), options)) {
      translations.push(best ?? { symbols: [], tokens: [], text: '', log: NaN });
    }
  }
  return translations;
};
