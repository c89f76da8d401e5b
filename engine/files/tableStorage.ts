import { ScratchFile } from '../scratchFile.ts';

/** Bytes of one table, and of one encoded file, that are kept in memory; what is beyond goes to a scratch file. */
export interface StorageLimits {
  readonly table: number;
  readonly encoded: number;
}

export const storageLimits: StorageLimits = { table: 2 ** 27, encoded: 2 ** 27 };

/** Where the columns of one table go: to memory until they are too many, then to a file. */
export class TableStorage {
  private readonly limit: number;
  bytesInMemory = 0;
  file: ScratchFile | undefined;

  constructor(limit = storageLimits.table) {
    this.limit = limit;
  }

  /** Where in the file the page was put, in bytes; undefined when it is to stay in memory. */
  store(page: NodeJS.ArrayBufferView): number | undefined {
    if (this.reserve(page.byteLength)) return undefined;
    this.file ??= new ScratchFile();
    return this.file.append(page);
  }

  /** Counts so many bytes as kept in memory, if there is room for them. */
  reserve(bytes: number): boolean {
    // Once there is a file, nothing goes to memory that is not counted.
    if (this.file || this.bytesInMemory + bytes > this.limit) return false;
    this.bytesInMemory += bytes;
    return true;
  }
}
