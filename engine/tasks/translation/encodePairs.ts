import type { PairSource, RaggedSymbols } from '../../compute/source.ts';
import { SymbolWriter } from '../../encoding/symbolWriter.ts';
import { findTexts } from '../../files/columns/findColumn.ts';
import type { Table } from '../../files/readTable.ts';
import { count } from '../../words/count.ts';
import { countIds, edgeId, idsOf, unknownId } from './sideIds.ts';
import { tokensOf } from './spacing.ts';
import type { SideCodec, TranslationCodec } from './translationCodec.ts';
import type { TranslationData } from './translationFields.ts';

/** Rows whose texts are looked at together. */
const rowsAtOnce = 4096;

export interface EncodedPairs {
  readonly source: PairSource;
  readonly dropped: readonly string[];
  /** Whether the file has the target column. */
  readonly hasTargets: boolean;
  /** Whether there is anything to read in a row, and anything that it becomes. */
  readonly hasSource: (row: number) => boolean;
  readonly hasTarget: (row: number) => boolean;
}

/**
 * Pairs as ids, each side as long as it is up to its longest; a target begins and ends with the edge, unless it is cut. A
 * file without the target column can be encoded too: its targets are not known.
 */
export const encodePairs = (
  table: Table,
  data: TranslationData,
  codec: TranslationCodec,
  mostInMemory: number,
): EncodedPairs => {
  const hasTargets = table.columns.some(({ name }) => name === data.target);
  // A token takes at least a byte of the file; both sides lie in memory, or both in files.
  const room = table.bytes + 2 * table.rows;
  const from = new SideWriter(table, data.source, codec.source, codec.lowercase, room, mostInMemory);
  const to = new SideWriter(
    table,
    hasTargets ? data.target : undefined,
    codec.target,
    codec.lowercase,
    room,
    mostInMemory,
  );
  const source = from.write(data.maxLength, false);
  const target = to.write(data.maxTargetLength, true);
  const isPresent =
    ({ starts }: RaggedSymbols) =>
    (row: number): boolean =>
      starts[row] !== starts[row + 1];
  return {
    source: { kind: 'pairs', source, target },
    dropped: [...from.dropped('source', data), ...to.dropped('target', data)],
    hasTargets,
    hasSource: isPresent(source),
    hasTarget: isPresent(target),
  };
};

/** Takes the texts of one column, one after another. */
class SideWriter {
  private readonly table: Table;
  private readonly column: string | undefined;
  private readonly side: SideCodec;
  private readonly lowercase: boolean;
  private readonly writer: SymbolWriter;
  private longest = 0;
  private longestSeen = 0;
  private cut = 0;
  private empty = 0;
  private read = 0;
  private unknown = 0;

  constructor(
    table: Table,
    column: string | undefined,
    side: SideCodec,
    lowercase: boolean,
    room: number,
    mostInMemory: number,
  ) {
    this.table = table;
    this.column = column;
    this.side = side;
    this.lowercase = lowercase;
    this.writer = new SymbolWriter(room, mostInMemory);
  }

  write(longest: number, hasEdges: boolean): RaggedSymbols {
    const { table, column, side, lowercase, writer } = this;
    this.longest = longest;
    const ids = idsOf(side);
    const starts = new Float64Array(table.rows + 1);
    const texts = column === undefined ? undefined : findTexts(table, column);
    for (let from = 0; from < table.rows; from += rowsAtOnce) {
      const some = texts?.read(from, Math.min(table.rows, from + rowsAtOnce)) ?? [];
      for (const [index, text] of some.entries()) {
        const tokens = tokensOf(side.unit, lowercase, text);
        if (tokens.length > 0) this.take(tokens, ids, hasEdges);
        else this.empty += 1;
        starts[from + index + 1] = writer.length;
      }
    }
    const vocabulary = countIds(side.tokens.length);
    // The step that reads the last symbol foretells the end.
    return { ids: writer.finish(), starts, steps: longest + (hasEdges ? 1 : 0), vocabulary };
  }

  /** What was left out, filled in or not known; one sentence each. */
  dropped(what: 'source' | 'target', { minCount }: TranslationData): string[] {
    const { table, side, longest, longestSeen, cut, empty, read, unknown } = this;
    const { unit } = side;
    const share = (part: number, whole: number): string => ((100 * part) / whole).toPrecision(2);
    const sentences: string[] = [];
    if (cut > 0) {
      const them = cut === 1 ? 'it' : 'them';
      sentences.push(
        `${count(cut, what)} (${share(cut, table.rows)} %) ${cut === 1 ? 'is' : 'are'} longer than ${longest} ${unit}, ` +
          `the longest has ${longestSeen.toLocaleString('en')}; of ${them} the first ${longest} are read.`,
      );
    }
    if (empty > 0 && what === 'source') {
      sentences.push(`${count(empty, 'row has', 'rows have')} no source and ${empty === 1 ? 'is' : 'are'} left out.`);
    }
    if (empty > 0 && what === 'target') {
      sentences.push(`${count(empty, 'row has', 'rows have')} no target and can be predicted, not learned from.`);
    }
    if (unknown > 0) {
      sentences.push(
        `${share(unknown, read)} % of the ${unit} of the ${what}s are ${minCount > 1 ? 'rare or ' : ''}not known and read as one unknown.`,
      );
    }
    return sentences;
  }

  private take(tokens: readonly string[], ids: ReadonlyMap<string, number>, hasEdges: boolean): void {
    const { writer, longest } = this;
    if (tokens.length > this.longestSeen) this.longestSeen = tokens.length;
    if (tokens.length > longest) this.cut += 1;
    const kept = Math.min(tokens.length, longest);
    const room = writer.room(kept + (hasEdges ? 2 : 0));
    let at = 0;
    if (hasEdges) room[at++] = edgeId;
    for (let index = 0; index < kept; index++) {
      const id = ids.get(tokens[index] ?? '') ?? unknownId;
      if (id === unknownId) this.unknown += 1;
      room[at++] = id;
    }
    // Of what is cut the end is not known.
    if (hasEdges && kept === tokens.length) room[at++] = edgeId;
    this.read += kept;
    writer.take(at);
  }
}
