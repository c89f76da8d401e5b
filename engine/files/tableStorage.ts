import { ScratchFile } from '../scratchFile.ts';

/** Bytes of one table, and of one encoded file, that are kept in memory; what is beyond goes to a scratch file. */
export const storageLimits = { table: 2 ** 27, encoded: 2 ** 27 };

/** Where the columns of one table go: to memory until they are too many, then to a file. */
export class TableStorage {
  private left: number;
  file: ScratchFile | undefined;

  constructor(limit = storageLimits.table) {
    this.left = limit;
  }

  /** Where in the file the page was put, in bytes; undefined when it is to stay in memory. */
  store(page: NodeJS.ArrayBufferView): number | undefined {
    this.left -= page.byteLength;
    if (this.left >= 0) return undefined;
    this.file ??= new ScratchFile();
    return this.file.append(page);
  }
}
