import { basename } from 'node:path';
import { type DataIdentity, identifyData } from '../files/dataIdentity.ts';
import { type FileIdentity, isSameFile } from '../files/fileIdentity.ts';
import { type Fingerprint, findChangedFile, fingerprintData } from '../runs/fingerprint.ts';

/** Notices when the file that a run has read is no longer what it read. The run needs the file no more until it is resumed. */
export class DataWatch {
  private readonly file: string;
  /** Files that its split names. */
  private readonly others: readonly string[];
  private identity: DataIdentity;
  private readonly fingerprint: Fingerprint;
  private isLooking = false;
  private hasTold = false;

  constructor(file: string, others: readonly string[], identity: DataIdentity, fingerprint: Fingerprint) {
    this.file = file;
    this.others = others;
    this.identity = identity;
    this.fingerprint = fingerprint;
  }

  /**
   * Looks at the file in the background, since a network drive that is gone may take minutes to say so, and calls
   * `tell` with what a person should know, once in the life of this watch.
   */
  look(tell: (message: string) => void): void {
    if (this.isLooking || this.hasTold) return;
    this.isLooking = true;
    void this.findChange()
      .then((change) => {
        if (change === undefined) return;
        this.hasTold = true;
        tell(change);
      })
      .finally(() => (this.isLooking = false));
  }

  private async findChange(): Promise<string | undefined> {
    let changed: string | undefined;
    try {
      const now = await identifyData(this.file, this.others);
      if (isDataAsBefore(now, this.identity)) return undefined;
      changed = findResized(this.file, this.identity, now);
      changed ??= findChangedFile(this.file, this.fingerprint, await fingerprintData(this.file, this.others));
      if (changed === undefined) {
        // Touched, or replaced by its equal.
        this.identity = now;
        return undefined;
      }
    } catch {
      const name = basename(this.file);
      return `${name} cannot be read any more; the run goes on with what it has read, and needs the file to be resumed`;
    }
    return `${changed} has changed since this run began; the run goes on with what it has read, and can be resumed only with the file as it was`;
  }
}

/** What changes without the content, as by a new name or other rights, does not count. */
const isAsBefore = (now: FileIdentity, before: FileIdentity): boolean =>
  isSameFile(now, before) &&
  now.size === before.size &&
  now.mtimeNs === before.mtimeNs &&
  now.content === before.content;

const isDataAsBefore = (now: DataIdentity, before: DataIdentity): boolean =>
  isAsBefore(now, before) &&
  now.beside.size === before.beside.size &&
  [...now.beside].every(([path, each]) => {
    const old = before.beside.get(path);
    return old !== undefined && isAsBefore(each, old);
  });

/** The name of what has another size, which need not be read to be told. */
const findResized = (file: string, before: DataIdentity, now: DataIdentity): string | undefined => {
  if (now.size !== before.size) return basename(file);
  for (const [path, { size }] of now.beside) {
    const old = before.beside.get(path);
    if (old && old.size !== size) return basename(path);
  }
  return undefined;
};
