import type { CharacterCodec } from '../../encoding/codec.ts';
import { createRandom } from '../../compute/random.ts';
import { splitPoints } from '../../encoding/splitPoints.ts';
import { buildIdTable, mostVocabulary, normaliseText } from '../../encoding/textCodec.ts';
import { coderOf } from '../../encoding/textCoder.ts';
import { InputError } from '../../errors.ts';
import { findTexts } from '../../files/columns/findColumn.ts';
import { encodingFor } from '../../files/formatFor.ts';
import type { Table } from '../../files/readTable.ts';
import type { Split } from '../../config.ts';
import { count } from '../../words/count.ts';
import type { OpenedFile } from '../openedFile.ts';
import type { EncodedText } from './encodedText.ts';
import { SpanSizes } from './spanSizes.ts';
import type { TextData } from './textFields.ts';

/** Ends a text, and stands before the first. */
const end = '\n';
const breaks = /[\r\n]+/g;
const rowsAtOnce = 1024;

/** The texts of a column and what each is labelled with; nothing where there is no text, or no label. */
interface LabelledRows {
  readonly file: string;
  readonly rows: number;
  readonly at: (row: number) => { readonly text: string; readonly label: string } | undefined;
}

/** What a network is to know of them: symbols and labels of the whole, as of a file that is a text. */
export const fitLabelled = async (file: OpenedFile, data: TextData): Promise<CharacterCodec> => {
  const texts = await readRows(file, data, data.lowercase);
  const symbols = new Set([end]);
  const labels = new Set<string>();
  await eachRow(texts, ordered(texts.rows), (one) => {
    for (const symbol of one.text) symbols.add(symbol);
    labels.add(one.label);
  });
  if (symbols.size > mostVocabulary || labels.size > mostVocabulary) {
    const message = `has ${symbols.size} different symbols and ${labels.size} labels; at most ${mostVocabulary} of each can be told apart`;
    throw new InputError(message, { file: file.path });
  }
  const inOrder = [...symbols].map((symbol) => symbol.codePointAt(0) ?? 0).sort((a, b) => a - b);
  return {
    kind: 'text',
    symbols: inOrder.map((symbol) => String.fromCodePoint(symbol)).join(''),
    lowercase: data.lowercase,
    ...(data.label !== undefined && { labels: [...labels].sort() }),
  };
};

/**
 * The texts one after another, in an order of their own where a seed is given, each with a line break behind it: breaks
 * within become spaces. Symbols and labels that the codec does not know are left out, and said.
 */
export const encodeLabelled = async (
  file: OpenedFile,
  codec: CharacterCodec,
  data: TextData,
  seed?: number,
  split: Split = { valid: 0, test: 0 },
): Promise<EncodedText> => {
  const texts = await readRows(file, data, codec.lowercase);
  const table = buildIdTable(codec);
  const labelIds = new Map((codec.labels ?? []).map((label, id) => [label, id]));
  const order = ordered(texts.rows);
  if (seed !== undefined) createRandom(seed).shuffle(order);
  const isKnown = (label: string): boolean => codec.labels === undefined || labelIds.has(label);
  let length = 1;
  let strangers = 0;
  let usable = 0;
  await eachRow(texts, order, ({ text, label }) => {
    usable++;
    if (isKnown(label)) length += text.length + 1;
    else strangers++;
  });
  // Ids and labels, 16 bits each.
  if (length * 4 > file.limits.encoded) {
    throw new InputError('has more text than is kept in memory with its labels; give fewer rows', { file: file.path });
  }
  const ids = new Uint16Array(length);
  const labels = new Uint16Array(length);
  let at = 0;
  let unknown = 0;
  const write = (text: string, label: number): void => {
    for (const symbol of text) {
      const id = table[symbol.codePointAt(0) ?? 0] ?? 0;
      if (id === 0) unknown++;
      else {
        labels[at] = label;
        ids[at++] = id - 1;
      }
    }
  };
  write(end, 0);
  await eachRow(texts, order, ({ text, label }) => {
    if (isKnown(label)) write(`${text}${end}`, labelIds.get(label) ?? 0);
  });
  const source = {
    kind: 'symbols',
    ids: ids.slice(0, at),
    vocabulary: [...codec.symbols].length,
    ...(codec.labels && { told: { ids: labels.slice(0, at), count: codec.labels.length } }),
  } as const;
  const left = (many: number, one: string, why: string): string[] =>
    many > 0 ? [`${count(many, one)} ${many === 1 ? 'is' : 'are'} left out: ${why}.`] : [];
  return {
    source,
    dropped: [
      ...left(
        texts.rows - usable,
        'row',
        data.label === undefined ? 'there is no text' : 'there is no text, or no label',
      ),
      ...left(strangers, 'row', 'the model never saw the label'),
      ...left(unknown, 'symbol', 'the model never saw them'),
    ],
    notes: [],
    ...splitPoints(at, split),
    end: at,
    sizes: new SpanSizes(source, coderOf(codec)),
  };
};

const readRows = async (
  file: OpenedFile,
  data: Pick<TextData, 'file' | 'encoding' | 'text' | 'label'>,
  lowercase: boolean,
): Promise<LabelledRows> => {
  const { text, label } = data;
  const encoding = await encodingFor(data, file.path);
  const table: Table = await file.readTable({ ...(encoding && { encoding }) });
  const texts = findTexts(table, text ?? '');
  const labels = label === undefined ? undefined : findTexts(table, label);
  return {
    file: table.file,
    rows: table.rows,
    at: (row) => {
      const own = normaliseText(texts.at(row), lowercase).replace(breaks, ' ').trim();
      const its = labels?.at(row).trim();
      return own === '' || its === '' ? undefined : { text: own, label: its ?? '' };
    },
  };
};

const ordered = (rows: number): Int32Array => Int32Array.from({ length: rows }, (_, row) => row);

/** Lets messages in between. */
const eachRow = async (
  { at }: LabelledRows,
  order: Int32Array,
  take: (row: { readonly text: string; readonly label: string }) => void,
): Promise<void> => {
  for (let from = 0; from < order.length; from += rowsAtOnce) {
    for (const row of order.subarray(from, from + rowsAtOnce)) {
      const one = at(row);
      if (one) take(one);
    }
    await new Promise((resolve) => void setImmediate(resolve));
  }
};
