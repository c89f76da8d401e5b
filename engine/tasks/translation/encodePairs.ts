import type { PairSource, RaggedSymbols } from '../../compute/source.ts';
import { SymbolWriter } from '../../encoding/symbolWriter.ts';
import { stretches } from '../../errands/stretches.ts';
import { findTexts } from '../../files/columns/findColumn.ts';
import type { Table } from '../../files/readTable.ts';
import { count } from '../../words/count.ts';
import { codersOf, type SideCoder } from './sideCoder.ts';
import { edgeId, unknownId } from './sideIds.ts';
import type { SideCodec, TranslationCodec } from './translationCodec.ts';
import { type TranslationData, unitNames } from './translationFields.ts';

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
export const encodePairs = async (
  table: Table,
  data: TranslationData,
  codec: TranslationCodec,
  mostInMemory: number,
): Promise<EncodedPairs> => {
  const hasTargets = table.columns.some(({ name }) => name === data.target);
  // A token takes at least a byte of the file, or is an edge or the space before a text; both sides lie in memory, or
  // both in files.
  const writer = (): SymbolWriter => new SymbolWriter(table.bytes + 3 * table.rows, mostInMemory);
  const coders = codersOf(codec);
  const from = new SideWriter(table, data.source, coders.source, codec.source.unit, writer());
  const to = new SideWriter(table, hasTargets ? data.target : undefined, coders.target, codec.target.unit, writer());
  const source = await from.write(data.maxLength, false);
  const target = await to.write(data.maxTargetLength, true);
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
  private readonly coder: SideCoder;
  private readonly unit: SideCodec['unit'];
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
    coder: SideCoder,
    unit: SideCodec['unit'],
    writer: SymbolWriter,
  ) {
    this.table = table;
    this.column = column;
    this.coder = coder;
    this.unit = unit;
    this.writer = writer;
  }

  async write(longest: number, hasEdges: boolean): Promise<RaggedSymbols> {
    const { table, column, coder, writer } = this;
    this.longest = longest;
    const starts = new Float64Array(table.rows + 1);
    const texts = column === undefined ? undefined : findTexts(table, column);
    for await (const [from, to] of stretches(table.rows, rowsAtOnce, 'encoding texts')) {
      const some = texts?.read(from, to) ?? [];
      for (const [index, text] of some.entries()) {
        const ids = coder.encode(text);
        if (ids.length > 0) this.take(ids, hasEdges);
        else this.empty += 1;
        starts[from + index + 1] = writer.length;
      }
    }
    // The step that reads the last symbol foretells the end.
    return { ids: writer.finish(), starts, steps: longest + (hasEdges ? 1 : 0), vocabulary: coder.vocabulary };
  }

  /** What was left out, filled in or not known; one sentence each. */
  dropped(what: 'source' | 'target', { minCount }: TranslationData): string[] {
    const { table, longest, longestSeen, cut, empty, read, unknown } = this;
    const unit = unitNames[this.unit];
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
      const parts = `${share(unknown, read)} % of the ${unit} of the ${what}s are`;
      sentences.push(
        this.unit === 'bytePairs'
          ? `${parts} letters that the training texts have not, and read as one unknown.`
          : `${parts} ${minCount > 1 ? 'rare or ' : ''}not known and read as one unknown.`,
      );
    }
    return sentences;
  }

  private take(ids: readonly number[], hasEdges: boolean): void {
    const { writer, longest } = this;
    if (ids.length > this.longestSeen) this.longestSeen = ids.length;
    if (ids.length > longest) this.cut += 1;
    const kept = Math.min(ids.length, longest);
    const room = writer.room(kept + (hasEdges ? 2 : 0));
    let at = 0;
    if (hasEdges) room[at++] = edgeId;
    for (let index = 0; index < kept; index++) {
      const id = ids[index] ?? unknownId;
      if (id === unknownId) this.unknown += 1;
      room[at++] = id;
    }
    // Of what is cut the end is not known.
    if (hasEdges && kept === ids.length) room[at++] = edgeId;
    this.read += kept;
    writer.take(at);
  }
}
