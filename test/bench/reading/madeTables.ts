import type { Random } from '../../../engine/compute/random.ts';
import { createRandom } from '../../../engine/compute/random.ts';
import { makeNumbers } from './madeNumbers.ts';
import { makeTexts } from './madeTexts.ts';
import { makeTimes } from './madeTimes.ts';
import { pick } from './pick.ts';
import type { Kind, Subject } from './subject.ts';
import { type Line, type Writing, fitsWindows1252, writeTable } from './writeTable.ts';

export interface MadeColumn {
  readonly name: string;
  readonly kind: Kind;
  readonly cells: readonly string[];
  /** Of numbers and times, by row. */
  readonly values?: readonly number[];
  readonly traits: readonly string[];
  /** Whether only its name tells what its cells are. */
  readonly needsName?: boolean;
}

const names =
  'id amount price Temperature load_kw sensor_1 Vendor Region comment status Gr\u00f6\u00dfe humidity rate x y units sold-to note'.split(
    ' ',
  );
const joined = ['Wind speed (m/s)', 'Total, net', 'Unit price', 'Net; gross', 'd\u00e9bit', 'say "what"'];
const missingWords = ['', '', '', 'NA', 'N/A', 'n/a', 'null', 'NaN', 'nan', 'None', '-', '--', '?', '.'];
const comments = [
  '# made by a program',
  '#exported on a Tuesday',
  '# columns: see the manual',
  '# value, unit; and more',
];

/** A table of a seeded kind, and what is right of it; the same for the same seed on every machine. */
export const makeTable = (seed: number): Omit<Subject, 'path' | 'name'> & { bytes: Buffer; extension: string } => {
  const random = createRandom(seed);
  const chance = (share: number): boolean => random.next() < share;
  const wanted = pick(random, [',', ',', ',', ';', ';', '\t', '\t', '|']);
  const mark = chance(wanted === ';' ? 0.6 : 0.15) ? ',' : '.';
  const rows = 12 + random.integer(90);
  const columns = withNames(random, makeColumns(random, rows, { delimiter: wanted, mark }));
  const [alone] = columns.length === 1 ? columns : [];
  const delimiter = !alone ? wanted : alone.kind === 'number' && mark === ',' ? ';' : ',';
  const isFirstOfValues = (at: number): boolean => at === columns.findIndex(({ kind }) => kind !== 'text');
  const withHoles = columns.map((column, at) =>
    columns.length > 1 && chance(0.3) ? makeHoles(random, column, isFirstOfValues(at) && chance(0.8)) : column,
  );
  // A first row of nothing but texts and holes would be a header to anybody.
  const hasHeader = columns.some(({ needsName }) => needsName) || !withHoles.some(isTelling) || chance(0.75);
  const isCounted = hasHeader && columns.length > 3 && columns.every(({ kind }) => kind === 'number') && chance(0.4);
  const first = isCounted ? countColumns(random, columns.length) : columns.map(({ name }) => name);
  const body = Array.from({ length: rows }, (_, at) => withHoles.map(({ cells }) => cells[at] ?? ''));
  const table = hasHeader ? [first, ...body] : body;
  const { lines, traits } = surround(random, table, { delimiter, hasHeader });
  const writing = chooseWriting(random, delimiter, lines);
  const bytes = writeTable(lines, writing);
  return {
    bytes,
    extension: delimiter === '\t' && chance(0.5) ? 'tsv' : 'csv',
    truth: {
      delimiter: columns.length > 1 ? delimiter : undefined,
      header: hasHeader,
      encoding: writing.encoding,
      rows: table,
      kinds: columns.map(({ kind }) => kind),
      values: withHoles.map(({ values }) => values),
    },
    traits: [...traits, ...traitsOf(writing), hasHeader ? (isCounted ? 'a header of numbers' : 'header') : 'no header'],
    columnTraits: withHoles.map(({ traits: own }) => own),
  };
};

const makeColumns = (
  random: Random,
  rows: number,
  { delimiter, mark }: { readonly delimiter: string; readonly mark: '.' | ',' },
): MadeColumn[] => {
  const width = random.next() < 0.03 ? 1 : 2 + random.integer(7);
  const hasTime = random.next() < 0.6;
  const columns: MadeColumn[] = [];
  for (let at = 0; at < width; at++) {
    const name = pick(random, [...names, ...joined]);
    if (at === 0 && hasTime) columns.push(makeTimes(random, 'when', rows));
    // Nothing but texts is no table of this product's.
    else if ((at === width - 1 && columns.every(({ kind }) => kind === 'text')) || random.next() < 0.6) {
      // Only a name above them tells decimal commas from those between two columns.
      const isAlone = width === 1 && mark === ',';
      columns.push({ ...makeNumbers(random, isAlone ? 'value' : name, rows, mark), needsName: isAlone });
    } else columns.push(makeTexts(random, name, rows, delimiter));
  }
  return columns;
};

