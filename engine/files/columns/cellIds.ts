import type { TableStorage } from '../tableStorage.ts';
import { leastRows, pageBits, pageLength } from './numbers.ts';

/**
 * Which of the different texts of a column each cell is, by row: 0 for a missing cell, else 1 + the text's place. They
 * are pushed one after another; full pages are in memory or, of large tables, in a file.
 */
export class CellIds {
  private readonly storage: TableStorage;
  /** Full ones; those in the file are undefined, and begin there at their position, in bytes. */
  private readonly pages: (Uint16Array | undefined)[] = [];
  private readonly positions: number[] = [];
  private last = new Uint16Array(leastRows);
  private filled = 0;
  /** The page read from the file last. */
  private hot: { readonly page: number; readonly ids: Uint16Array } | undefined;

  constructor(storage: TableStorage) {
    this.storage = storage;
  }

  get length(): number {
    return this.pages.length * pageLength + this.filled;
  }

  push(id: number): void {
    if (this.filled === this.last.length) this.makeRoom();
    this.last[this.filled++] = id;
  }

  /** 0 outside the column. */
  at(row: number): number {
    const page = row >>> pageBits;
    if (page === this.pages.length) return this.last[row & (pageLength - 1)] ?? 0;
    return (this.pages[page] ?? this.load(page))?.[row & (pageLength - 1)] ?? 0;
  }

  /** Those of a page of `Numbers`. */
  page(page: number): Uint16Array {
    if (page === this.pages.length) return this.last.subarray(0, this.filled);
    return this.pages[page] ?? this.load(page) ?? new Uint16Array(0);
  }

  /** All of them, a piece at a time. */
  *pieces(): Generator<Uint16Array, void, void> {
    for (let page = 0; page <= this.pages.length; page++) yield this.page(page);
  }

  private makeRoom(): void {
    if (this.filled === pageLength) {
      this.keepLast();
      return;
    }
    const { last } = this;
    this.last = new Uint16Array(Math.min(pageLength, 4 * last.length));
    this.last.set(last);
  }

  private keepLast(): void {
    const position = this.storage.store(this.last);
    this.pages.push(position === undefined ? this.last : undefined);
    this.positions.push(position ?? 0);
    // What has been written out is filled anew.
    if (position === undefined) this.last = new Uint16Array(pageLength);
    else this.last.fill(0);
    this.filled = 0;
  }

  private load(page: number): Uint16Array | undefined {
    const position = this.positions[page];
    if (position === undefined) return undefined;
    if (this.hot?.page === page) return this.hot.ids;
    const ids = new Uint16Array(pageLength);
    this.storage.file?.read(ids, position);
    this.hot = { page, ids };
    return ids;
  }
}
