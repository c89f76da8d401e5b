import type { StepSource } from '../../compute/source.ts';
import { SymbolWriter } from '../../encoding/symbolWriter.ts';
import { countIds, tokenIds, unknownId } from '../../encoding/tokenIds.ts';
import { findTexts } from '../../files/columns/findColumn.ts';
import type { Table } from '../../files/readTable.ts';
import { count } from '../../words/count.ts';
import { readLabels, type RowLabels } from '../labels/rowLabels.ts';
import { encodeNumbers } from './encodeNumbers.ts';
import { foldToken } from './foldToken.ts';
import type { LabelingCodec, TokenInputs } from './labelingCodec.ts';
import type { LabelingData } from './labelingFields.ts';
import { WordSpeller } from './spellWords.ts';
import type { StepSequences } from './stepSequences.ts';

/** Rows whose words are looked at together. */
const rowsAtOnce = 4096;

export interface EncodedSteps {
  readonly source: StepSource;
  readonly dropped: readonly string[];
  /** Undefined in a file without the label column. */
  readonly labels: RowLabels | undefined;
}

/** The stretches of a table as the network reads them. A file without the label column can be encoded too. */
export const encodeSteps = (
  table: Table,
  data: LabelingData,
  codec: Pick<LabelingCodec, 'inputs' | 'labels'>,
  sequences: StepSequences,
  mostInMemory: number,
): EncodedSteps => {
  const { starts, cut } = sequences;
  const common = { starts, steps: data.stretch };
  const { inputs, dropped, spelling } =
    codec.inputs.kind === 'tokens'
      ? encodeTokens(table, data, codec.inputs, mostInMemory)
      : encodeNumbers(table, codec.inputs, starts, mostInMemory);
  const labels = table.columns.some(({ name }) => name === data.label) ? readLabels(table, data.label) : undefined;
  const known = classesOfSteps(table.rows, labels, codec.labels);
  const pieces =
    cut === 0
      ? []
      : [
          `${count(cut, 'sequence')} of more than ${data.stretch} steps ${cut === 1 ? 'is' : 'are'} read in stretches of so many.`,
        ];
  return {
    source: {
      ...(spelling && { spelling }),
      kind: 'steps',
      inputs: { ...common, ...inputs },
      labels: known.classes,
      classes: codec.labels.length,
    },
    dropped: [...pieces, ...dropped, ...known.dropped],
    labels,
  };
};

const encodeTokens = (table: Table, { token, minCount }: LabelingData, inputs: TokenInputs, mostInMemory: number) => {
  const texts = findTexts(table, token ?? '');
  const ids = tokenIds(inputs);
  const writer = new SymbolWriter(table.rows, mostInMemory);
  const speller = inputs.characters && new WordSpeller(inputs.characters);
  const numbers = new Int32Array(speller ? table.rows : 0);
  let unknown = 0;
  for (let from = 0; from < table.rows; from += rowsAtOnce) {
    const words = texts.read(from, Math.min(table.rows, from + rowsAtOnce));
    const room = writer.room(words.length);
    words.forEach((word, at) => {
      const id = ids.get(foldToken(inputs, word)) ?? unknownId;
      if (id === unknownId) unknown++;
      room[at] = id;
      if (speller) numbers[from + at] = speller.numberOf(word);
    });
    writer.take(words.length);
  }
  const share = ((100 * unknown) / table.rows).toPrecision(2);
  const what = `${share} % of the words are ${minCount > 1 ? 'rare or ' : ''}not known and read as one unknown.`;
  return {
    inputs: { ids: writer.finish(), vocabulary: countIds(inputs.tokens.length) },
    dropped: unknown > 0 ? [what] : [],
    spelling: speller?.finish(numbers),
  };
};

/** By row, -1 where there is no label that is known, and what is to be said of those. */
const classesOfSteps = (
  rows: number,
  labels: RowLabels | undefined,
  names: readonly string[],
): { readonly classes: Int16Array; readonly dropped: readonly string[] } => {
  const ids = new Map(names.map((name, id) => [name, id]));
  const classes = new Int16Array(rows).fill(-1);
  if (!labels) return { classes, dropped: [] };
  let empty = 0;
  let foreign = 0;
  for (let row = 0; row < rows; row++) {
    const text = labels.textAt(row);
    const id = ids.get(text);
    if (id !== undefined) classes[row] = id;
    else if (text === '') empty++;
    else foreign++;
  }
  const are = (all: number): string => (all === 1 ? 'is' : 'are');
  return {
    classes,
    dropped: [
      ...(empty > 0
        ? [`${count(empty, 'step has', 'steps have')} no label and ${are(empty)} read, but not learned or scored.`]
        : []),
      ...(foreign > 0
        ? [
            `${count(foreign, 'step has', 'steps have')} a label that the model does not know and ${are(foreign)} not scored.`,
          ]
        : []),
    ],
  };
};
