import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Encoding } from '../config.ts';
import { InputError } from '../errors.ts';
import { type Told, describeEncodings } from './decoding/describeEncoding.ts';
import { sideOfName } from './pairNames.ts';
import type { TableSink } from './tableSink.ts';
import type { TableReader } from './tableReader.ts';
import { readTextLines } from './textLines.ts';
import { usualFormat } from './usualFormat.ts';

/** Characters of one line before it is taken for a file without lines. */
const longestLine = 1 << 24;

/**
 * Texts whose names differ in their language or side alone, `train.de` and `train.en`: line n of the one belongs to line n
 * of the others. A file is a column, the one that was named the first. One without others beside it is a text, or where
 * it is to be a table, a single column.
 */
export const parallelTexts: TableReader = {
  isDelimited: false,
  isNamed: async (file) => (await findOthers(file)).length > 0,
  extensions: [],
  possibleExtensions: [],
  recognise: () => false,
  resolve: usualFormat,
  filesBeside: findOthers,

  async read(file, { encoding }, table) {
    const others = await findOthers(file);
    const paths = [file, ...others];
    for (const path of paths) table.addColumn(sideOfName(basename(path))?.side ?? '');
    const sides = paths.map((path) => new Lines(path, encoding));
    try {
      await addLines(sides, table);
      await checkCounts(sides);
    } finally {
      for (const side of sides) await side.close();
    }
    const names = others.map((path) => basename(path)).join(' and ');
    const notes = [
      ...describeEncodings(sides.map(({ path, told }) => ({ name: basename(path), told }))),
      ...(names === '' ? [] : [`It is read together with ${names}, line by line.`]),
    ];
    return { comments: 0, ...(notes.length > 0 && { notes }) };
  },
};

/** Whether a file that is to be a table is a single column of lines by its name. */
export const isNamedAsSide = (file: string): boolean => sideOfName(basename(file)) !== undefined;

async function findOthers(file: string): Promise<readonly string[]> {
  const own = sideOfName(basename(file));
  if (!own) return [];
  const entries = await readdir(dirname(file), { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => !entry.isDirectory() && entry.name !== basename(file))
    .filter(({ name }) => sideOfName(name)?.base === own.base)
    .map(({ name }) => join(dirname(file), name))
    .sort();
}

const addLines = async (sides: readonly Lines[], table: TableSink): Promise<void> => {
  for (;;) {
    for (const side of sides) await side.fill();
    const count = Math.min(...sides.map(({ waiting }) => waiting.length));
    if (count === 0) return;
    const { rows: first } = table;
    const columns = sides.map((side) => side.take(count));
    const rows = Array.from({ length: count }, (_, row) => columns.map((column) => column[row] ?? ''));
    const lineOf = (index: number): number => first + index + 1;
    table.addRows({ rows, isRegular: true, lineOf }, (index, cell) => ({
      file: sides[cell]?.path ?? '',
      line: lineOf(index),
    }));
  }
};

/** The lines of one file, one after another. */
class Lines {
  readonly path: string;
  /** How it is encoded, once it has been read. */
  readonly told: Told = {};
  waiting: readonly string[] = [];
  private readonly lines: AsyncGenerator<readonly string[], void, void>;
  private taken = 0;

  constructor(path: string, encoding: Encoding | undefined) {
    this.path = path;
    this.lines = readTextLines(path, longestLine, this.told, { encoding, way: 'put each text on a line of its own' });
  }

  /** Until there is a line, or no more. */
  async fill(): Promise<void> {
    while (this.waiting.length === 0) {
      const next = await this.lines.next();
      if (next.done) return;
      this.waiting = next.value;
    }
  }

  take(count: number): readonly string[] {
    const some = this.waiting.slice(0, count);
    this.waiting = this.waiting.slice(count);
    this.taken += count;
    return some;
  }

  /** Also where it was not read to its end. */
  async close(): Promise<void> {
    await this.lines.return();
  }

  /** How many it has in all; none are left then. */
  async countAll(): Promise<number> {
    await this.fill();
    while (this.waiting.length > 0) {
      this.take(this.waiting.length);
      await this.fill();
    }
    return this.taken;
  }
}

const checkCounts = async (sides: readonly Lines[]): Promise<void> => {
  const counts: { readonly path: string; readonly count: number }[] = [];
  for (const side of sides) counts.push({ path: side.path, count: await side.countAll() });
  const [own] = counts;
  const other = counts.find(({ count }) => count !== own?.count);
  if (!own || !other) return;
  const message = `has ${linesOf(own.count)}, and ${basename(other.path)} beside it ${other.count}: line n of the one belongs to line n of the other; give both the same number, or move the other one elsewhere`;
  throw new InputError(message, { file: own.path });
};

const linesOf = (count: number): string => (count === 1 ? '1 line' : `${count} lines`);
