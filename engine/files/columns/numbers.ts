import type { TableStorage } from '../tableStorage.ts';

/** Numbers in a page where columns are few, a power of two; of a table of many columns a page is smaller. */
export const pageBits = 16;
export const pageLength = 1 << pageBits;
const hotPages = 4;

/** Makes the values of a page that is not in memory, by its number and length; undefined where there is none. */
export type PageLoader = (page: number, length: number) => Float64Array | undefined;

interface PageOptions {
  /** Of the length of a page. */
  readonly bits?: number;
  readonly load?: PageLoader;
  /** Whether pages stay in memory once they were loaded. */
  readonly keepsLoaded?: boolean;
}

/** Numbers by row, in pages that are in memory or made when they are looked at. Rows outside are NaN. */
export class Numbers {
  readonly length: number;
  /** Those that are not in memory are undefined. */
  private readonly pages: (Float64Array | undefined)[];
  private readonly loader: PageLoader | undefined;
  private readonly keepsLoaded: boolean;
  /** Of the length of a page. */
  private readonly bits: number;
  /** Pages loaded last that are not kept, by the last bits of their number. */
  private readonly hot: { page: number; values: Float64Array }[] = [];

  constructor(
    length: number,
    pages: readonly (Float64Array | undefined)[],
    { bits = pageBits, load, keepsLoaded = false }: PageOptions = {},
  ) {
    this.bits = bits;
    this.length = length;
    this.pages = [...pages];
    this.loader = load;
    this.keepsLoaded = keepsLoaded;
  }

  static of(values: Float64Array): Numbers {
    const count = Math.ceil(values.length / pageLength);
    const pages = Array.from({ length: count }, (_, page) =>
      values.subarray(page * pageLength, (page + 1) * pageLength),
    );
    return new Numbers(values.length, pages);
  }

  at(row: number): number {
    const { bits } = this;
    const page = this.pages[row >>> bits] ?? this.load(row >>> bits);
    return page?.[row & ((1 << bits) - 1)] ?? NaN;
  }

  /** Rows `from` to `to`, without the last. Within a page it is a view. */
  read(from: number, to: number): Float64Array {
    const { bits } = this;
    const first = from >>> bits;
    const begin = first << bits;
    const page = this.pages[first] ?? this.load(first);
    if (to <= begin + (1 << bits)) return page?.subarray(from - begin, to - begin) ?? new Float64Array(0);
    const values = new Float64Array(to - from);
    for (let row = from; row < to;) {
      const end = Math.min(to, ((row >>> bits) + 1) << bits);
      values.set(this.read(row, end), row - from);
      row = end;
    }
    return values;
  }

  *[Symbol.iterator](): Generator<number, void, void> {
    for (let row = 0; row < this.length; row++) yield this.at(row);
  }

  /** Those of the first `count` rows, a page at a time. */
  *pagesOf(count: number): Generator<Float64Array, void, void> {
    for (let from = 0; from < count; from += pageLength) yield this.read(from, Math.min(count, from + pageLength));
  }

  private load(page: number): Float64Array | undefined {
    const first = page * (1 << this.bits);
    if (!this.loader || first >= this.length) return undefined;
    const slot = page & (hotPages - 1);
    const hot = this.hot[slot];
    if (hot?.page === page) return hot.values;
    // Never an old one filled anew: somebody may still look at it.
    const values = this.loader(page, Math.min(1 << this.bits, this.length - first));
    if (values && this.keepsLoaded) this.pages[page] = values;
    else if (values) this.hot[slot] = { page, values };
    return values;
  }
}

/**
 * The values of the first `count` rows, from `begin` on, and those `lag` rows before them, in stretches within a page
 * of both: no number is copied.
 */
export function* pairsOf(
  numbers: Numbers,
  count: number,
  lag: number,
  begin = 0,
): Generator<{ readonly later: Float64Array; readonly earlier: Float64Array }, void, void> {
  for (let from = Math.max(lag, begin); from < count;) {
    const to = Math.min(count, nextPage(from), nextPage(from - lag) + lag);
    yield { later: numbers.read(from, to), earlier: numbers.read(from - lag, to - lag) };
    from = to;
  }
}

/** The first row of the page after that of `row`. */
const nextPage = (row: number): number => ((row >>> pageBits) + 1) * pageLength;

/** Rows in the first page of a column as it begins: a file of a few kilobytes may have thousands of columns. */
export const leastRows = 64;

/** Numbers pushed one after another; how many there will be need not be known. */
export class NumbersWriter {
  private readonly storage: TableStorage;
  private readonly pages: (Float64Array | undefined)[] = [];
  private readonly positions: number[] = [];
  private page: Float64Array<ArrayBuffer>;
  private readonly bits: number;
  private readonly pageLength: number;
  private filled = 0;
  min = Infinity;
  max = -Infinity;

  /** @param bits of the length of a page */
  constructor(storage: TableStorage, bits = pageBits) {
    this.storage = storage;
    this.bits = bits;
    this.pageLength = 1 << bits;
    this.page = new Float64Array(Math.min(leastRows, this.pageLength));
  }

  push(value: number): void {
    if (this.filled === this.page.length) this.makeRoom();
    this.page[this.filled++] = value;
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
  }

  /** Nothing may be pushed afterwards. */
  finish(): Numbers {
    const length = this.pages.length * this.pageLength + this.filled;
    if (this.filled > 0) this.keep(this.page.slice(0, this.filled));
    return new Numbers(length, this.pages, { bits: this.bits, load: this.loader() });
  }

  private loader(): PageLoader {
    const { positions, storage } = this;
    return (page, pageLength) => {
      const position = positions[page];
      if (position === undefined || !storage.file) return undefined;
      const values = new Float64Array(pageLength);
      storage.file.read(values, position);
      return values;
    };
  }

  private makeRoom(): void {
    if (this.filled === this.pageLength) {
      // What has been written out may be filled anew.
      if (!this.keep(this.page)) this.page = new Float64Array(this.pageLength);
      return;
    }
    const { page } = this;
    this.page = new Float64Array(Math.min(this.pageLength, 4 * page.length));
    this.page.set(page);
  }

  /** Whether it was written out. */
  private keep(page: Float64Array): boolean {
    const position = this.storage.store(page);
    this.pages.push(position === undefined ? page : undefined);
    this.positions.push(position ?? 0);
    this.filled = 0;
    return position !== undefined;
  }
}
