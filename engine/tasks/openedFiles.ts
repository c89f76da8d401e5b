import { dataKey, identifyData } from '../files/dataIdentity.ts';
import { type StorageLimits, storageLimits } from '../files/tableStorage.ts';
import { OpenedFile } from './openedFile.ts';

/** Files that are kept open: of a form, and of what is predicted beside it. */
const mostFiles = 2;

/**
 * The data files that were asked for last, as long as their content stays. Together they keep no more columns in memory
 * than one may.
 */
export class OpenedFiles {
  private readonly limits: StorageLimits;
  /** The latest last. */
  private readonly files = new Map<string, OpenedFile>();

  constructor(limits: StorageLimits = storageLimits) {
    this.limits = limits;
  }

  /**
   * `more` are texts that are read after it as one. Throws an `InputError` for what is missing, and for what is no file.
   */
  async open(path: string, more: readonly string[] = []): Promise<OpenedFile> {
    const identities = await Promise.all([path, ...more].map((each) => identifyData(each)));
    const key = JSON.stringify([path, more, identities.map(dataKey)]);
    // A line break may have to follow each.
    const bytes = identities.reduce((sum, { size }) => sum + Number(size) + (more.length > 0 ? 1 : 0), 0);
    const file = this.files.get(key) ?? this.add(path, bytes, more);
    for (const [other, { path: otherPath }] of this.files) if (otherPath === path) this.files.delete(other);
    this.files.set(key, file);
    this.letGo();
    return file;
  }

  private add(path: string, bytes: number, more: readonly string[]): OpenedFile {
    return new OpenedFile(path, bytes, this.limits, () => this.letGo(), more);
  }

  private letGo(): void {
    const newestFirst = [...this.files].reverse();
    let bytes = 0;
    for (const [index, [key, file]] of newestFirst.entries()) {
      bytes += file.bytesInMemory;
      if (index > 0 && (index >= mostFiles || bytes > this.limits.table)) this.files.delete(key);
    }
  }
}
