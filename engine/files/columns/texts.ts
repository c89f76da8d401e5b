import { countCharacters } from '../countCharacters.ts';
import type { ScratchFile } from '../../scratchFile.ts';
import type { TableStorage } from '../tableStorage.ts';

/** The texts of a column by row: whole cells, quotes undone, not trimmed. A missing one is '', and so are rows outside. */
export interface Texts {
  readonly length: number;
  at(row: number): string;
  /** Rows `from` to `to`, without the last. */
  read(from: number, to: number): readonly string[];
}

/** How long the texts of a column are, in Unicode's code points, missing ones left out; 0 where all are missing. */
export interface TextLengths {
  readonly mean: number;
  readonly longest: number;
}

/** UTF-8 bytes in a page, but for a text that is longer by itself. */
const pageBytes = 1 << 16;
const pageRows = 1 << 14;

/** The rows of a page, and where it is: in memory, or of large tables, in a file. */
interface Page {
  readonly firstRow: number;
  readonly rows: number;
  readonly byteLength: number;
  /** Where each row's text ends, and then all texts in UTF-8; undefined when they are in the file, at `position`. */
  readonly content: Uint8Array | undefined;
  readonly position: number;
}

/** Texts that are pushed one after another, as UTF-8 in pages: no object is kept for a cell. */
class StoredTexts implements Texts {
  readonly length: number;
  private readonly pages: readonly Page[];
  private readonly file: ScratchFile | undefined;
  /** The page that was looked into last. */
  private open: OpenPage | undefined;

  constructor(length: number, pages: readonly Page[], file: ScratchFile | undefined) {
    this.length = length;
    this.pages = pages;
    this.file = file;
  }

  at(row: number): string {
    const page = this.pageOf(row);
    return page ? textIn(page, row) : '';
  }

  read(from: number, to: number): readonly string[] {
    const texts: string[] = [];
    for (let row = from; row < to;) {
      const page = this.pageOf(row);
      const end = page ? Math.min(to, page.firstRow + page.ends.length) : to;
      for (; row < end; row++) texts.push(page ? textIn(page, row) : '');
    }
    return texts;
  }

  private pageOf(row: number): OpenPage | undefined {
    const { open, pages } = this;
    if (open && row >= open.firstRow && row < open.firstRow + open.ends.length) return open;
    if (!(row >= 0 && row < this.length)) return undefined;
    let low = 0;
    let high = pages.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((pages[middle]?.firstRow ?? 0) <= row) low = middle;
      else high = middle - 1;
    }
    const page = pages[low];
    if (!page) return undefined;
    this.open = this.load(page);
    return this.open;
  }

  private load({ firstRow, rows, byteLength, content, position }: Page): OpenPage {
    const bytes = content ?? new Uint8Array(byteLength);
    if (!content) this.file?.read(bytes, position);
    return {
      firstRow,
      ends: new Uint32Array(bytes.buffer, bytes.byteOffset, rows),
      texts: Buffer.from(bytes.buffer, bytes.byteOffset + rows * endBytes, byteLength - rows * endBytes),
    };
  }
}

interface OpenPage {
  readonly firstRow: number;
  readonly ends: Uint32Array;
  readonly texts: Buffer;
}

const endBytes = Uint32Array.BYTES_PER_ELEMENT;

const textIn = ({ firstRow, ends, texts }: OpenPage, row: number): string => {
  const index = row - firstRow;
  return texts.toString('utf8', index > 0 ? ends[index - 1] : 0, ends[index]);
};

/** Texts pushed one after another; how many there will be need not be known. */
export class TextsWriter {
  private readonly storage: TableStorage;
  private readonly pages: Page[] = [];
  private readonly bytes = Buffer.allocUnsafeSlow(pageBytes);
  private readonly ends = new Uint32Array(pageRows);
  private filled = 0;
  private rows = 0;
  private firstRow = 0;
  private present = 0;
  private characters = 0;
  private longest = 0;

  constructor(storage: TableStorage) {
    this.storage = storage;
  }

  push(text: string): void {
    const { length } = text;
    // A unit of UTF-16 is at most three bytes of UTF-8.
    const mayBeBytes = 3 * length;
    if (this.rows === pageRows || this.filled + mayBeBytes > pageBytes) this.keepPage();
    let written = 0;
    if (mayBeBytes > pageBytes) {
      const bytes = Buffer.from(text, 'utf8');
      written = bytes.length;
      this.keep(Uint32Array.of(written), bytes);
    } else {
      if (length > 0) written = this.bytes.write(text, this.filled, 'utf8');
      this.filled += written;
      this.ends[this.rows++] = this.filled;
    }
    const characters = written === length ? length : countCharacters(text);
    this.present++;
    this.characters += characters;
    if (characters > this.longest) this.longest = characters;
  }

  pushMissing(): void {
    if (this.rows === pageRows) this.keepPage();
    this.ends[this.rows++] = this.filled;
  }

  /** Nothing may be pushed afterwards. */
  finish(): Texts {
    this.keepPage();
    return new StoredTexts(this.firstRow, this.pages, this.storage.file);
  }

  /** Of the texts that were pushed. */
  get lengths(): TextLengths {
    return { mean: this.present > 0 ? this.characters / this.present : 0, longest: this.longest };
  }

  private keepPage(): void {
    if (this.rows > 0) this.keep(this.ends.subarray(0, this.rows), this.bytes.subarray(0, this.filled));
    this.rows = 0;
    this.filled = 0;
  }

  private keep(ends: Uint32Array, bytes: Uint8Array): void {
    const { firstRow } = this;
    const rows = ends.length;
    const content = new Uint8Array(ends.byteLength + bytes.length);
    new Uint32Array(content.buffer, 0, rows).set(ends);
    content.set(bytes, ends.byteLength);
    const position = this.storage.store(content);
    const kept = position === undefined ? { content, position: 0 } : { content: undefined, position };
    this.pages.push({ firstRow, rows, byteLength: content.length, ...kept });
    this.firstRow += rows;
  }
}