/** No two columns have one name. */
const withNames = (random: Random, columns: readonly MadeColumn[]): MadeColumn[] => {
  const taken = new Set<string>();
  return columns.map((column) => {
    let { name } = column;
    while (taken.has(name)) name = `${column.name}${1 + random.integer(99)}`;
    taken.add(name);
    return { ...column, name };
  });
};

const countColumns = (random: Random, width: number): string[] => {
  const from = pick(random, [0, 2001 + random.integer(10)]);
  return Array.from({ length: width }, (_, at) => String(from + at));
};

/** Cells without a value: blank ones, and of numbers and times, words that say so. */
const makeHoles = (random: Random, column: MadeColumn, isFirstKept: boolean): MadeColumn => {
  const share = 0.02 + 0.25 * random.next();
  const used = column.kind === 'text' ? [''] : [pick(random, missingWords), pick(random, missingWords)];
  const holes = column.cells.map((_, at) => (at > 0 || !isFirstKept) && random.next() < share);
  const isWorded = holes.some(Boolean) && used.some((word) => word !== '');
  return {
    ...column,
    cells: column.cells.map((cell, at) => (holes[at] ? pick(random, used) : cell)),
    ...(column.values && { values: column.values.map((value, at) => (holes[at] ? NaN : value)) }),
    traits: [...column.traits, ...(isWorded ? ['words for none'] : [])],
  };
};

/** Whether the first cell of a column tells that it is no name. */
const isTelling = ({ kind, values }: MadeColumn): boolean => kind !== 'text' && !Number.isNaN(values?.[0] ?? NaN);

/** Puts around a table what is none of its rows. */
const surround = (
  random: Random,
  table: readonly (readonly string[])[],
  { delimiter, hasHeader }: { readonly delimiter: string; readonly hasHeader: boolean },
): { lines: Line[]; traits: string[] } => {
  const traits: string[] = [];
  const lines: Line[] = table.map((cells) => ({ cells }));
  const isWide = (table[0]?.length ?? 0) > 1;
  const chance = (share: number): boolean => random.next() < share;
  if (isWide && chance(0.06)) {
    lines.splice(2 + random.integer(lines.length - 3), 0, { line: '' });
    traits.push('blank lines');
  }
  if (chance(0.04)) {
    lines.push({ line: '' }, { line: '' });
    traits.push('blank lines');
  }
  if (isWide && hasHeader && chance(0.04)) {
    const note = pick(random, ['Source: own counts', 'Note: preliminary figures', '* estimated']);
    lines.push({ cells: [note, ...Array.from({ length: (table[0]?.length ?? 1) - 1 }, () => '')] });
    traits.push('footer');
  }
  if (chance(0.04)) {
    lines.splice(2 + random.integer(8), 0, { line: pick(random, comments) });
    traits.push('comments');
  }
  if (chance(0.08)) {
    lines.unshift(...comments.slice(0, 1 + random.integer(3)).map((line) => ({ line })));
    traits.push('comments');
  } else if (isWide && chance(0.03)) {
    lines.unshift({ line: `sep=${delimiter}` });
    traits.push('sep=');
  }
  return { lines, traits: [...new Set(traits)] };
};

const chooseWriting = (random: Random, delimiter: string, lines: readonly Line[]): Writing => {
  const text = lines.map((line) => ('line' in line ? line.line : line.cells.join(' '))).join(' ');
  const isPlain =
    delimiter === '\t' && !/[\t\n]/.test(lines.map((line) => ('line' in line ? '' : line.cells.join(''))).join(''));
  const quotes = pick(random, ['needed', 'needed', 'needed', 'texts', 'all'] as const);
  const lot = random.next();
  const encoding =
    lot < 0.2 && fitsWindows1252(text) ? 'windows-1252' : lot < 0.26 ? 'utf-16le' : lot < 0.3 ? 'utf-16be' : 'utf-8';
  return {
    delimiter,
    quotes: isPlain && random.next() < 0.5 ? 'never' : quotes,
    // Where rows end with CR alone, so do lines within cells, and not with LF.
    lineEnd: pick(random, ['\n', '\n', '\n', '\r\n', '\r\n', text.includes('\n') ? '\n' : '\r']),
    isEnded: random.next() < 0.85,
    encoding,
    hasMark: encoding !== 'windows-1252' && random.next() < (encoding === 'utf-8' ? 0.15 : 0.6),
  };
};

const traitsOf = ({ delimiter, quotes, lineEnd, encoding, hasMark }: Writing): string[] => [
  `delimiter ${delimiter === '\t' ? 'tab' : delimiter}`,
  ...(quotes === 'never' ? ['quotes that enclose nothing'] : []),
  ...(lineEnd === '\r' ? ['CR alone'] : []),
  ...(encoding === 'utf-8'
    ? []
    : [encoding === 'windows-1252' ? encoding : `${encoding}${hasMark ? '' : ' without mark'}`]),
];
