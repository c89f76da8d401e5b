import type { RaggedSymbols } from '../../compute/source.ts';
import { readSymbols } from '../../compute/textSymbols.ts';
import type { Session } from '../../network/session.ts';
import type { AttentionMap } from '../../protocol.ts';
import { codersOf, type SideCoder } from './sideCoder.ts';
import { edgeId } from './sideIds.ts';
import type { Translation } from './translateAll.ts';
import type { TranslationCodec } from './translationCodec.ts';

/** What a person looks through, so that a line's map is a few kilobytes at the most: smaller shares are as good as none. */
const most = { source: 64, target: 64, looks: 8 } as const;
const leastShare = 0.02;

/**
 * What the decoder looks at while it puts out the same translations once more, of each of some examples of the loaded
 * source. Empty where it does not attend.
 */
export const attentionMaps = (
  session: Session,
  codec: TranslationCodec,
  sources: RaggedSymbols,
  examples: Int32Array,
  translations: readonly (Translation | undefined)[],
): readonly AttentionMap[] => {
  const outputs = translations.map((translation) => translation?.symbols.slice(0, most.target) ?? []);
  const longest = Math.max(0, ...outputs.map(({ length }) => length));
  if (longest === 0) return [];
  const { source: reader, target: writer } = codersOf(codec);
  const maps = Array.from(examples, (example, lane) => ({
    source: textsOf(reader, sourceIds(sources, example)),
    target: textsOf(writer, outputs[lane] ?? []),
    looks: [] as (readonly (readonly [number, number])[])[],
  }));
  const lanes = Int32Array.from(examples.keys());
  session.encode(examples);
  for (let step = 0; step < longest; step++) {
    // One that has ended goes on with whatever, which nobody looks at.
    const read = lanes.map((lane) => (step === 0 ? edgeId : (outputs[lane]?.[step - 1] ?? edgeId)));
    session.decodeBest(read, lanes, 1);
    const shares = session.attended(lanes.length);
    if (!shares) return [];
    const width = shares.length / lanes.length;
    maps.forEach(({ source, target, looks }, lane) => {
      if (step < target.length) looks.push(largest(shares.subarray(lane * width, lane * width + source.length)));
    });
  }
  return maps;
};

const sourceIds = ({ ids, starts, steps }: RaggedSymbols, example: number): readonly number[] => {
  const from = starts[example] ?? 0;
  const to = Math.min(starts[example + 1] ?? 0, from + Math.min(steps, most.source));
  return [...readSymbols({ ids }, from, to)].flatMap((piece) => [...piece]);
};

const textsOf = (side: SideCoder, ids: readonly number[]): string[] => ids.map((id) => side.textOf(id) ?? '');

/** The places with the largest shares, in the order of the source, in percent. */
const largest = (shares: Float32Array): readonly (readonly [number, number])[] =>
  [...shares.entries()]
    .filter(([, share]) => share >= leastShare)
    .sort(([, a], [, b]) => b - a)
    .slice(0, most.looks)
    .sort(([a], [b]) => a - b)
    .map(([place, share]) => [place, Math.round(100 * share)] as const);
